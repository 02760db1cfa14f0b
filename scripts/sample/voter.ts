import { createHash } from 'node:crypto';
import { createRandom } from '../../core/plan/random';

/** What somebody might answer who likes the LoRA's style, up to a weight at which it bends the shapes. */
interface Leaning {
  /** How likely the LoRA's picture is the better one, where there is a difference. */
  readonly better: number;
  /** How likely there is none. */
  readonly same: number;
}

const LEANINGS: Readonly<Record<string, Readonly<Record<string, Leaning>>>> = {
  Style: {
    '0.4': { better: 0.8, same: 0.2 },
    '0.8': { better: 0.97, same: 0.02 },
    '1.2': { better: 0.72, same: 0.1 },
  },
  Anatomy: {
    '0.4': { better: 0.5, same: 0.45 },
    '0.8': { better: 0.42, same: 0.25 },
    '1.2': { better: 0.03, same: 0.03 },
  },
};

/** Names the voter: another one would answer otherwise here and there. */
const VOTER = 'voter 277';

export interface Answer {
  readonly choice: 'A' | 'B' | 'same';
  readonly stars: number | null;
  readonly elapsed_ms: number;
}

/**
 * The voter's answer to one metric of a pair; the same each time, whatever the order. In: the pair as the session's order
 * names it (the candidate's file), which side the LoRA is shown on, and the metric.
 */
export function answerOf({ pair, swap }: { pair: string; swap: boolean }, metric: string): Answer {
  const weight = /_w(-?[\d.]+)\.png$/.exec(pair)?.[1] ?? '';
  const leaning = LEANINGS[metric]?.[weight];
  if (leaning === undefined) throw new Error(`The voter knows nothing of ${metric} at weight ${weight}.`);
  const seed = createHash('sha256').update(`${VOTER}\n${pair}\n${metric}`).digest().readUInt32BE();
  const random = createRandom(seed);
  const elapsed_ms = 2500 + random.int(5500);
  if (random.real() < leaning.same) return { choice: 'same', stars: 3, elapsed_ms };
  const isBetter = random.real() < leaning.better;
  const stars = isBetter ? 4 + random.int(2) : 2 + random.int(2);
  return { choice: isBetter === swap ? 'A' : 'B', stars, elapsed_ms };
}

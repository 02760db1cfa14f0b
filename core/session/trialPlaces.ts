import type { OrderEntry } from '../plan/trials';
import type { AnswerPlace } from './answers';

/** The questions of a showing: the one that it asks, or all of the set-up; none where its own is not asked any more. */
export function questionsOf({ metric }: OrderEntry, metrics: readonly string[]): readonly string[] {
  if (metric === undefined) return metrics;
  return metrics.includes(metric) ? [metric] : [];
}

/** How many trials and showings an order holds: practice and all others apart, and the others by question. */
export interface OrderCounts {
  readonly trials: number;
  readonly showings: number;
  readonly trainingTrials: number;
  readonly trainingShowings: number;
  readonly byMetric: ReadonlyMap<string, number>;
}

/** What each drawn order holds, since it is asked for with every vote and changes with none. */
const known = new WeakMap<
  readonly OrderEntry[],
  { length: number; metrics: readonly string[]; counts: OrderCounts }
>();

/** Counts an order's trials. In: the order and the questions of the set-up. */
export function orderCounts(order: readonly OrderEntry[], metrics: readonly string[]): OrderCounts {
  const kept = known.get(order);
  if (kept !== undefined && kept.length === order.length && kept.metrics === metrics) return kept.counts;
  const counts = countOrder(order, metrics);
  known.set(order, { length: order.length, metrics, counts });
  return counts;
}

function countOrder(order: readonly OrderEntry[], metrics: readonly string[]): OrderCounts {
  const byMetric = new Map(metrics.map((metric) => [metric, 0]));
  const out = { trials: 0, showings: 0, trainingTrials: 0, trainingShowings: 0, byMetric };
  for (const entry of order) {
    const questions = questionsOf(entry, metrics);
    if (entry.kind === 'training') {
      out.trainingTrials += questions.length;
      out.trainingShowings += 1;
      continue;
    }
    out.trials += questions.length;
    out.showings += 1;
    for (const metric of questions) byMetric.set(metric, (byMetric.get(metric) ?? 0) + 1);
  }
  return out;
}

/** Numbers from 1 as a person counts: practice among practice, everything else among everything else. */
export interface ShowingNumbers {
  /** Of the showing's first trial. */
  readonly first: number;
  readonly showing: number;
}

/** The numbers of all showings, in their order. */
export function showingNumbers(
  shown: readonly OrderEntry[],
  metrics: readonly string[],
  upTo = shown.length,
): ShowingNumbers[] {
  const trials = { training: 1, other: 1 };
  const showings = { training: 1, other: 1 };
  const out: ShowingNumbers[] = [];
  for (let index = 0; index < upTo; index += 1) {
    const entry = shown[index];
    if (entry === undefined) break;
    const group = entry.kind === 'training' ? 'training' : 'other';
    out.push({ first: trials[group], showing: showings[group] });
    trials[group] += questionsOf(entry, metrics).length;
    showings[group] += 1;
  }
  return out;
}

/** Where in a rater's showings a trial stands; -1 when nowhere. */
export function showingIndex(shown: readonly OrderEntry[], { pair, metric, kind }: AnswerPlace): number {
  return shown.findIndex(
    (entry) =>
      entry.pair === pair && entry.kind === kind && (entry.metric === undefined || entry.metric === metric),
  );
}

/**
 * The pairs that count, each at its first showing: what the older fields of the saved file and `scores.csv` call the order.
 * Passes show a pair once for each question.
 */
export function countedPairs(shown: readonly OrderEntry[]): OrderEntry[] {
  const placed = new Set<string>();
  return shown.filter(({ pair, kind }) => {
    if (kind !== undefined || placed.has(pair)) return false;
    placed.add(pair);
    return true;
  });
}

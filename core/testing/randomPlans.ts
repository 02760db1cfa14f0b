import type { Random } from '../plan/random';
import type { OrderEntry } from '../plan/trials';
import { blankSetup, type Setup } from '../session/setup';

const WEIGHTS = [0.8, 0.2, 1.2, -0.4, 1.6];
const FILES = ['a.safetensors', 'b.safetensors', 'c.safetensors'];

/** A small plan as chance has it, asked in any way and with any checks. */
export function randomPlan(random: Random): Setup {
  const mode = (['in_turn', 'passes', 'together'] as const)[random.int(3)] ?? 'in_turn';
  return {
    ...blankSetup(['demo']),
    prompt_pairs: promptsOf(1 + random.int(5)),
    seeds: Array.from({ length: 1 + random.int(3) }, (_, index) => index + 1),
    weights: WEIGHTS.slice(0, 1 + random.int(3)),
    weight_range: null,
    loras: FILES.slice(0, 1 + random.int(2)),
    own_seeds: random.int(5) === 0 ? 1 + random.int(3) : null,
    metrics: ['Quality', 'Style', 'Likeness'].slice(0, 1 + random.int(3)),
    metric_mode: mode,
    quality_control:
      random.int(4) === 0
        ? null
        : {
            training: random.int(2) === 0,
            repeats: random.int(3) === 0 ? 0 : random.int(51) / 100,
            catches: random.int(3) === 0 ? 0 : random.int(12),
          },
  };
}

/** A plan that adds at least a prompt to another one. */
export function grownPlan(setup: Setup, random: Random): Setup {
  return {
    ...setup,
    prompt_pairs: promptsOf(setup.prompt_pairs.length + 1 + random.int(4)),
    weights:
      setup.own_seeds === null
        ? WEIGHTS.slice(0, (setup.weights?.length ?? 0) + random.int(2))
        : setup.weights,
  };
}

function promptsOf(count: number): Setup['prompt_pairs'] {
  return Array.from({ length: count }, (_, index) => ({ positive: `prompt ${index}`, negative: '' }));
}

/** Every repeat of an order that stands too near to its pair's first showing, or not on the other side. */
export function wrongRepeats(order: readonly OrderEntry[], gap: number): OrderEntry[] {
  const first = new Map<string, { place: number; swap: boolean }>();
  return order.filter(({ pair, swap, kind, metric }, place) => {
    const key = `${metric ?? ''}\n${pair}`;
    if (kind === undefined) first.set(key, { place, swap });
    if (kind !== 'repeat') return false;
    const seen = first.get(key);
    return seen === undefined || place - seen.place <= gap || seen.swap === swap;
  });
}

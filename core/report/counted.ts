import { wilsonInterval } from '../statistics/proportion';
import type { Counted } from './metricDetail';

/** So many of so many, with the share and its Wilson 95 % interval. */
export function counted(count: number, of: number): Counted {
  const interval = wilsonInterval(count, of);
  return {
    count,
    of,
    share: of === 0 ? null : count / of,
    low: interval?.low ?? null,
    high: interval?.high ?? null,
  };
}

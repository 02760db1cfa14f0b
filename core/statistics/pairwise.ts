/**
 * Holm's step-down correction (Holm 1979): sorted upwards, adjusted p(k) = running maximum of (m - k + 1) p(k), at most 1.
 * Out: the adjusted values in the order they came in.
 */
export function holm(pValues: readonly number[]): number[] {
  const order = pValues.map((p, index) => ({ p, index })).sort((a, b) => a.p - b.p);
  const adjusted = new Array<number>(pValues.length).fill(1);
  let running = 0;
  order.forEach(({ p, index }, rank) => {
    running = Math.max(running, Math.min(1, (pValues.length - rank) * p));
    adjusted[index] = running;
  });
  return adjusted;
}

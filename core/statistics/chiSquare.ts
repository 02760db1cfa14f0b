/**
 * P(X >= value) for X with the chi-square distribution of 1 degree of freedom: the upper incomplete gamma function
 * Q(1/2, value / 2) (Abramowitz and Stegun 1964, 6.5.29 as a series for small values, 6.5.31 as a continued fraction beyond).
 * In: a value of at least 0. Out: 0-1, with a relative error below 1e-12.
 */
export function chiSquareTail(value: number): number {
  const half = value / 2;
  if (half === 0) return 1;
  const density = Math.sqrt(half / Math.PI) * Math.exp(-half);
  return half < 1.5 ? 1 - density * seriesOver(half) : density * fractionOver(half);
}

/** Sum over k of half^k / ((1/2)(3/2)...(1/2 + k)). */
function seriesOver(half: number): number {
  let term = 2;
  let sum = term;
  for (let k = 1; term > sum * 1e-17; k += 1) {
    term *= half / (k + 0.5);
    sum += term;
  }
  return sum;
}

/** 1/(x + 1/2 - (1/2)(1)/(x + 5/2 - (3/2)(2)/(x + 9/2 - ...))), from its end, where it no longer matters. */
function fractionOver(half: number): number {
  let below = 0;
  for (let k = 120; k >= 1; k -= 1) below = (k * (k - 0.5)) / (half + 2 * k + 0.5 - below);
  return 1 / (half + 0.5 - below);
}

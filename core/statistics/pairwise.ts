import { chiSquareTail } from './chiSquare';
import { signTest } from './proportion';

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

/** Tests of two candidates on the same pairs. Each p-value is two-sided. */
export interface McNemar {
  /** Exact p-value. */
  exact: number;
  chi_square: number;
  chi_square_p: number;
  /** Chi-square with Edwards' correction for continuity. */
  corrected: number;
  corrected_p: number;
}

/**
 * McNemar's test (McNemar 1947) of two candidates that were judged on the same pairs. In: b, the pairs that only the first
 * won, and c, those that only the second won. Out: the exact sign test of b among b + c; chi-square = (b - c)^2 / (b + c) with 1
 * degree of freedom; and (|b - c| - 1)^2 / (b + c) (Edwards 1948), where a difference below 1 counts as none. Without such pairs
 * both statistics are 0 and all p-values 1.
 */
export function mcNemar(onlyFirst: number, onlySecond: number): McNemar {
  const n = onlyFirst + onlySecond;
  const gap = Math.abs(onlyFirst - onlySecond);
  const chiSquare = n === 0 ? 0 : gap ** 2 / n;
  const corrected = n === 0 ? 0 : Math.max(0, gap - 1) ** 2 / n;
  return {
    exact: signTest(onlyFirst, onlySecond),
    chi_square: chiSquare,
    chi_square_p: chiSquareTail(chiSquare),
    corrected,
    corrected_p: chiSquareTail(corrected),
  };
}

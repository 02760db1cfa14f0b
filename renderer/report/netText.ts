import { percentText } from '../../core/report/figureText';

/** A net preference from -1 to 1 with its sign: `+38%`, `−5%`, `0%`. */
export function netText(share: number): string {
  return `${signedPercent(share)}%`;
}

/** The same without its unit. */
export function signedPercent(share: number): string {
  const text = percentText(Math.abs(share));
  if (text === '0') return '0';
  return `${share > 0 ? '+' : '−'}${text}`;
}

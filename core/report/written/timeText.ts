import { formatStamp } from '../../session/identity';

/** A moment as local `2026-01-31 14:05`; a dash where there is none. In: ISO time. */
export function whenText(at: string | null): string {
  if (at === null) return '-';
  const stamp = formatStamp(new Date(at));
  return `${stamp.slice(0, 4)}-${stamp.slice(4, 6)}-${stamp.slice(6, 8)} ${stamp.slice(9, 11)}:${stamp.slice(11, 13)}`;
}

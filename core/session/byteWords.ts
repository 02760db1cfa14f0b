const UNITS = ['bytes', 'kB', 'MB', 'GB', 'TB'] as const;

/** Disk space with its unit, of a thousand and a million and so on: `312 bytes`, `34 MB`, `1.42 GB`, `212 GB`. */
export function byteWords(bytes: number): string {
  if (bytes === 1) return '1 byte';
  let value = bytes;
  let unit = 0;
  // 999.5 would be written as 1000 of the smaller unit.
  while (value >= 999.5 && unit < UNITS.length - 1) {
    value /= 1000;
    unit += 1;
  }
  const digits =
    unit < 2 || value >= 99.95 ? 0 : unit >= 3 && value < 9.995 ? 2 : value < 9.95 ? 1 : unit >= 3 ? 1 : 0;
  return `${value.toFixed(digits)} ${UNITS[unit]}`;
}

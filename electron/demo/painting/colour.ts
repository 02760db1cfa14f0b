/** Colours are `#rrggbb`. */

function parts(colour: string): [number, number, number] {
  const value = Number.parseInt(colour.slice(1), 16);
  return [(value >> 16) & 255, (value >> 8) & 255, value & 255];
}

/** `share` of the way from one colour to another. */
export function mix(from: string, to: string, share: number): string {
  const [r, g, b] = parts(from);
  const [r2, g2, b2] = parts(to);
  return hex(r + (r2 - r) * share, g + (g2 - g) * share, b + (b2 - b) * share);
}

export function darker(colour: string, share: number): string {
  return mix(colour, '#1d1830', share);
}

export function lighter(colour: string, share: number): string {
  return mix(colour, '#fffaf0', share);
}

function hex(r: number, g: number, b: number): string {
  const two = (value: number) =>
    Math.max(0, Math.min(255, Math.round(value)))
      .toString(16)
      .padStart(2, '0');
  return `#${two(r)}${two(g)}${two(b)}`;
}

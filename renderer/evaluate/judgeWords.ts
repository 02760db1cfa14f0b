/** Names that already compare: `Better` before them would be one too many. */
const COMPARING = new Set(
  'better less fewer more closer cleaner sharper nicer clearer softer truer greater higher lower stronger'.split(
    ' ',
  ),
);

/** The question of a trial, from the name of its metric: `Style` asks `Better style?`. */
export function questionOf(metric: string): string {
  const name = metric.trim();
  if (name.endsWith('?')) return name;
  const first = name.split(/\s+/)[0] ?? '';
  if (COMPARING.has(first.toLowerCase())) return `${name}?`;
  const isPlain = /^[A-Za-z][A-Za-z0-9 '-]*$/.test(name) && name.split(/\s+/).length <= 4;
  if (!isPlain) return `${name}: which is better?`;
  // `NSFW` and `iPhone look` keep their letters.
  return `Better ${/^[A-Z][a-z]/.test(name) ? name.charAt(0).toLowerCase() + name.slice(1) : name}?`;
}

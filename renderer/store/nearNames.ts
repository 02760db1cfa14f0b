/**
 * The names of a list that a mistyped name may have meant, best first, at most `limit`.
 * A name counts when it differs in at most a third of its letters (Levenshtein distance, case ignored) or holds the typed
 * text; among those only the nearest are told.
 */
export function nearNames(typed: string, names: readonly string[], limit = 2): string[] {
  const wanted = stem(typed);
  if (wanted === '') return [];
  const near = names
    .map((name) => ({ name, distance: distanceOf(wanted, stem(name)) }))
    .filter(({ name, distance }) => distance <= Math.max(2, wanted.length / 3) || stem(name).includes(wanted))
    .sort((a, b) => a.distance - b.distance);
  const best = near[0]?.distance;
  return near
    .filter(({ distance }) => distance === best)
    .slice(0, limit)
    .map(({ name }) => name);
}

function stem(name: string): string {
  return name
    .toLowerCase()
    .replace(/\.(safetensors|ckpt|pt)$/, '')
    .trim();
}

function distanceOf(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const change = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(change, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}

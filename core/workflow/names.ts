/** The part of a model file's name that people read: no folder, no extension, small letters. */
function baseName(name: string): string {
  const file = name.replaceAll('\\', '/').split('/').at(-1) ?? name;
  return file.replace(/\.(safetensors|sft|ckpt|pt2?|pth|bin|pkl|gguf)$/i, '').toLowerCase();
}

/**
 * The entry of a server's list that means the same file: equal, or equal once folder separators are folded
 * (Windows servers list `sub\x.safetensors`). Out: the server's own spelling, or null.
 */
export function matchName(name: string, list: readonly string[]): string | null {
  if (list.includes(name)) return name;
  const folded = name.trim().replaceAll('\\', '/');
  return list.find((entry) => entry.replaceAll('\\', '/') === folded) ?? null;
}

/**
 * Up to three names of a list that a person may have meant, the nearest first: by the number of letters to change
 * (Levenshtein) between the names without folder and extension; a name that holds the other whole is near too.
 */
export function nearNames(name: string, list: readonly string[]): string[] {
  const wanted = baseName(name);
  if (wanted === '') return [];
  const limit = Math.max(2, Math.floor(wanted.length * 0.4));
  const near: { entry: string; distance: number }[] = [];
  for (const entry of list) {
    const other = baseName(entry);
    const holds =
      wanted.length >= 3 && (other.includes(wanted) || (other.length >= 3 && wanted.includes(other)));
    const distance = editDistance(wanted, other);
    if (distance <= limit || holds) near.push({ entry, distance });
  }
  near.sort((a, b) => a.distance - b.distance || (a.entry < b.entry ? -1 : 1));
  // The same name in another folder leaves no doubt.
  const sure = near.filter(({ distance }) => distance === 0);
  return (sure.length > 0 ? sure : near).slice(0, 3).map(({ entry }) => entry);
}

/** Levenshtein distance: the least number of letters put in, taken out or changed. */
function editDistance(a: string, b: string): number {
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

/** `Did you mean A?`, `Did you mean A, B or C?`, or what to do when nothing is near. */
export function didYouMean(name: string, list: readonly string[], otherwise: string): string {
  const near = nearNames(name, list);
  if (near.length === 0) return otherwise;
  const last = near.at(-1) ?? '';
  return `Did you mean ${near.length === 1 ? last : `${near.slice(0, -1).join(', ')} or ${last}`}?`;
}

const HIDDEN = '[hidden]';

/** What gives a key away by its own form, and what stands in its place. */
const FORMS: readonly (readonly [RegExp, string])[] = [
  // A name and password in an address, and all behind its question mark.
  [/\b([a-z][a-z0-9+.-]*:\/\/)[^\s/@"'`]*@/gi, '$1'],
  [/\b((?:https?|wss?):\/\/[^\s?#"'`<>]*)[?#][^\s"'`<>)]*/gi, '$1'],
  [/\b(bearer|basic)\s+[\w+/=.~-]+/gi, `$1 ${HIDDEN}`],
  [
    /(["']?\b[\w-]*(?:api[_-]?key|token|password|passwd|secret|authorization|cookie)["']?\s*[:=]\s*["']?)(?!bearer|basic)[^\s"',;&}]+/gi,
    `$1${HIDDEN}`,
  ],
  // Pictures are named after their weight, those of older tools after their prompt.
  [/[^\s\\/"'`<>|]+\.(?:png|jpe?g|webp)\b/gi, '[image]'],
  [/\b(?:sk|pk|hf|ghp|gho|xox[abp])[-_][A-Za-z0-9_-]{12,}/g, HIDDEN],
];

/** A text without keys, passwords, queries and names of pictures. In: also secrets that are known by name, whatever their form. */
export function hush(text: string, secrets: readonly string[]): string {
  let hushed = text;
  for (const secret of secrets) if (secret.length > 0) hushed = hushed.replaceAll(secret, HIDDEN);
  for (const [form, place] of FORMS) hushed = hushed.replaceAll(form, place);
  return hushed;
}

/** A text without the words given, however they are written in it; short ones stand everywhere and are left. */
export function without(text: string, words: Iterable<string>, place: string): string {
  const wanted = new Set<string>();
  for (const word of words) {
    // In a log a text may also stand as JSON, or line by line.
    for (const form of [word, JSON.stringify(word).slice(1, -1), ...word.split(/\r\n?|\n/)])
      if (form.trim().length >= 4) wanted.add(form.trim());
  }
  let left = text;
  for (const form of [...wanted].sort((a, b) => b.length - a.length)) left = left.replaceAll(form, place);
  return left;
}

/** A text in which the person's home folder stands as `~`, whichever slashes it is written with. */
export function withoutHome(text: string, home: string): string {
  const parts = home.split(/[\\/]+/).filter((part) => part !== '');
  if (parts.length === 0) return text;
  const start = /^[\\/]/.test(home) ? String.raw`[\\/]+` : '';
  const pattern =
    start + parts.map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')).join(String.raw`[\\/]+`);
  return text.replaceAll(new RegExp(String.raw`${pattern}(?=[\\/\s"'):,;]|$)`, 'gim'), '~');
}

const VOID = new Set(['meta', 'img', 'br', 'hr', 'col', 'link']);
const TAG = /^<(\/?)([a-zA-Z][\w:-]*)((?:\s+[\w:-]+="[^"<]*")*)\s*(\/?)>/;
const REFERENCE = /^&(?:amp|lt|gt|quot|#39|#\d+);/;

/**
 * What is wrong with markup that is written as XML is (every attribute quoted, every element closed but for HTML's void ones):
 * tags that do not nest or cannot be read, bare `<` and `&`, characters that XML cannot hold. Empty for sound markup.
 */
export function markupFaults(text: string): string[] {
  const faults: string[] = [];
  const open: string[] = [];
  let at = /^<!doctype html>/i.exec(text)?.[0].length ?? 0;
  while (at < text.length && faults.length < 5) {
    const next = text.slice(at).search(/[<&]/);
    if (next < 0) break;
    at += next;
    const rest = text.slice(at, at + 200_000);
    if (rest.startsWith('&')) {
      if (!REFERENCE.test(rest)) faults.push(`A bare & at ${at}: ${rest.slice(0, 30)}`);
      at += 1;
      continue;
    }
    const tag = TAG.exec(rest);
    if (tag === null) {
      faults.push(`No tag at ${at}: ${rest.slice(0, 60)}`);
      at += 1;
      continue;
    }
    const [whole, closing, name = '', attributes = '', closed] = tag;
    if (/&(?!amp;|lt;|gt;|quot;|#39;|#\d+;)/.test(attributes))
      faults.push(`A bare & in ${whole.slice(0, 60)}`);
    if (closing === '/') {
      const last = open.pop();
      if (last !== name) faults.push(`</${name}> closes ${last}.`);
    } else if (closed !== '/' && !VOID.has(name)) open.push(name);
    at += whole.length;
    if (closing !== '/' && name === 'style') at = text.indexOf('</style>', at);
  }
  if (open.length > 0) faults.push(`Left open: ${open.join(', ')}`);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for.
  if (/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/.test(text) || !text.isWellFormed())
    faults.push('A character that XML cannot hold.');
  return faults;
}

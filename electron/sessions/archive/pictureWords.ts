/** What tells sides and weights in the name of a picture, wherever it lies. */
const TELLING = /(^|[/\\])(baseline|lora)_|_w-?\d+(\.\d+)?_/i;
const OF_PICTURES = /(^|[/\\])(output|thumbnails)[/\\]/i;

/** True for a file whose name may tell which picture is the LoRA's. */
export function isTelling(path: string): boolean {
  return TELLING.test(path) || OF_PICTURES.test(path);
}

/** Files in a sentence, pictures without their names: whoever judges must not read them. In: paths, at least one. */
export function filesInWords(paths: readonly string[]): string {
  const named = paths.filter((path) => !isTelling(path));
  const pictures = paths.length - named.length;
  const parts = named.slice(0, 5);
  if (named.length > 5) parts.push(`${named.length - 5} more`);
  if (pictures > 0) parts.push(pictures === 1 ? '1 picture' : `${pictures} pictures`);
  const last = parts.pop() ?? '';
  return parts.length === 0 ? last : `${parts.join(', ')} and ${last}`;
}

/** The files of one training. */
export interface Training {
  /** What all of them are called, without folder, number and ending. */
  readonly name: string;
  /** By their number, the earliest first; the one without a number, which a training leaves at its end, last. */
  readonly files: readonly string[];
}

const ENDING = /\.(?:safetensors|sft|ckpt|pt|pth|bin)$/i;
/** `-000004`, `_000001500`, `-e06`, `_epoch12`, `-step00000500`: a number alone has to be a long one, since versions are short. */
const NUMBER = /[-_. ]+(?:(?:epoch|epo|ep|e|steps|step|s)[-_. ]?(\d{1,9})|(\d{5,12}))$/i;

interface Split {
  key: string;
  name: string;
  number: number | null;
}

function split(file: string): Split {
  const ending = ENDING.exec(file)?.[0] ?? '';
  const stem = file.slice(0, file.length - ending.length);
  const found = NUMBER.exec(stem);
  const base = found === null ? stem : stem.slice(0, found.index);
  const number = found === null ? null : Number(found[1] ?? found[2]);
  return {
    key: `${base}${ending}`.replaceAll('\\', '/').toLowerCase(),
    name: base.replaceAll('\\', '/').split('/').at(-1) ?? base,
    number,
  };
}

/**
 * The trainings of which some, but not all files are chosen. In: the chosen files, and the list of all. Out: one for each
 * training, in the order of the choice; files belong together when only the number of the epoch or step tells them apart.
 */
export function unfinishedTrainings(chosen: readonly string[], list: readonly string[]): Training[] {
  const found = new Map<string, { name: string; files: { file: string; number: number }[] }>();
  for (const file of chosen) {
    const { key, name } = split(file);
    if (file.trim() !== '') found.set(key, { name, files: [] });
  }
  for (const file of list) {
    const { key, number } = split(file);
    found.get(key)?.files.push({ file, number: number ?? Number.POSITIVE_INFINITY });
  }
  return [...found.values()]
    .map(({ name, files }) => ({
      name,
      files: files.sort((a, b) => a.number - b.number || (a.file < b.file ? -1 : 1)).map(({ file }) => file),
    }))
    .filter(({ files }) => files.length > 1 && files.some((file) => !chosen.includes(file)));
}

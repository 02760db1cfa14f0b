import { plainLine } from '../../core/report/charts/textRoom';

/** A file's name in a sentence: of a long one its beginning and end, and nothing in it that breaks the line or turns it round. */
export function nameInLine(name: string): string {
  const line = plainLine(name);
  return line.length > 60 ? `${line.slice(0, 40)}…${line.slice(-19)}` : line;
}

/** Names as a sentence begins with them; of many the first two, and how many others. */
export function nameList(names: readonly string[]): string {
  const short = names.map(nameInLine);
  const [first = '', second = '', third = ''] = short;
  if (short.length <= 1) return first;
  if (short.length === 2) return `${first} and ${second}`;
  if (short.length === 3) return `${first}, ${second} and ${third}`;
  return `${first}, ${second} and ${short.length - 2} others`;
}

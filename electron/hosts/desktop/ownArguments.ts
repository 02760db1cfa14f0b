import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { OPTIONS } from '../../settings/startSettings';

/**
 * The arguments that are ours. Electron's command line also holds the program, the app's folder while developing, and
 * switches of Chromium (`--no-sandbox`) or of the system, which must not be refused as unknown. What looks like a slip of the
 * pen for one of our options counts as ours, so that it is refused by name instead of being passed over.
 *
 * @param argv the whole command line
 * @param isPackaged true in an installed app, whose command line names no folder
 */
export function ownArguments(argv: readonly string[], isPackaged: boolean): string[] {
  return sorted(argv, isPackaged).own;
}

/**
 * The files that the app was asked to open: what stands in the command line by itself. In: as `ownArguments`, and the folder that
 * relative paths are meant from. Out: whole paths; an address that names no file of this computer as it is.
 */
export function fileArguments(argv: readonly string[], isPackaged: boolean, cwd: string): string[] {
  return sorted(argv, isPackaged).others.flatMap((argument) => {
    if (argument === '') return [];
    if (!/^[a-z][a-z0-9+.-]+:\/\//i.test(argument)) return [resolve(cwd, argument)];
    // Linux hands over addresses of files where a desktop entry asks for them.
    try {
      return [fileURLToPath(argument)];
    } catch {
      return [argument];
    }
  });
}

/** The command line behind the program without the files in it. In: as `ownArguments`. */
export function withoutFiles(argv: readonly string[], isPackaged: boolean): string[] {
  const { others } = sorted(argv, isPackaged);
  return argv.slice(1).filter((argument) => !others.includes(argument));
}

function sorted(argv: readonly string[], isPackaged: boolean): { own: string[]; others: string[] } {
  const rest = argv.slice(1);
  const folder = isPackaged ? -1 : rest.findIndex((argument) => !argument.startsWith('-'));
  const own: string[] = [];
  const others: string[] = [];
  let takesValue = false;
  for (const argument of rest.slice(folder + 1)) {
    if (!argument.startsWith('-')) {
      (takesValue ? own : others).push(argument);
      takesValue = false;
      continue;
    }
    const name = argument.replace(/^--?/, '').replace(/=.*$/, '');
    const option = Object.entries(OPTIONS).find(
      ([known]) => argument.startsWith('--') && known === name,
    )?.[1];
    if (option !== undefined || Object.keys(OPTIONS).some((known) => isSlipOf(known, name)))
      own.push(argument);
    takesValue = option?.type === 'string' && !argument.includes('=');
  }
  return { own, others };
}

/** Says whether a name is likely meant to be an option: the option with more behind it, its beginning, or a letter or two off. */
function isSlipOf(option: string, name: string): boolean {
  if (name.length >= 4 && (name.startsWith(option) || option.startsWith(name))) return true;
  return lettersApart(option, name) <= (option.length > 5 ? 2 : 1);
}

/** How many letters are added, left out, changed, or changed round with their neighbour, at the least, between two words. */
function lettersApart(one: string, other: string): number {
  const rows = [Array.from({ length: other.length + 1 }, (_, column) => column)];
  for (let row = 1; row <= one.length; row += 1) {
    const [above = [], twoAbove = []] = [rows[row - 1], rows[row - 2]];
    const line = [row];
    for (let column = 1; column <= other.length; column += 1) {
      const at = (numbers: readonly number[], place: number) => numbers[place] ?? Number.POSITIVE_INFINITY;
      const isSame = one[row - 1] === other[column - 1];
      const isTurned = one[row - 1] === other[column - 2] && one[row - 2] === other[column - 1];
      line.push(
        Math.min(
          at(above, column) + 1,
          at(line, column - 1) + 1,
          at(above, column - 1) + (isSame ? 0 : 1),
          isTurned ? at(twoAbove, column - 2) + 1 : Number.POSITIVE_INFINITY,
        ),
      );
    }
    rows.push(line);
  }
  return rows.at(-1)?.at(-1) ?? 0;
}

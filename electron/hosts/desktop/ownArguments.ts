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
  const rest = argv.slice(1);
  const folder = isPackaged ? -1 : rest.findIndex((argument) => !argument.startsWith('-'));
  const own: string[] = [];
  let takesValue = false;
  for (const argument of rest.slice(folder + 1)) {
    if (!argument.startsWith('-')) {
      if (takesValue) own.push(argument);
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
  return own;
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

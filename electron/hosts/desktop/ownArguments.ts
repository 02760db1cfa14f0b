import { OPTIONS } from '../../settings';

/**
 * The arguments that are ours. Electron's command line also holds the program, the app's folder while developing, and
 * switches of Chromium (`--no-sandbox`) or of the system, which must not be refused as unknown.
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
    const name = argument.replace(/^--/, '').replace(/=.*$/, '');
    const option = Object.entries(OPTIONS).find(([known]) => known === name)?.[1];
    if (option !== undefined) own.push(argument);
    takesValue = option?.type === 'string' && !argument.includes('=');
  }
  return own;
}

import { join, posix, win32 } from 'node:path';

/**
 * Where the settings of the browser host are kept when nobody names a file: the system's own folder for such things.
 * In: the system's name as in `process.platform`, the variables, and the person's home folder. Out: an absolute path.
 */
export function defaultSettingsFile(
  platform: NodeJS.Platform,
  env: Readonly<Record<string, string | undefined>>,
  home: string,
): string {
  if (platform === 'win32') {
    const folder = env['APPDATA'];
    // A variable that names no whole path would put the file wherever the program happens to be started.
    const base = folder && win32.isAbsolute(folder) ? folder : win32.join(home, 'AppData', 'Roaming');
    return win32.join(base, 'Blindfold', 'settings.json');
  }
  if (platform === 'darwin')
    return posix.join(home, 'Library', 'Application Support', 'Blindfold', 'settings.json');
  const folder = env['XDG_CONFIG_HOME'];
  const base = folder && posix.isAbsolute(folder) ? folder : join(home, '.config');
  return posix.join(base, 'blindfold', 'settings.json');
}

import { BrowserWindow, dialog, type OpenDialogOptions, type SaveDialogOptions, shell } from 'electron';
import { AppFailure } from '../../../core/contract/failure';
import type { Dialogs } from '../dialogs';

const ZIP = [{ name: 'Sessions (zip)', extensions: ['zip'] }];

/** The system's own windows for files and folders, in front of the app's window. */
export const desktopDialogs: Dialogs = {
  async choosePath(to, name) {
    if (to === 'save_zip') return save({ filters: ZIP, ...(name === null ? {} : { defaultPath: name }) });
    if (to === 'open_zip') return open({ filters: ZIP, properties: ['openFile'] });
    return open({ properties: ['openDirectory', 'createDirectory'] });
  },
  async showFolder(path) {
    const fault = await shell.openPath(path);
    if (fault !== '')
      throw new AppFailure('storage_failed', `The folder could not be shown: ${fault}. It is ${path}.`);
  },
};

async function save(options: SaveDialogOptions): Promise<string | null> {
  const window = ownWindow();
  const { canceled, filePath } = await (window === undefined
    ? dialog.showSaveDialog(options)
    : dialog.showSaveDialog(window, options));
  return canceled || filePath === '' ? null : filePath;
}

async function open(options: OpenDialogOptions): Promise<string | null> {
  const window = ownWindow();
  const { canceled, filePaths } = await (window === undefined
    ? dialog.showOpenDialog(options)
    : dialog.showOpenDialog(window, options));
  return canceled ? null : (filePaths[0] ?? null);
}

function ownWindow(): BrowserWindow | undefined {
  return BrowserWindow.getAllWindows()[0];
}

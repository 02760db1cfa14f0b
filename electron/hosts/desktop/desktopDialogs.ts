import {
  BrowserWindow,
  dialog,
  type FileFilter,
  type OpenDialogOptions,
  type SaveDialogOptions,
  shell,
} from 'electron';
import { AppFailure } from '../../../core/contract/failure';
import type { Dialogs, PathWanted } from '../dialogs';
import { greyOut } from './menu';

const ZIP = [{ name: 'Sessions (zip)', extensions: ['zip'] }];

/** What each kind of file is called, and how its name ends. */
const SAVED: Record<Exclude<PathWanted, 'open_zip' | 'folder'>, FileFilter[]> = {
  save_zip: ZIP,
  save_csv: [{ name: 'Table (csv)', extensions: ['csv'] }],
  save_json: [{ name: 'JSON', extensions: ['json'] }],
  save_markdown: [{ name: 'Markdown', extensions: ['md'] }],
  save_html: [{ name: 'Web page (html)', extensions: ['html'] }],
  save_charts: [{ name: 'Charts (zip)', extensions: ['zip'] }],
  save_png: [{ name: 'Picture (png)', extensions: ['png'] }],
  save_pdf: [{ name: 'PDF', extensions: ['pdf'] }],
};

/** The system's own windows for files and folders, in front of the app's window. */
export const desktopDialogs: Dialogs = {
  async choosePath(to, name) {
    if (to === 'open_zip') return open({ filters: ZIP, properties: ['openFile'] });
    if (to === 'folder') return open({ properties: ['openDirectory', 'createDirectory'] });
    return save({ filters: SAVED[to], ...(name === null ? {} : { defaultPath: plainName(name) }) });
  },
  async showFolder(path) {
    const fault = await shell.openPath(path);
    if (fault !== '')
      throw new AppFailure('storage_failed', `The folder could not be shown: ${fault}. It is ${path}.`);
  },
  revealFile: (path) => shell.showItemInFolder(path),
  greyOut,
};

/** A name to begin with is no way to another folder, and is read as it is. */
function plainName(name: string): string {
  return name.replace(/[/\\:\p{Cc}\p{Cf}]/gu, '-');
}

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

import { join } from 'node:path';
import { app, type BrowserWindow, session } from 'electron';
import type { AppLog } from '../../log/appLog';
import type { Backend } from '../backendPort';
import { type ExitGuard, guardExit } from './exitGuard';
import { serveScheme } from './imageScheme';
import { openIpcDoor } from './ipcDoor';
import { showMenu } from './menu';
import type { OpenedFiles } from './openedFiles';
import { watchPage } from './pageHealth';
import { createPageLine, type PageLine } from './pageLine';
import { showRuns } from './runSignals';
import { closeSession, isPage, PAGE_ADDRESS } from './security';
import { startAgain } from './startAgain';
import { showUnsaved } from './unsavedMark';
import { bringForward, makeWindow, rememberWindow } from './window';

export interface DesktopPaths {
  /** Folder of the built page. */
  client: string;
  /** File of the built preload. */
  preload: string;
}

export interface DesktopOptions {
  readonly backend: Backend;
  readonly paths: DesktopPaths;
  readonly log: AppLog['write'];
  readonly opened: OpenedFiles;
}

/** The desktop app once it is open. */
export interface Desktop extends ExitGuard {
  /** Tells the page something, once it can hear it. */
  readonly tell: PageLine['tell'];
}

/** Opens the desktop app on a backend: scheme, window, menu, door, and the ways out. */
export async function openDesktop({ backend, paths, log, opened }: DesktopOptions): Promise<Desktop> {
  closeSession(session.defaultSession, app.isPackaged);
  serveScheme(session.defaultSession, paths.client, backend);
  const placeFile = join(app.getPath('userData'), 'window.json');
  const window = await makeWindow(paths.preload, placeFile);
  const line = createPageLine(backend, (push) => door.send(push));
  const door = openIpcDoor(line.heard, window.webContents, backend.giveFile);
  followPage(window, line);
  showMenu(process.platform, (item) => line.tell({ push: 'menu.chosen', payload: { item } }));
  const show = () => bringForward(window);
  // A Mac leaves it to the app what a press on its icon in the dock does.
  app.on('activate', (_event, hasVisibleWindows) => {
    if (!hasVisibleWindows) show();
  });
  showRuns(window, backend, (session_id) => {
    show();
    line.tell({ push: 'session.wanted', payload: { session_id } });
  });
  if (process.platform === 'darwin') showUnsaved(window, backend);
  const guard = guardExit(window, backend, () =>
    rememberWindow(window, placeFile).catch((error: unknown) =>
      log('warning', 'The place of the window could not be kept.', error),
    ),
  );
  const health = watchPage(window, {
    log,
    clock: () => performance.now(),
    load: () =>
      void loadPage(window).catch((error: unknown) => log('error', 'The page did not load.', error)),
    onMended: () =>
      line.tell({
        push: 'notice.raised',
        payload: {
          session_id: null,
          tone: 'neutral',
          message: 'The window had to be opened again. Nothing was lost.',
        },
      }),
    quit: () => app.quit(),
  });
  app.on('child-process-gone', (_event, { type, reason, exitCode, name }) => {
    if (reason === 'clean-exit') return;
    log('warning', `A part of the app ended: ${name ?? type}, ${reason}, exit code ${exitCode}.`);
  });
  await loadPage(window).catch((error: unknown) => {
    // A page that failed while it was loaded for the first time is loaded anew already.
    if (!health.hasFailed()) throw error;
  });
  opened.deliverTo((files) => {
    for (const file of files) backend.giveFile(file);
    line.tell({ push: 'files.opened', payload: { paths: files } });
  }, show);
  startForLateOnes(window, opened);
  return { tell: line.tell, ...guard };
}

/** Loads the page where it was; the first time, and where it never got anywhere, at its beginning. */
async function loadPage(window: BrowserWindow): Promise<void> {
  const page = window.webContents;
  if (page.getURL() === '') await window.loadURL(PAGE_ADDRESS);
  else page.reload();
}

/** A page that is loaded anew, by whomever, hears nothing until it has spoken. */
function followPage(window: BrowserWindow, line: PageLine): void {
  window.webContents.on('did-start-navigation', ({ url, isMainFrame, isSameDocument }) => {
    // It comes before a way to elsewhere is refused, after which the page is still there.
    if (isMainFrame && !isSameDocument && isPage(url)) line.close();
  });
  window.webContents.on('render-process-gone', () => line.close());
}

/** Whoever asks for the app while it ends, with files or without, gets it once it has: nobody else hears that. */
function startForLateOnes(window: BrowserWindow, opened: OpenedFiles): void {
  window.on('closed', () => {
    const late: string[] = [];
    let isAsked = false;
    opened.deliverTo(
      (files) => late.push(...files),
      () => {
        isAsked = true;
      },
    );
    app.on('quit', () => {
      if (isAsked) startAgain(late);
    });
  });
}

import { app, BrowserWindow, nativeTheme, screen, type WebContents } from 'electron';
import { PAGE_ADDRESS } from './security';
import { fitPlace, keepPlace, readPlace, SMALLEST } from './windowPlace';

/**
 * Opens the one window: a sandboxed page without Node, at the place it had last time.
 *
 * @param preload path of the built preload
 * @param placeFile where the window's place is kept
 * @param beforeLoad opens the ways that the page uses from its first moment
 */
export async function openWindow(
  preload: string,
  placeFile: string,
  beforeLoad: (page: WebContents) => void,
): Promise<BrowserWindow> {
  const kept = await readPlace(placeFile);
  const window = new BrowserWindow({
    ...fitPlace(
      kept,
      screen.getAllDisplays().map((display) => display.workArea),
    ),
    minWidth: SMALLEST.width,
    minHeight: SMALLEST.height,
    title: 'Blindfold',
    show: false,
    backgroundColor: nativeTheme.shouldUseDarkColors ? '#212121' : '#fcfcfc',
    webPreferences: {
      preload,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      webSecurity: true,
      webviewTag: false,
      spellcheck: false,
      // Whoever is told to paste something there would paste it into their own sessions.
      devTools: !app.isPackaged,
    },
  });
  if (kept?.maximized) window.maximize();
  window.once('ready-to-show', () => window.show());
  // The backend goes on without a page; a fresh one asks for the state and is where the old one was.
  window.webContents.on('render-process-gone', (_event, details) => {
    if (details.reason !== 'clean-exit') window.webContents.reload();
  });
  beforeLoad(window.webContents);
  await window.loadURL(PAGE_ADDRESS);
  return window;
}

/** Keeps the window's place for the next start. */
export async function rememberWindow(window: BrowserWindow, placeFile: string): Promise<void> {
  await keepPlace(placeFile, { ...window.getNormalBounds(), maximized: window.isMaximized() });
}

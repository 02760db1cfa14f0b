import { join } from 'node:path';
import { app, BrowserWindow, nativeTheme, screen } from 'electron';
import { fitPlace, keepPlace, readPlace, SMALLEST } from './windowPlace';

/**
 * Makes the one window: a sandboxed page without Node, at the place it had last time. Nothing is loaded yet.
 *
 * @param preload path of the built preload
 * @param placeFile where the window's place is kept
 */
export async function makeWindow(preload: string, placeFile: string): Promise<BrowserWindow> {
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
    ...ownIcon(),
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
  if (kept?.full_screen) window.setFullScreen(true);
  window.once('ready-to-show', () => window.show());
  return window;
}

/** On Linux a window brings its icon, since an AppImage has no entry in the menu that names one. */
function ownIcon(): { icon?: string } {
  if (process.platform !== 'linux' || !app.isPackaged) return {};
  return { icon: join(process.resourcesPath, 'icon.png') };
}

/** Shows a window that is minimized or hidden, in front of all others. */
export function bringForward(window: BrowserWindow): void {
  if (window.isDestroyed()) return;
  if (window.isMinimized()) window.restore();
  window.show();
  window.focus();
}

/** Keeps the window's place for the next start. */
export async function rememberWindow(window: BrowserWindow, placeFile: string): Promise<void> {
  await keepPlace(placeFile, {
    ...window.getNormalBounds(),
    maximized: window.isMaximized(),
    full_screen: window.isFullScreen(),
  });
}

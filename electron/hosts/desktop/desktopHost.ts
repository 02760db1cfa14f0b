import { join } from 'node:path';
import { app, type BrowserWindow, dialog, session } from 'electron';
import { endsWithin } from '../../sessions/timers';
import type { Backend } from '../backendPort';
import { type CloseAnswer, type CloseQuestions, mayClose } from './closeGuard';
import { serveScheme } from './imageScheme';
import { openIpcDoor } from './ipcDoor';
import { showMenu } from './menu';
import { showRuns } from './runSignals';
import { closeSession } from './security';
import { openWindow, rememberWindow } from './window';

/** How long quitting waits for the last writes, in ms. */
const FLUSH_LIMIT_MS = 5000;

export interface DesktopPaths {
  /** Folder of the built page. */
  client: string;
  /** File of the built preload. */
  preload: string;
}

/** Opens the desktop app on a backend: scheme, window, menu, door, and the ways out. */
export async function openDesktop(backend: Backend, paths: DesktopPaths): Promise<void> {
  closeSession(session.defaultSession, app.isPackaged);
  serveScheme(session.defaultSession, paths.client, backend);
  const placeFile = join(app.getPath('userData'), 'window.json');
  const window = await openWindow(paths.preload, placeFile, (page) => {
    const door = openIpcDoor(backend, page);
    showMenu(process.platform, (item) => door.send({ push: 'menu.chosen', payload: { item } }));
  });
  showRuns(window, backend);
  guardExit(window, backend, placeFile);
  app.on('second-instance', () => {
    if (window.isDestroyed()) return;
    if (window.isMinimized()) window.restore();
    window.focus();
  });
}

/** Asks before the window goes, and gives the last writes their time. */
function guardExit(window: BrowserWindow, backend: Backend, placeFile: string): void {
  let isFree = false;
  let isAsking = false;
  let isFlushed = false;

  const leave = async (): Promise<void> => {
    if (!(await mayClose(questions(window, backend)))) return;
    isFree = true;
    await rememberWindow(window, placeFile).catch((error: unknown) => console.error(error));
    window.close();
  };
  window.on('close', (event) => {
    if (isFree) return;
    event.preventDefault();
    if (isAsking) return;
    isAsking = true;
    void leave().finally(() => {
      isAsking = false;
    });
  });
  app.on('window-all-closed', () => app.quit());
  app.on('will-quit', (event) => {
    if (isFlushed) return;
    event.preventDefault();
    void endsWithin(backend.dispose(), FLUSH_LIMIT_MS)
      .catch((error: unknown) => console.error(error))
      .finally(() => {
        isFlushed = true;
        app.quit();
      });
  });
  // Whoever ends the process from outside cannot answer a question; the journal keeps what was not saved.
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      isFree = true;
      app.quit();
    });
  }
}

function questions(window: BrowserWindow, backend: Backend): CloseQuestions {
  return {
    unsaved: () => backend.unsavedSessions(),
    save: async ({ session_id }) => {
      await backend.call('session.save', { session_id });
    },
    discard: async ({ session_id }) => {
      await backend.call('session.discard', { session_id });
    },
    ask: async (sentence) => {
      const answers: CloseAnswer[] = ['save', 'discard', 'cancel'];
      const { response } = await dialog.showMessageBox(window, {
        type: 'question',
        message: sentence,
        detail: 'Discard goes back to what was saved last. Images stay in either case.',
        buttons: ['Save', 'Discard', 'Cancel'],
        defaultId: 0,
        cancelId: 2,
        noLink: true,
      });
      return answers[response] ?? 'cancel';
    },
    closeAnyway: async (sentence) => {
      const { response } = await dialog.showMessageBox(window, {
        type: 'error',
        message: sentence,
        detail: 'Every change is kept in the journal, and is offered at the next start.',
        buttons: ['Stay', 'Close anyway'],
        defaultId: 0,
        cancelId: 0,
        noLink: true,
      });
      return response === 1;
    },
  };
}

import { join } from 'node:path';
import { app, type BrowserWindow, dialog, session } from 'electron';
import { endsWithin } from '../../sessions/timers';
import type { Backend } from '../backendPort';
import { type CloseAnswer, type CloseQuestions, mayClose } from './closeGuard';
import { serveScheme } from './imageScheme';
import { openIpcDoor } from './ipcDoor';
import { showMenu } from './menu';
import { showRuns } from './runSignals';
import { refusePermissions } from './security';
import { openWindow, rememberWindow } from './window';

/** How long quitting waits for the last writes, in ms. */
const FLUSH_LIMIT_MS = 5000;

export interface DesktopPaths {
  /** Folder of the built page. */
  client: string;
  /** File of the built preload. */
  preload: string;
}

/** What the rest of the app asks of the open window. */
export interface Desktop {
  /** Asks what becomes of unsaved work, as at the close. Out: whether the app may end; then quitting asks nothing more. */
  mayLeave(): Promise<boolean>;
}

/** Opens the desktop app on a backend: scheme, window, menu, door, and the ways out. */
export async function openDesktop(backend: Backend, paths: DesktopPaths): Promise<Desktop> {
  refusePermissions(session.defaultSession);
  serveScheme(session.defaultSession, paths.client, backend);
  const placeFile = join(app.getPath('userData'), 'window.json');
  const window = await openWindow(paths.preload, placeFile, (page) => {
    const door = openIpcDoor(backend, page);
    showMenu(process.platform, (item) => door.send({ push: 'menu.chosen', payload: { item } }));
  });
  showRuns(window, backend);
  const mayLeave = guardExit(window, backend, placeFile);
  app.on('second-instance', () => {
    if (window.isDestroyed()) return;
    if (window.isMinimized()) window.restore();
    window.focus();
  });
  return { mayLeave };
}

/** Asks before the window goes, and gives the last writes their time. Out: asks in the same way before the app is ended. */
function guardExit(window: BrowserWindow, backend: Backend, placeFile: string): () => Promise<boolean> {
  let isFree = false;
  let isAsking = false;
  let isFlushed = false;

  const mayLeave = async (): Promise<boolean> => {
    // The question is on the screen already.
    if (isAsking) return false;
    isAsking = true;
    try {
      if (!(await mayClose(questions(window, backend)))) return false;
      isFree = true;
      await rememberWindow(window, placeFile).catch((error: unknown) => console.error(error));
      return true;
    } finally {
      isAsking = false;
    }
  };
  window.on('close', (event) => {
    if (isFree) return;
    event.preventDefault();
    void mayLeave().then((may) => {
      if (may) window.close();
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
  return mayLeave;
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

import { app, type BrowserWindow, dialog, type MessageBoxOptions, powerMonitor } from 'electron';
import { endsWithin } from '../../sessions/timers';
import type { Backend } from '../backendPort';
import { type CloseAnswer, type CloseQuestions, mayClose } from './closeGuard';
import { bringForward } from './window';

/** How long quitting waits for the last writes, in ms. */
export const FLUSH_LIMIT_MS = 5000;

export interface ExitGuard {
  /** Asks about unsaved work. Resolves to true when the app may end; then nothing holds it back any more. */
  mayLeave(): Promise<boolean>;
  /** Whether the app is being ended from outside, so that there is no time for anything that can wait. */
  isForced(): boolean;
}

/**
 * Asks before the window goes, and gives the last writes their time. Whoever ends the app from outside, the system's shutdown
 * among them, gets no question: nobody may be there to answer, and the journal keeps what was not saved.
 *
 * @param keepWindow keeps the window's place, and never rejects
 */
export function guardExit(
  window: BrowserWindow,
  backend: Backend,
  keepWindow: () => Promise<void>,
): ExitGuard {
  let isFree = false;
  let asking: Promise<boolean> | null = null;
  let isFlushed = false;
  let isForced = false;

  async function ask(): Promise<boolean> {
    if (!(await mayClose(questions(window, backend)))) return false;
    isFree = true;
    if (!window.isDestroyed()) await keepWindow();
    return true;
  }
  const mayLeave = (): Promise<boolean> => {
    if (isFree) return Promise.resolve(true);
    asking ??= ask().finally(() => {
      asking = null;
    });
    return asking;
  };
  const endNow = (): void => {
    isFree = true;
    isForced = true;
    if (!window.isDestroyed()) void keepWindow();
    app.quit();
  };

  window.on('close', (event) => {
    if (isFree) return;
    event.preventDefault();
    if (asking !== null) return;
    void mayLeave().then((may) => {
      if (may) window.close();
    });
  });
  // Not once all windows are closed: a report that is being printed has one of its own, which nobody sees.
  window.on('closed', () => app.quit());
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
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, endNow);
  // On Windows the system says so to the window, and ends the app soon after.
  window.on('session-end', endNow);
  // Elsewhere it waits a while for an app that asks for it. The typings leave the event out.
  powerMonitor.on('shutdown', ((event?: { preventDefault(): void }) => {
    event?.preventDefault();
    endNow();
  }) as () => void);
  return { mayLeave, isForced: () => isForced };
}

function questions(window: BrowserWindow, backend: Backend): CloseQuestions {
  async function box(options: MessageBoxOptions): Promise<number> {
    // It hangs on the window, and would be hidden with one that is minimized.
    bringForward(window);
    const { response } = await dialog.showMessageBox(window, { ...options, noLink: true });
    return response;
  }
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
      const response = await box({
        type: 'question',
        message: sentence,
        detail: 'Discard goes back to what was saved last. Images stay in either case.',
        buttons: ['Save', 'Discard', 'Cancel'],
        defaultId: 0,
        cancelId: 2,
      });
      return answers[response] ?? 'cancel';
    },
    closeAnyway: async (sentence) => {
      const response = await box({
        type: 'error',
        message: sentence,
        detail: 'Every change is kept in the journal, and is offered at the next start.',
        buttons: ['Stay', 'Close anyway'],
        defaultId: 0,
        cancelId: 0,
      });
      return response === 1;
    },
  };
}

import { type BrowserWindow, dialog } from 'electron';
import type { AppLog } from '../../log/appLog';

/** More failures than this within the span, and the person is asked instead of the page loaded once more. */
const MOST_FAILURES = 2;
const SPAN_MS = 60_000;

export interface PageHealthOptions {
  readonly log: AppLog['write'];
  /** A clock that only goes forward, in ms. */
  clock(): number;
  /** Loads the page; it asks for the state and is where the old one was. */
  load(): void;
  /** The page is loaded anew after a failure. */
  onMended(): void;
  /** The person gave up. */
  quit(): void;
}

/**
 * Looks after the page of a window. The backend goes on without it: one that failed is loaded anew, one that fails again and again
 * or that does not answer is asked about. Out: whether it has failed yet.
 */
export function watchPage(window: BrowserWindow, options: PageHealthOptions): { hasFailed(): boolean } {
  const { log, clock, load, onMended, quit } = options;
  const page = window.webContents;
  let failures: number[] = [];
  let hasFailed = false;
  let waiting: AbortController | null = null;

  const ask = async (message: string, detail: string, buttons: [string, string], signal?: AbortSignal) => {
    // A page that failed before its first picture has never been shown, and the question hangs on its window.
    if (!window.isVisible()) window.show();
    const { response } = await dialog.showMessageBox(window, {
      type: 'warning',
      message,
      detail,
      buttons,
      defaultId: 0,
      cancelId: 0,
      noLink: true,
      ...(signal === undefined ? {} : { signal }),
    });
    return response;
  };
  const fault = (error: unknown): void => log('error', 'A fault inside Blindfold', error);

  function mend(): void {
    if (window.isDestroyed()) return;
    onMended();
    load();
  }

  page.on('render-process-gone', (_event, { reason, exitCode }) => {
    if (reason === 'clean-exit') return;
    hasFailed = true;
    waiting?.abort();
    log('error', `The page of the window failed: ${reason}, exit code ${exitCode}.`);
    const now = clock();
    failures = [...failures.filter((at) => now - at < SPAN_MS), now];
    if (failures.length <= MOST_FAILURES) {
      mend();
      return;
    }
    ask(
      'The window fails again and again.',
      'Every change is kept in the journal, and runs go on meanwhile. Try again, or quit and look into the log.',
      ['Try again', 'Quit'],
    )
      .then((response) => {
        failures = [];
        if (response === 1) quit();
        else mend();
      })
      .catch(fault);
  });

  window.on('unresponsive', () => {
    // A page that a person holds still in the developer tools does not answer either.
    if (waiting !== null || page.isDevToolsOpened()) return;
    log('warning', 'The page of the window does not answer.');
    waiting = new AbortController();
    const { signal } = waiting;
    ask(
      'The window does not answer.',
      'It may be busy. Opening it again loses nothing that was voted or saved.',
      ['Wait', 'Open it again'],
      signal,
    )
      .finally(() => {
        waiting = null;
      })
      .then((response) => {
        // The failure that this makes has it loaded anew.
        if (response === 1 && !signal.aborted && !window.isDestroyed()) page.forcefullyCrashRenderer();
      })
      .catch(fault);
  });
  window.on('responsive', () => waiting?.abort());
  return { hasFailed: () => hasFailed };
}

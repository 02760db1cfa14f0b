import { app, dialog } from 'electron';
import type { Push } from '../../../core/contract/pushes';
import type { AppLog } from '../../log/appLog';
import { endsWithin } from '../../sessions/timers';
import { FLUSH_LIMIT_MS } from './exitGuard';
import { startAgain } from './startAgain';

export interface MainFaultsOptions {
  readonly log: Pick<AppLog, 'write' | 'file'>;
  /** Writes what is not written, as far as there is something that can. */
  flush(): Promise<void>;
  /** Tells the page, where there is one. */
  tell(push: Push): void;
}

/**
 * What becomes of a fault that nobody caught. Work that failed behind everything is logged and told, once, since the rest goes on. After
 * a fault in the midst of something nobody knows what still holds: the person is told, what can be written is, and the app ends.
 */
export function watchFaults(
  process: Pick<NodeJS.Process, 'on'>,
  { log, flush, tell }: MainFaultsOptions,
): void {
  let isTold = false;
  let isEnding = false;

  process.on('unhandledRejection', (reason) => {
    log.write('error', 'A fault inside Blindfold', reason);
    if (isTold) return;
    isTold = true;
    const where = log.file === null ? 'The log says more.' : 'The log on the settings page says more.';
    tell({
      push: 'notice.raised',
      payload: {
        session_id: null,
        tone: 'fault',
        message: `Something inside Blindfold went wrong. What was voted is kept. ${where}`,
      },
    });
  });

  // The log has its last words already; see `openHostLog`.
  process.on('uncaughtException', () => {
    // A fault while it ends would ask a second time.
    if (isEnding) return;
    isEnding = true;
    void end();
  });

  async function end(): Promise<void> {
    try {
      await endsWithin(flush(), FLUSH_LIMIT_MS).catch((error: unknown) => console.error(error));
      const { response } = await dialog.showMessageBox({
        type: 'error',
        message: 'Blindfold has a fault and ends.',
        detail: `Every change is kept in the journal, and is offered at the next start. ${
          log.file === null ? '' : `What happened stands in ${log.file}.`
        }`.trim(),
        buttons: ['Start again', 'Quit'],
        defaultId: 0,
        cancelId: 1,
        noLink: true,
      });
      if (response === 0) startAgain();
    } finally {
      app.exit(1);
    }
  }
}

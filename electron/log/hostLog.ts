import { join } from 'node:path';
import { type AppLog, createAppLog } from './appLog';
import { realLogDisk } from './logDisk';

/** The log of a program that runs on this computer, in the folder `logs` below the one given. A crash leaves its last words there. */
export function openHostLog(folder: string): AppLog {
  const appLog = createAppLog({ folder: join(folder, 'logs'), disk: realLogDisk, now: () => new Date() });
  process.on('uncaughtExceptionMonitor', (error) => appLog.lastWords('Blindfold ends by a fault.', error));
  return appLog;
}

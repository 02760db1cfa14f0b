import type { CommandAnswer, CommandHandlers } from '../../core/contract/commands';
import { AppFailure } from '../../core/contract/failure';
import type { AppSettings } from '../../core/contract/settings';
import { writeDiagnostics } from './diagnosticsHandler';
import type { Services } from './services';

type Own = Pick<
  CommandHandlers,
  'settings.get' | 'settings.change' | 'app.log' | 'app.diagnostics' | 'storage.keep'
>;

/** Log lines in an answer when none is asked for. */
const LOG_LINES = 500;

export function settingsHandlers(services: Services): Own {
  const { settings, appLog } = services;
  return {
    'settings.get': () => settings.refresh(),
    // A key that is left out stays as it is; the schema never makes it undefined.
    'settings.change': ({ changes }) => settings.change(changes as Partial<AppSettings>),
    'app.log': async ({ level, limit }) => ({
      entries: await appLog.read({ level, limit: limit ?? LOG_LINES }),
      file: appLog.file,
    }),
    'app.diagnostics': async () => ({ text: await writeDiagnostics(services) }),
    'storage.keep': () => keepSessions(services),
  };
}

/** Keeps the sessions of a scratch folder, as a task. Throws AppFailure. */
function keepSessions({ scratch, settings, tasks }: Services) {
  if (scratch === null)
    throw new AppFailure('not_possible', `Sessions are kept as it is, in ${settings.sessionsRoot}.`);
  return tasks.run(
    {
      kind: 'copy',
      title: 'Keeping the sessions of this run',
      said: ({ sessions, folder }: CommandAnswer<'storage.keep'>) =>
        `${sessions === 1 ? '1 session is' : `${sessions} sessions are`} kept in ${folder}.`,
    },
    (control) => scratch.keep(control),
  );
}

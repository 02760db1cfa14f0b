import { basename } from 'node:path';
import { AppFailure } from '../../core/contract/failure';
import type { Services } from './services';

/** Refuses to read what the person has not named: a page must not name files of the machine by itself. Throws AppFailure. */
export function refuseSource({ app, givenPaths }: Pick<Services, 'app' | 'givenPaths'>, path: string): void {
  refuseInBrowser(app);
  if (givenPaths.hasSource(path)) return;
  throw new AppFailure(
    'bad_request',
    'Blindfold reads only files that were chosen, dropped or opened since the app was started. Choose this one again.',
    { field: 'path' },
  );
}

/** What a session lives by. */
const OWN_NAME = /^(journal\.jsonl|session_meta\.json(\.bak)?|lock)$/i;

/**
 * Refuses to write where the person has not chosen to, and under the names that a session's votes lie under. Throws AppFailure.
 */
export function refuseTarget({ app, givenPaths }: Pick<Services, 'app' | 'givenPaths'>, path: string): void {
  refuseInBrowser(app);
  if (!givenPaths.hasTarget(path)) {
    throw new AppFailure(
      'bad_request',
      'Blindfold writes only to a place that was chosen for this file. Choose the place again.',
      { field: 'path' },
    );
  }
  const name = basename(path);
  if (!OWN_NAME.test(name)) return;
  const message = `Blindfold keeps sessions in files of the name ${name}. Choose another name.`;
  throw new AppFailure('bad_request', message, { field: 'path' });
}

function refuseInBrowser({ host }: Services['app']): void {
  if (host !== 'browser') return;
  throw new AppFailure(
    'not_possible',
    'In the browser files are fetched and sent by the page itself, so no path can be named.',
  );
}

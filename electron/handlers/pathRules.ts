import { basename, isAbsolute } from 'node:path';
import { AppFailure } from '../../core/contract/failure';
import type { Services } from './services';

/** A page must not name files of the machine that the host runs on. Throws AppFailure. */
export function refusePathInBrowser({ app }: Pick<Services, 'app'>, path: string): void {
  if (app.host === 'browser') {
    throw new AppFailure(
      'not_possible',
      'In the browser files are fetched and sent by the page itself, so no path can be named.',
    );
  }
  if (!isAbsolute(path))
    throw new AppFailure('bad_request', 'Name the file with its whole path.', { field: 'path' });
  if (path.includes('\0'))
    throw new AppFailure('bad_request', 'The name of a file holds no null character.', { field: 'path' });
}

/** What a session lives by. */
const OWN_NAME = /^(journal\.jsonl|session_meta\.json(\.bak)?|lock)$/i;

/** As `refusePathInBrowser`, for a file that is written: none takes the name that a session's votes lie under. Throws AppFailure. */
export function refuseTarget(services: Pick<Services, 'app'>, path: string): void {
  refusePathInBrowser(services, path);
  const name = basename(path);
  if (!OWN_NAME.test(name)) return;
  const message = `Blindfold keeps sessions in files of the name ${name}. Choose another name.`;
  throw new AppFailure('bad_request', message, { field: 'path' });
}

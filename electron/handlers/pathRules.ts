import { isAbsolute } from 'node:path';
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
}

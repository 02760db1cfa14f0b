import type { CommandHandlers } from '../../core/contract/commands';
import { AppFailure } from '../../core/contract/failure';
import type { Services } from './services';

type Own = Pick<
  CommandHandlers,
  | 'session.copy'
  | 'session.archive'
  | 'session.bringBack'
  | 'session.export'
  | 'session.import'
  | 'session.findOld'
  | 'session.importOld'
  | 'desktop.choosePath'
  | 'desktop.showFolder'
>;

export function archiveHandlers(_services: Services): Own {
  return {
    'session.copy': () => later(),
    'session.archive': () => later(),
    'session.bringBack': () => later(),
    'session.export': () => later(),
    'session.import': () => later(),
    'session.findOld': () => later(),
    'session.importOld': () => later(),
    'desktop.choosePath': () => later(),
    'desktop.showFolder': () => later(),
  };
}

function later(): never {
  throw new AppFailure('not_possible', 'Not there yet.');
}

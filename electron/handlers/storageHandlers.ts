import type { CommandHandlers } from '../../core/contract/commands';
import { AppFailure } from '../../core/contract/failure';
import type { Services } from './services';

type Own = Pick<
  CommandHandlers,
  | 'session.delete'
  | 'session.restore'
  | 'session.active'
  | 'session.resumable'
  | 'storage.stats'
  | 'storage.cleanup'
  | 'storage.cleanupEmpty'
  | 'trash.list'
  | 'trash.empty'
>;

export function storageHandlers(_services: Services): Own {
  return {
    'session.delete': () => later(),
    'session.restore': () => later(),
    'session.active': () => later(),
    'session.resumable': () => later(),
    'storage.stats': () => later(),
    'storage.cleanup': () => later(),
    'storage.cleanupEmpty': () => later(),
    'trash.list': () => later(),
    'trash.empty': () => later(),
  };
}

function later(): never {
  throw new AppFailure('not_possible', 'Not there yet.');
}

import type { CommandHandlers } from '../../core/contract/commands';
import type { Services } from './services';

type Own = Pick<CommandHandlers, 'updates.get' | 'updates.look' | 'updates.download' | 'updates.install'>;

/** Newer versions of the app. */
export function updateHandlers({ updater }: Pick<Services, 'updater'>): Own {
  return {
    'updates.get': () => updater.view(),
    'updates.look': () => updater.look(),
    'updates.download': () => updater.download(),
    'updates.install': () => updater.install(),
  };
}

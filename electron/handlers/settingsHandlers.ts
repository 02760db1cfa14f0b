import type { CommandHandlers } from '../../core/contract/commands';
import { AppFailure } from '../../core/contract/failure';
import type { Services } from './services';

type Own = Pick<
  CommandHandlers,
  'settings.get' | 'settings.change' | 'app.log' | 'app.diagnostics' | 'storage.keep'
>;

export function settingsHandlers(_services: Services): Own {
  return {
    'settings.get': () => later(),
    'settings.change': () => later(),
    'app.log': () => later(),
    'app.diagnostics': () => later(),
    'storage.keep': () => later(),
  };
}

function later(): never {
  throw new AppFailure('not_possible', 'Not there yet.');
}

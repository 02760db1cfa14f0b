import type { CommandHandlers } from '../../core/contract/commands';
import { AppFailure } from '../../core/contract/failure';
import type { AppSettings } from '../../core/contract/settings';
import type { Services } from './services';

type Own = Pick<
  CommandHandlers,
  'settings.get' | 'settings.change' | 'app.log' | 'app.diagnostics' | 'storage.keep'
>;

export function settingsHandlers({ settings }: Services): Own {
  return {
    'settings.get': () => settings.refresh(),
    'settings.change': ({ changes }) => settings.change(changes as Partial<AppSettings>),
    'app.log': () => later(),
    'app.diagnostics': () => later(),
    'storage.keep': () => later(),
  };
}

function later(): never {
  throw new AppFailure('not_possible', 'Not there yet.');
}

import type { CommandHandlers } from '../../core/contract/commands';
import { AppFailure } from '../../core/contract/failure';
import type { Services } from './services';

type Own = Pick<CommandHandlers, 'session.check'>;

export function checkHandlers(_services: Services): Own {
  return {
    'session.check': () => later(),
  };
}

function later(): never {
  throw new AppFailure('not_possible', 'Not there yet.');
}

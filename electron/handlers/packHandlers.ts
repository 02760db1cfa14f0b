import type { CommandHandlers } from '../../core/contract/commands';
import { AppFailure } from '../../core/contract/failure';

/** Rating packs: given out, opened, and their votes brought back. */
export function packHandlers(): Pick<CommandHandlers, 'pack.export' | 'pack.votes' | 'pack.merge'> {
  const notYet = () => {
    throw new AppFailure('not_possible', 'Not there yet.');
  };
  return { 'pack.export': notYet, 'pack.votes': notYet, 'pack.merge': notYet };
}

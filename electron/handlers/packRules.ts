import type { Caller, CheckedArgs, CommandHandlers, CommandName } from '../../core/contract/commands';
import { AppFailure } from '../../core/contract/failure';
import type { SessionId } from '../../core/session/identity';
import { PACK_REFUSAL } from '../../core/session/packs';
import type { SessionState } from '../../core/session/state';
import type { SessionStore } from '../sessions/sessionStore';

/** What only the session can do that a rating pack was made of. Its gallery would show which picture stands in several pairs. */
const REFUSED = [
  'generation.start',
  'generation.pause',
  'generation.resume',
  'generation.stop',
  'generation.regenerate',
  'generation.testPair',
  'generation.previews',
  'generation.gallery',
  'evaluation.redo',
  'evaluation.reveal',
  'report.get',
  'report.pictures',
  'report.votes',
  'report.workflow',
  'report.write',
  'report.written',
  'report.export',
  'pack.export',
  'pack.merge',
] as const satisfies CommandName[];

type OfSession = { readonly session_id: SessionId };
type OnSession = (typeof REFUSED)[number] | 'session.patch';

/** The handlers, of which those that a rating pack cannot answer refuse it with what to do instead. */
export function withPackRules(
  handlers: CommandHandlers,
  { store }: { readonly store: Pick<SessionStore, 'open'> },
): CommandHandlers {
  const ruled = { ...handlers };

  /** In: whether a command's arguments ask for what a pack refuses. */
  function rule<C extends OnSession>(command: C, asks: (args: CheckedArgs<C>) => boolean): void {
    // Each handler goes with its own arguments, which the compiler cannot follow through a name that is not fixed.
    const handle = handlers[command] as (args: CheckedArgs<C>, from: Caller) => unknown;
    const refusing = async (args: CheckedArgs<C> & OfSession, from: Caller) => {
      if (asks(args) && (await store.open(args.session_id)).state.pack !== null) throw packRefusal();
      return handle(args, from);
    };
    Object.assign(ruled, { [command]: refusing });
  }

  for (const command of REFUSED) rule(command, () => true);
  rule('session.patch', ({ setup }) => setup !== undefined);
  return ruled;
}

/** Throws AppFailure `not_possible` for a session that is a rating pack. */
export function refusePack({ pack }: Pick<SessionState, 'pack'>): void {
  if (pack !== null) throw packRefusal();
}

function packRefusal(): AppFailure {
  return new AppFailure('not_possible', PACK_REFUSAL);
}

import type { SessionDetail } from '../../core/contract/sessionView';
import { useLinkOff } from '../store/connection';
import { HELD_ELSEWHERE } from '../store/sessionWords';

/** Why no vote can be given or taken back now; undefined while it can. */
export function useVoteOff({ state }: Pick<SessionDetail, 'state'>): string | undefined {
  const off = useLinkOff();
  if (off !== undefined) return off;
  return state === 'read_only' ? HELD_ELSEWHERE : undefined;
}

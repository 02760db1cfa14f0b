import type { SessionId } from '../../core/session/identity';
import type { SessionGlance } from './openSession';

/** Tells the log what was not as it should be in a session that is opened: once for each finding, however often that is. */
export function createRepairsLog(
  log: (level: 'warning', message: string) => void,
): (session: Pick<SessionGlance, 'id' | 'repairs' | 'damaged'>) => void {
  const told = new Map<SessionId, string>();
  return ({ id, repairs, damaged }) => {
    const said = [...(damaged === null ? [] : [damaged]), ...repairs].join(' ');
    if (said === '' || told.get(id) === said) return;
    told.set(id, said);
    log('warning', `Session ${id} was not as it should be. ${said}`);
  };
}

import { AppFailure } from '../../core/contract/failure';
import { roomFault } from '../../core/plan/diskRoom';
import { planSummary } from '../../core/plan/planSummary';
import type { Setup } from '../../core/session/setup';
import { measuredOf } from '../../core/session/view';
import type { FileSystem } from '../sessions/fileSystem';
import { freeBytesOf } from '../sessions/freeBytes';
import type { OpenSession } from '../sessions/openSession';

/**
 * Proves that the images of a set-up fit on the disk of a session that may have some of them already. In: the set-up with
 * every open choice filled in, and the session.
 * Throws AppFailure disk_full at `setup.plan` that says how much is missing. A disk that fills up later pauses the run.
 */
export async function requireRoom(
  setup: Setup,
  { state, folder }: Pick<OpenSession, 'state' | 'folder'>,
  fs: FileSystem,
): Promise<void> {
  const freeBytes = await freeBytesOf(fs, folder.path);
  const plan = planSummary(setup, { ...measuredOf(state), freeBytes });
  const fault = roomFault(plan, state.images.size);
  if (fault !== null)
    throw new AppFailure('disk_full', fault.message, { field: fault.field, details: [fault] });
}

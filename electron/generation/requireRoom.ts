import { AppFailure } from '../../core/contract/failure';
import { roomFault } from '../../core/plan/diskRoom';
import { NOTHING_MEASURED, planSummary } from '../../core/plan/planSummary';
import type { Setup } from '../../core/session/setup';
import type { FileSystem } from '../sessions/fileSystem';
import { freeBytesOf } from '../sessions/freeBytes';

/**
 * Proves that the images of a set-up fit on the disk of a folder. In: the set-up with every open choice filled in,
 * and how many of its images are there already.
 * Throws AppFailure disk_full at `setup.plan` that says how much is missing. A disk that fills up later pauses the run.
 */
export async function requireRoom(setup: Setup, made: number, folder: string, fs: FileSystem): Promise<void> {
  const freeBytes = await freeBytesOf(fs, folder);
  const plan = planSummary(setup, { ...NOTHING_MEASURED, freeBytes });
  const share = plan.images === 0 ? 0 : Math.max(0, plan.images - made) / plan.images;
  const fault = roomFault({ ...plan, bytes: plan.bytes * share });
  if (fault !== null)
    throw new AppFailure('disk_full', fault.message, { field: fault.field, details: [fault] });
}

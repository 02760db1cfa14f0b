import { AppFailure } from '../../core/contract/failure';
import { errorCode } from './fileSystem';

/**
 * A failure of the disk as a sentence that a person can act on.
 * In: what was thrown, what was to be done (`save this session`), where, and whether that is a place that a person chose for a file
 * to go to. Out: an AppFailure `disk_full`,
 * `no_permission` or `storage_failed`; an AppFailure comes back as it is, and so does anything that no disk says (a bug).
 */
export function storageFailure(error: unknown, task: string, path: string, isChosen = false): unknown {
  const code = errorCode(error);
  if (error instanceof AppFailure || !/^E[A-Z0-9]+$/.test(code)) return error;
  const failed = `Blindfold could not ${task}`;
  const elsewhere = isChosen ? 'another place' : 'another sessions folder';
  switch (code) {
    case 'ENOSPC':
    case 'EDQUOT':
      return new AppFailure(
        'disk_full',
        `The disk is full: ${failed}, in ${path}. What was done before is safe. Free some space, then try again.`,
        { cause: error },
      );
    case 'EACCES':
    case 'EPERM':
      return new AppFailure(
        'no_permission',
        `${failed}: writing or reading ${path} is not permitted. Give your account the right to it, or choose ${elsewhere}.`,
        { cause: error },
      );
    case 'EROFS':
      return new AppFailure(
        'no_permission',
        `${failed}: the disk with ${path} can only be read. Make it writable, or choose ${elsewhere}.`,
        { cause: error },
      );
    case 'EEXIST':
      return new AppFailure(
        'storage_failed',
        `${failed}: something else named ${path} is in the way. Move it away, or choose ${elsewhere}.`,
        { cause: error },
      );
    case 'ELOOP':
      return new AppFailure(
        'storage_failed',
        `${failed}: a link is in the way in ${path}. Put the file itself in its place, then try again.`,
        { cause: error },
      );
    case 'ENOENT':
    case 'ENOTDIR':
      return new AppFailure(
        'storage_failed',
        `${failed}: ${path} is not there any more. Put the folder back, or choose ${isChosen ? 'another place' : 'another session'}.`,
        { cause: error },
      );
    default:
      return new AppFailure(
        'storage_failed',
        `${failed}: the disk answered ${code} at ${path}. What was done before is safe. Check the disk, then try again.`,
        { cause: error },
      );
  }
}

/** Runs a task on the disk; what the disk refuses comes out as an AppFailure. In: as `storageFailure`. */
export async function onDisk<T>(
  task: string,
  path: string,
  run: () => Promise<T>,
  isChosen = false,
): Promise<T> {
  try {
    return await run();
  } catch (error) {
    throw storageFailure(error, task, path, isChosen);
  }
}

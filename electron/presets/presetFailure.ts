import { AppFailure } from '../../core/contract/failure';
import { errorCode } from '../sessions/fileSystem';

/**
 * A failure of the disk in words about presets. In: what was thrown, what was to be done (`save the preset`), and where.
 * What no disk says comes back as it is: an AppFailure, or a bug.
 */
export function presetFailure(error: unknown, task: string, folder: string): unknown {
  const code = errorCode(error);
  if (error instanceof AppFailure || !/^E[A-Z0-9]+$/.test(code)) return error;
  const failed = `Blindfold could not ${task}`;
  switch (code) {
    case 'ENOSPC':
    case 'EDQUOT':
      return new AppFailure(
        'disk_full',
        `The disk is full: ${failed} in ${folder}. The presets are as they were. Free some space, then try again.`,
        { cause: error },
      );
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return new AppFailure(
        'no_permission',
        `${failed}: ${folder} may not be written or read. Give your account the right to it, then try again.`,
        { cause: error },
      );
    default:
      return new AppFailure(
        'storage_failed',
        `${failed}: the disk answered ${code} at ${folder}. Look at that place, then try again.`,
        { cause: error },
      );
  }
}

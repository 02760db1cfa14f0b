import { accessSync, constants, mkdtempSync, statfsSync } from 'node:fs';
import { join } from 'node:path';

/** Where Linux keeps files in memory. */
const IN_MEMORY = '/dev/shm';
/** The tests take a part of this at a time. */
const ROOM = 4 * 2 ** 30;

/**
 * A folder in memory for the folders that the tests make, since they flush thousands of small files: a disk would be waited for
 * most of the time, and none of them tells a real one from it. Disks in trouble are played by the tests themselves.
 *
 * @param {{ platform: string, env: Record<string, string | undefined> }} system
 * @param {string} [memory] the folder in which it is made
 * @param {number} [room] free bytes that it must have
 * @returns {string | null} its path, to be removed afterwards; null where there is none, it is too small, or a place was named in TMPDIR
 */
export function testsPlace({ platform, env }, memory = IN_MEMORY, room = ROOM) {
  if (platform !== 'linux' || env['TMPDIR']) return null;
  try {
    accessSync(memory, constants.W_OK);
    const { bavail, bsize } = statfsSync(memory);
    return bavail * bsize < room ? null : mkdtempSync(join(memory, 'blindfold-tests-'));
  } catch {
    // Not every system has one.
    return null;
  }
}

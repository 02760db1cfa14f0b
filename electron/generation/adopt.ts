import { createHash } from 'node:crypto';
import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Job } from '../../core/plan/jobs';
import { inspectPng } from '../comfy/imageCheck';
import { errorCode } from '../sessions/fileSystem';
import type { OpenSession } from '../sessions/openSession';

/** A whole image that lies in `output/` without having been journaled. */
export interface FoundImage {
  readonly job: Job;
  readonly sha256: string;
  readonly size_bytes: number;
  readonly width: number;
  readonly height: number;
}

/** Ends the name of a file that was not written whole when its program died. */
const TORN = /\.tmp-[0-9a-f]+$/;

/**
 * The names of all files in a session's `output/`; none when there is no such folder yet. Removes what was not written whole:
 * to be called before a run writes. Rejects with the system's error.
 */
export async function writtenFiles(session: OpenSession): Promise<Set<string>> {
  const { output } = session.folder;
  try {
    const names = await readdir(output);
    const torn = names.filter((name) => TORN.test(name));
    for (const name of torn) await rm(join(output, name), { force: true });
    return new Set(names.filter((name) => !TORN.test(name)));
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return new Set();
    throw error;
  }
}

/**
 * The image of a job, if an earlier process wrote it and ended before it could journal it.
 * Out: null when there is no file, or it is not a whole image (then it is made again over it).
 * Rejects with the system's error when the file cannot be read.
 */
export async function findWrittenImage(session: OpenSession, job: Job): Promise<FoundImage | null> {
  let bytes: Uint8Array;
  try {
    bytes = await readFile(session.folder.pathOfImage(job.file));
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return null;
    throw error;
  }
  const check = inspectPng(bytes);
  if (!check.ok) return null;
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  return { job, sha256, size_bytes: bytes.length, width: check.width, height: check.height };
}

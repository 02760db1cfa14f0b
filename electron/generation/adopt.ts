import { join } from 'node:path';
import type { Job } from '../../core/plan/jobs';
import { wholeImage } from '../sessions/checkImage';
import { errorCode, type FileSystem } from '../sessions/fileSystem';
import type { OpenSession } from '../sessions/openSession';
import { onDisk } from '../sessions/storageFailure';
import type { Lane } from './lane';
import { leadsTo } from './readyServers';
import type { RunBook, RunParts } from './runBook';
import type { Shares } from './shares';

/**
 * Takes over what an earlier process left: images without an event, and jobs that the server may still have.
 * Rejects with AppFailure when the disk refuses.
 */
export async function adoptEarlier(
  { session, plan, options: { fs } }: RunParts,
  book: RunBook,
  shares: Shares,
  lanes: readonly Lane[],
): Promise<void> {
  const read = <T>(run: () => Promise<T>) => onDisk('look for finished images', session.folder.output, run);
  const written = await read(() => writtenFiles(fs, session));
  const givenUp = await givenUpSums(session);
  for (const job of plan.jobs) {
    book.proveOpen();
    if (session.state.images.has(job.file) || !written.has(job.file)) continue;
    // What is no whole image is made again over it.
    const found = await read(() => wholeImage(session.folder, job.file, fs));
    if (found === null || found.sha256 === givenUp.get(job.file)) continue;
    const { sha256, size_bytes, width, height } = found;
    const maker = makerOf(job, session, shares, lanes);
    const landing = lanes[maker]?.landing;
    if (landing === undefined || landing.sizeFault(job, { width, height }) !== null) continue;
    // What another server makes anew is not taken from this one.
    if (!shares.bind(job, maker, true)) continue;
    await landing.complete(job, { sha256, size_bytes, width, height, seconds: null });
  }
  for (const posted of session.state.posted.values()) {
    const job = plan.byFile.get(posted.job);
    const index = lanes.findIndex(({ server }) => leadsTo(server, posted.server));
    const lane = lanes[index];
    if (job === undefined || lane === undefined || session.state.images.has(job.file)) continue;
    if (!shares.bind(job, index, false)) continue;
    lane.queue.launch({ job, promptId: posted.prompt_id, prefix: posted.prefix, isOld: true });
  }
}

/** The server that made a file which lies there without an event, by its place: it was given the job, or has the others of its spot. */
function makerOf(job: Job, { state }: OpenSession, shares: Shares, lanes: readonly Lane[]): number {
  const posted = state.posted.get(job.file)?.server;
  const index = posted === undefined ? -1 : lanes.findIndex(({ server }) => leadsTo(server, posted));
  return index >= 0 ? index : (shares.ownerOf(job) ?? 0);
}

/** Ends the name of a file that was not written whole when its program died. */
const TORN = /\.tmp-[0-9a-f]+$/;

/**
 * The names of all files in a session's `output/`; none when there is no such folder yet. Removes what was not written whole:
 * to be called before a run writes. Rejects with the system's error.
 */
async function writtenFiles(fs: FileSystem, session: OpenSession): Promise<Set<string>> {
  const { output } = session.folder;
  try {
    const names = await fs.names(output);
    const torn = names.filter((name) => TORN.test(name));
    for (const name of torn) await fs.removeTree(join(output, name));
    return new Set(names.filter((name) => !TORN.test(name)));
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return new Set();
    throw error;
  }
}

/**
 * The SHA-256 of images that were given up to be made again and have not been made since, by file name: such a file may
 * still lie there, and is not what was asked for.
 */
export async function givenUpSums(session: OpenSession): Promise<Map<string, string>> {
  const sums = new Map<string, string>();
  for (const event of await session.readLog(Number.POSITIVE_INFINITY)) {
    if (event.type === 'image_regenerated' && event.sha256 !== undefined) sums.set(event.job, event.sha256);
    if (event.type === 'image_completed') sums.delete(event.file);
  }
  return sums;
}

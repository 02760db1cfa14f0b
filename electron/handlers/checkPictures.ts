import { planJobs } from '../../core/plan/jobs';
import type { EventOf } from '../../core/session/events';
import { formatStamp } from '../../core/session/identity';
import { filesToMake } from '../../core/session/settle';
import type { SessionState } from '../../core/session/state';
import { givenUpSums } from '../generation/adopt';
import { checkImage } from '../sessions/checkImage';
import type { FileSystem } from '../sessions/fileSystem';
import type { OpenSession } from '../sessions/openSession';
import { lookAtOutput } from '../sessions/outputLook';
import { imageNames } from '../sessions/recovery';
import { onDisk } from '../sessions/storageFailure';

/** What a whole reading of a session's pictures found. */
export interface PictureFindings {
  readonly whole: number;
  /** Recorded, there, and no whole picture. `sha256`: of what lies there; null where it could not be read. */
  readonly torn: readonly { readonly file: string; readonly sha256: string | null }[];
  /** Whole, but not the one that was recorded. */
  readonly changed: number;
  /** Of the plan, whole, and not recorded yet: the events that record them. */
  readonly adopted: readonly EventOf<'image_completed'>[];
  /** Pictures that belong to nothing, while nothing was started yet. */
  readonly strangers: number;
}

/** Reads every picture of a session whole. Changes nothing. Rejects with AppFailure when the disk fails. */
export async function checkPictures(session: OpenSession, fs: FileSystem): Promise<PictureFindings> {
  const { folder, state } = session;
  return onDisk('look at the images of this session', folder.output, async () => {
    const names = await lookAtOutput(folder, fs);
    const torn: { file: string; sha256: string | null }[] = [];
    let [whole, changed] = [0, 0];
    // What cannot be looked into says nothing of its pictures.
    for (const image of names === null ? [] : state.images.values()) {
      const check = await checkImage(folder, image.file, fs);
      if (check.kind === 'torn') torn.push({ file: image.file, sha256: check.sha256 });
      if (check.kind !== 'whole') continue;
      whole += 1;
      if (image.sha256 !== '' && image.sha256 !== check.sha256) changed += 1;
    }
    const strangers = state.started === null && names !== null ? imageNames(names).length : 0;
    return { whole, torn, changed, adopted: await adoptable(session, names, fs), strangers };
  });
}

async function adoptable(
  session: OpenSession,
  names: ReadonlySet<string> | null,
  fs: FileSystem,
): Promise<EventOf<'image_completed'>[]> {
  const { folder, state } = session;
  const { started } = state;
  if (started === null || started.as_found || names === null) return [];
  const wanted = new Set(filesToMake(state).filter((file) => names.has(file)));
  if (wanted.size === 0) return [];
  const givenUp = await givenUpSums(session);
  const events: EventOf<'image_completed'>[] = [];
  for (const job of planJobs(started.setup, started.order_seed)) {
    if (!wanted.has(job.file)) continue;
    const check = await checkImage(folder, job.file, fs);
    if (check.kind !== 'whole' || givenUp.get(job.file) === check.sha256) continue;
    const { sha256, size_bytes, width, height, mtimeMs } = check;
    events.push({
      type: 'image_completed',
      job: job.file,
      file: job.file,
      ...{ sha256, size_bytes, width, height },
      server: '',
      timestamp: formatStamp(new Date(mtimeMs)),
      seconds: null,
      prompt_index: job.prompt_index,
      ...place(state, events.length + 1),
    });
  }
  return events;
}

function place(state: SessionState, more: number) {
  const done = state.images.size + more;
  return { done, total: state.images.size + filesToMake(state).length, next_action: 'generate_images' };
}

import { join } from 'node:path';
import type { NewEvent } from '../../../core/session/events';
import { formatStamp, parseSessionId, type SessionId } from '../../../core/session/identity';
import { onePiece } from '../../onePiece';
import { adaptSession } from '../archive/adaptSession';
import { type ArchiveParts, needRoom, type WorkControl } from '../archive/archiveParts';
import { writeNew } from '../archive/exportSessions';
import type { OpenZip } from '../archive/zipReader';
import { checkImage } from '../checkImage';
import { journalLine } from '../journalFile';
import { type SessionFolder, sessionFolderAt } from '../sessionFolder';
import { placeEvents } from '../sessionMemory';
import { changed, type FoundPack } from './readPack';

/**
 * Makes a session of a rating pack, to be judged here. It is put together and checked beside the sessions, then takes its place
 * in one step. In: a folder for that. Out: its id. Throws AppFailure, and the signal's reason; then there is no session.
 */
export async function openPack(
  zip: OpenZip,
  pack: FoundPack,
  folder: string,
  parts: ArchiveParts,
  { signal, progress, commit }: WorkControl,
  isTaken?: (id: SessionId) => boolean,
): Promise<SessionId> {
  const { fs, store, now } = parts;
  const entries = [...pack.pictures.values()];
  const total = entries.reduce((sum, { size }) => sum + size, 0);
  await needRoom(fs, store.root, total, 'What the rating pack holds');
  const path = join(folder, 'session');
  const draft = sessionFolderAt(path, parseSessionId(formatStamp(now())));
  await fs.makeFolder(path);
  await fs.makeFolder(draft.output);
  let done = 0;
  progress(done, total);
  for (const [name, entry] of pack.pictures) {
    signal.throwIfAborted();
    await writeNew(fs, draft.pathOfImage(name), zip.read(entry));
    done += entry.size;
    progress(done, total);
  }
  const events = await openingEvents(pack.list, draft, parts);
  const lines = placeEvents(events, now().toISOString(), 0).map(journalLine).join('');
  await writeNew(fs, draft.journal, onePiece(Buffer.from(lines)));
  await fs.syncFolder(draft.output);
  await fs.syncFolder(path);
  commit();
  const said = 'This rating pack was opened.';
  return store.place(
    null,
    async (target) => {
      const { damaged } = await adaptSession(
        path,
        target,
        { said, isAnother: false, timestamp: now().getTime() / 1000 },
        parts,
      );
      if (damaged !== null)
        throw new Error(`A rating pack that was just unpacked cannot be read: ${damaged}`);
      return path;
    },
    isTaken,
  );
}

/** What the journal of an opened pack begins with; every picture is read whole and compared with what was promised. */
async function openingEvents(
  list: FoundPack['list'],
  folder: SessionFolder,
  { fs, now, randomHex }: Pick<ArchiveParts, 'fs' | 'now' | 'randomHex'>,
): Promise<NewEvent[]> {
  const { pack_id, checksum, metrics, metric_mode, showings, pictures } = list;
  const events: NewEvent[] = [
    {
      type: 'pack_opened',
      pack_id,
      copy_id: randomHex(8),
      pack_sha256: checksum,
      metrics,
      metric_mode,
      blind_key: randomHex(32),
      showings,
    },
  ];
  const total = pictures.length;
  for (const [index, { name, sha256 }] of pictures.entries()) {
    const found = await checkImage(folder, name, fs);
    if (found.kind === 'gone' || found.sha256 !== sha256)
      throw changed('a picture is not the one that was packed');
    if (found.kind === 'torn') throw changed('a picture is not a whole PNG');
    const { size_bytes, width, height } = found;
    events.push({
      type: 'image_completed',
      ...{ job: name, file: name, sha256, size_bytes, width, height },
      ...{ server: '', timestamp: formatStamp(now()), seconds: null },
      ...{ prompt_index: 0, done: index + 1, total, next_action: 'evaluate' },
    });
  }
  return [
    ...events,
    { type: 'session_completed', prompt_index: null, done: total, total, next_action: 'evaluate' },
  ];
}

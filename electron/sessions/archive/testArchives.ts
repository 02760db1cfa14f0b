import { createHash, randomBytes } from 'node:crypto';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ZipFile } from 'yazl';
import type { NewEvent } from '../../../core/session/events';
import { generationEvents, sampleJobs, sampleSetup, voteEvent } from '../../../core/session/sampleJournal';
import { type FileSystem, realFileSystem } from '../fileSystem';
import type { OpenSession } from '../openSession';
import type { SessionStore } from '../sessionStore';
import { fakeProcesses } from '../testStore';
import { realTimers } from '../timers';
import type { ArchiveParts, WorkControl } from './archiveParts';
import { exportPieces } from './exportSessions';
import { createRootMemory, type RootMemory } from './rootMemory';
import { readWhole } from './zipReader';

/** What the moving of sessions works with, at a fixed time. */
export function partsOf(store: SessionStore, fs: FileSystem = realFileSystem): ArchiveParts {
  return {
    fs,
    store,
    version: '1.2.3',
    servers: () => [],
    now: () => new Date(2024, 0, 15, 14, 30, 22),
    randomHex: (bytes) => randomBytes(bytes).toString('hex'),
    log: () => undefined,
  };
}

/** What a sessions folder remembers, as one copy of the app would write it. */
export function memoryOf(root: string, parts: Omit<ArchiveParts, 'store'>): RootMemory {
  const self = { pid: process.pid, started: null, host: 'here', namespace: null };
  const token = parts.randomHex(16);
  const processes = fakeProcesses(process.pid, new Map([[process.pid, null]]));
  return createRootMemory(root, {
    ...parts,
    // The age of a lock is that of a real file.
    lock: { ...parts, now: () => new Date(), timers: realTimers, processes, self, token },
  });
}

/** Work that nobody stops; `stopAt`: stopped when it tells of its progress for the n-th time. */
export function control(
  stopAt = Number.POSITIVE_INFINITY,
): WorkControl & { told: number; committed: boolean } {
  const abort = new AbortController();
  const own = {
    signal: abort.signal,
    told: 0,
    committed: false,
    progress() {
      own.told += 1;
      if (own.told >= stopAt) abort.abort(new Error('stopped, on purpose'));
    },
    commit() {
      abort.signal.throwIfAborted();
      own.committed = true;
    },
  };
  return own;
}

/** A session with 6 images, two votes of which one is saved, and a field that nobody knows. */
export async function judgedSession(store: SessionStore): Promise<OpenSession> {
  const session = await store.create(sampleSetup(), 'of a test');
  const jobs = sampleJobs();
  const bytes = new Map(jobs.map(({ file }, index) => [file, picture(index)]));
  for (const [file, content] of bytes) await writeFile(session.folder.pathOfImage(file), content);
  const events = generationEvents().map((event): NewEvent => {
    const content = event.type === 'image_completed' ? bytes.get(event.file) : undefined;
    return content === undefined
      ? event
      : ({
          ...event,
          size_bytes: content.length,
          sha256: createHash('sha256').update(content).digest('hex'),
        } as NewEvent);
  });
  await session.append(...events, voteEvent(0, 'Quality', 'A', { stars: 3 }));
  await session.save();
  await session.append(voteEvent(0, 'Style', 'same'));
  await writeFile(
    join(session.folder.output, 'generation_log.csv'),
    `x,./sessions/${session.id}/output/a.png\n`,
  );
  return session;
}

/** Bytes that are no two times the same and cannot be packed smaller. */
function picture(number: number): Buffer {
  const pieces = Array.from({ length: 40 }, (_, index) =>
    createHash('sha256').update(`${number} ${index}`).digest(),
  );
  return Buffer.concat(pieces);
}

/** The sessions as one zip. */
export async function zipOf(store: SessionStore, ...sessions: OpenSession[]): Promise<Buffer> {
  const exported = sessions.map(({ folder }) => ({ folder }));
  return Buffer.from(await readWhole(exportPieces(exported, partsOf(store), control())));
}

/** A zip of files as a person or another program would pack them. */
export async function packed(
  files: Record<string, string | Uint8Array>,
  options: object = {},
): Promise<Buffer> {
  const zip = new ZipFile();
  for (const [name, content] of Object.entries(files)) zip.addBuffer(Buffer.from(content), name, options);
  zip.end();
  const pieces: Buffer[] = [];
  for await (const piece of zip.outputStream) pieces.push(piece as Buffer);
  return Buffer.concat(pieces);
}

/** Everything that lies below a folder, with what it holds; links and folders by name. */
export async function contentOf(folder: string): Promise<Map<string, string>> {
  const content = new Map<string, string>();
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    const name = path.slice(folder.length + 1);
    if (/(^|[/\\])(lock|thumbnails)([/\\]|$)/.test(name)) continue;
    content.set(
      name,
      entry.isFile()
        ? createHash('sha256')
            .update(await readFile(path))
            .digest('hex')
        : 'no file',
    );
  }
  return new Map([...content].sort());
}

/** Changes the bytes of one text wherever it stands; the length stays. */
export function swap(zip: Buffer, from: string, to: string): Buffer {
  if (Buffer.byteLength(from) !== Buffer.byteLength(to))
    throw new RangeError('Another length moves everything.');
  return Buffer.from(zip.toString('latin1').replaceAll(from, to), 'latin1');
}

/** The places of a signature. */
export function places(zip: Buffer, signature: number): number[] {
  const found: number[] = [];
  for (let at = 0; at + 4 <= zip.length; at += 1) if (zip.readUInt32LE(at) === signature) found.push(at);
  return found;
}

/** Signatures of a zip: of a file's own head, of its entry in the directory, of the directory's end. */
export const [LOCAL, CENTRAL, END] = [0x04034b50, 0x02014b50, 0x06054b50];

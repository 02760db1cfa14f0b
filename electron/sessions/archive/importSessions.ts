import { dirname, join } from 'node:path';
import { AppFailure } from '../../../core/contract/failure';
import { isSessionId, type SessionId } from '../../../core/session/identity';
import { errorCode, type FileSystem, isThere } from '../fileSystem';
import { openPack } from '../packs/openPack';
import { type FoundPack, readPack } from '../packs/readPack';
import { readSavedFile } from '../savedFile';
import { onDisk } from '../storageFailure';
import { adaptSession } from './adaptSession';
import { type ArchiveParts, needRoom, type WorkControl } from './archiveParts';
import { writeNew } from './exportSessions';
import { type FoundSession, findSessions } from './foundSessions';
import { MANIFEST, MANIFEST_VERSION, readManifest } from './manifest';
import { rewritePaths } from './rewritePaths';
import { type OpenZip, openZip, readWhole } from './zipReader';

const TASK = 'import these sessions';

/** What came of an import. */
export interface Imported {
  readonly ids: SessionId[];
  /** What a person should know of it, in sentences. */
  readonly remarks: string[];
  /** Files of the archive that belong to no session. */
  readonly leftOut: number;
}

export interface ImportOptions {
  /** For ids that are in use elsewhere than among the folders. */
  isTaken?(id: SessionId): boolean;
  /** This session comes in under its own id, or nothing does. */
  readonly mustBe?: SessionId;
}

/**
 * Takes in all sessions of a zip, or none; a rating pack becomes a session in which it is judged. They are unpacked and checked beside the sessions first; then each takes its place in
 * one step, under its own id, or the next free second where that is taken.
 * Throws AppFailure with what is wrong with the archive, and the signal's reason.
 */
export function importSessions(
  zipPath: string,
  parts: ArchiveParts,
  control: WorkControl,
  options: ImportOptions = {},
): Promise<Imported> {
  const { fs, store } = parts;
  return store.incoming.run(TASK, (folder) =>
    onDisk(TASK, zipPath, async () => {
      const zip = await openFrom(fs, zipPath);
      try {
        const pack = options.mustBe === undefined ? await readPack(zip) : null;
        if (pack !== null) {
          const id = await openPack(zip, pack, folder, parts, control, options.isTaken);
          return { ids: [id], remarks: [packRemark(pack, id)], leftOut: 0 };
        }
        await refuseNewer(zip);
        const { sessions, strays } = findSessions(zip.entries);
        await unpack(zip, sessions, folder, parts, control);
        const remarks = strays === 0 ? [] : [strayRemark(strays)];
        control.commit();
        const ids = await placeAll(sessions, folder, parts, options, remarks);
        return { ids, remarks, leftOut: strays };
      } finally {
        // It was only read: whether it closes well says nothing of what has come in.
        await zip.close().catch(() => undefined);
      }
    }),
  );
}

/** As `openZip`, for a place that somebody named, where no zip may be. */
async function openFrom(fs: FileSystem, path: string): Promise<OpenZip> {
  try {
    return await openZip(fs, path);
  } catch (error) {
    switch (errorCode(error)) {
      case 'EISDIR':
        throw new AppFailure('bad_request', `${path} is a folder. Choose a zip in it instead.`, {
          cause: error,
        });
      case 'ENOENT':
      case 'ENOTDIR':
        throw new AppFailure(
          'not_found',
          `${path} is not there any more. Choose the zip where it lies now.`,
          {
            cause: error,
          },
        );
      default:
        throw error;
    }
  }
}

function packRemark({ list }: FoundPack, id: SessionId): string {
  const pairs = list.showings.filter(({ training }) => !training).length;
  return `A rating pack with ${pairs} ${pairs === 1 ? 'pair' : 'pairs'} to judge was opened as ${id}. Judge it, then send its votes to whoever made it.`;
}

/** A newer version may mean other things by the same names. */
async function refuseNewer(zip: OpenZip): Promise<void> {
  const entry = zip.entries.find(({ parts }) => parts.length === 1 && parts[0] === MANIFEST);
  if (entry === undefined || entry.size > MAX_MANIFEST_BYTES) return;
  const manifest = readManifest(await readWhole(zip.read(entry)));
  if (manifest === null || manifest.version <= MANIFEST_VERSION) return;
  throw new AppFailure(
    'bad_request',
    'This archive was made by a newer version of Blindfold. Import it with that version. Nothing was taken in.',
  );
}

const MAX_MANIFEST_BYTES = 64 * 2 ** 20;

function strayRemark(strays: number): string {
  return strays === 1
    ? 'One file of the archive belongs to no session and was left out.'
    : `${strays} files of the archive belong to no session and were left out.`;
}

async function unpack(
  zip: OpenZip,
  sessions: readonly FoundSession[],
  into: string,
  { fs, store }: ArchiveParts,
  { signal, progress }: WorkControl,
): Promise<void> {
  const files = sessions.flatMap((session) => session.files);
  const total = files.reduce((sum, { entry }) => sum + entry.size, 0);
  await needRoom(fs, store.root, total, 'What the archive holds');
  let done = 0;
  progress(done, total);
  for (const [index, session] of sessions.entries()) {
    const place = placeWithin(into, index);
    const folders = new Set<string>();
    await makeFolder(fs, folders, place, 'output');
    for (const { path, entry } of session.files) {
      signal.throwIfAborted();
      await makeFolder(fs, folders, place, dirname(path));
      await writeNew(fs, join(place, path), stoppable(zip.read(entry), signal));
      done += entry.size;
      progress(done, total);
    }
    for (const folder of [...folders].reverse()) await fs.syncFolder(folder);
    await refuseForeign(fs, place, session.folder);
  }
}

function placeWithin(into: string, index: number): string {
  return join(into, `session-${index}`);
}

async function* stoppable(
  pieces: AsyncIterable<Uint8Array>,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array> {
  for await (const piece of pieces) {
    signal.throwIfAborted();
    yield piece;
  }
}

/** Makes a folder within a session, and those above it. In: a path with forward slashes, every name of it checked. */
async function makeFolder(fs: FileSystem, made: Set<string>, place: string, path: string): Promise<void> {
  const names = path === '.' ? [] : path.split('/');
  for (let depth = 0; depth <= names.length; depth += 1) {
    const folder = join(place, ...names.slice(0, depth));
    if (made.has(folder)) continue;
    await fs.makeFolder(folder);
    made.add(folder);
  }
}

const OUR_FIELDS = [
  'session_id',
  'step_1_setup',
  'step_2_generation',
  'step_3_evaluation',
  'step_4_report',
  'blindfold',
];

/** True for a folder whose saved state is of another program: other tools name their files so, too. Throws the system's error. */
export async function isForeign(fs: FileSystem, place: string): Promise<boolean> {
  const meta = await readSavedFile(fs, join(place, 'session_meta.json'));
  if (meta.kind !== 'good' || OUR_FIELDS.some((field) => Object.hasOwn(meta.document, field))) return false;
  return !(await isThere(fs, join(place, 'journal.jsonl')));
}

async function refuseForeign(fs: FileSystem, place: string, folder: string): Promise<void> {
  if (!(await isForeign(fs, place))) return;
  throw new AppFailure(
    'bad_request',
    `The session_meta.json in ${folder === '' ? 'this archive' : `the folder ${folder} of this archive`} was written by another kind of program: it holds none of the parts of a session. Nothing was taken in.`,
  );
}

/** Puts every session in its place; where one cannot, those before it are taken back. */
async function placeAll(
  sessions: readonly FoundSession[],
  from: string,
  parts: ArchiveParts,
  { isTaken, mustBe }: ImportOptions,
  remarks: string[],
): Promise<SessionId[]> {
  const { fs, store } = parts;
  const ids: SessionId[] = [];
  try {
    for (const [index, session] of sessions.entries()) {
      const place = placeWithin(from, index);
      const { id: own, isSample } = await identityOf(fs, place);
      const wanted = session.id ?? own;
      let unsaved = 0;
      // Of the files; what was never saved says none.
      let named: string | null = own ?? wanted;
      const id = await store.place(
        wanted,
        async (target) => {
          if (mustBe !== undefined && wanted === mustBe && target.id !== mustBe) throw isHere(mustBe);
          // What was never saved says its id nowhere; what another tool wrote is kept as it is.
          if ((own !== null && own !== target.id) || isSample)
            unsaved = Math.max(unsaved, await adapt(place, target, wanted, parts));
          if (named !== null && named !== target.id) {
            await rewritePaths(fs, place, named, target.id, parts.randomHex(8));
            named = target.id;
          }
          return place;
        },
        // Its own archive has the id that comes back.
        mustBe === undefined ? isTaken : (id) => id !== mustBe && (isTaken?.(id) ?? false),
      );
      ids.push(id);
      if (wanted !== null && id !== wanted)
        remarks.push(`${wanted} is there already, so the session of that name came in as ${id}.`);
      if (unsaved > 0) remarks.push(savedRemark(unsaved, id));
    }
    return ids;
  } catch (error) {
    for (const [index, id] of ids.entries()) {
      await store
        .release(id, (folder) => fs.rename(folder.path, placeWithin(from, index)))
        .catch((fault: unknown) => parts.log('error', `${id} could not be taken back: ${String(fault)}`));
    }
    throw error;
  }
}

function isHere(id: SessionId): AppFailure {
  return new AppFailure(
    'not_possible',
    `${id} is in the sessions folder already, so its archive stays as it is.`,
  );
}

/** Under a new id the saved state is written anew, with all that was done. */
function savedRemark(unsaved: number, id: SessionId): string {
  return unsaved === 1
    ? `One change that had not been saved is saved in ${id}.`
    : `${unsaved} changes that had not been saved are saved in ${id}.`;
}

/** What a session's own file says: its id, and whether it is the sample that comes with the app. */
async function identityOf(
  fs: FileSystem,
  place: string,
): Promise<{ id: SessionId | null; isSample: boolean }> {
  const main = await readSavedFile(fs, join(place, 'session_meta.json'));
  const file = main.kind === 'good' ? main : await readSavedFile(fs, join(place, 'session_meta.json.bak'));
  if (file.kind !== 'good') return { id: null, isSample: false };
  const { session_id, blindfold } = file.document;
  const own =
    typeof blindfold === 'object' && blindfold !== null && !Array.isArray(blindfold) ? blindfold : {};
  return { id: isSessionId(session_id) ? session_id : null, isSample: own['sample'] === true };
}

async function adapt(
  place: string,
  target: Parameters<typeof adaptSession>[1],
  wanted: SessionId | null,
  parts: ArchiveParts,
): Promise<number> {
  const { unsaved } = await adaptSession(
    place,
    target,
    {
      said:
        wanted === null || wanted === target.id
          ? 'This session was imported.'
          : `This session was imported; it was ${wanted} before.`,
      isAnother: wanted !== null && wanted !== target.id,
      change: (state) => {
        state.sample = false;
      },
    },
    parts,
  );
  return unsaved;
}

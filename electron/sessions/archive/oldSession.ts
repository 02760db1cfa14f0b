import { dirname, join } from 'node:path';
import { AppFailure } from '../../../core/contract/failure';
import type { SessionId } from '../../../core/session/identity';
import { parseSessionId } from '../../../core/session/identity';
import { baseName } from '../../../core/session/paths';
import { restore } from '../../../core/session/restore';
import type { JsonObject } from '../../../core/session/state';
import { errorCode, type FileSystem } from '../fileSystem';
import { parseSavedFile } from '../savedFile';
import { isPlainFileName } from '../sessionFolder';
import { onDisk } from '../storageFailure';
import { type ArchiveParts, needRoom, type WorkControl } from './archiveParts';
import { writeNew } from './exportSessions';
import type { RootMemory } from './rootMemory';
import { readPieces } from './sessionFiles';

/** The one session that the first generation of the older tool kept, and what is there of it. */
export interface OldSession {
  readonly path: string;
  readonly sha256: string;
  readonly lora_filename: string | null;
  readonly pairs: number;
  readonly votes: number;
  /** Names of its pictures, as far as they are there and where that is. */
  readonly images: readonly string[];
  readonly missing: readonly string[];
}

interface OldParts {
  readonly fs: FileSystem;
  readonly root: string;
  readonly memory: RootMemory;
}

const TASK = 'look at the older session';

/** Looks for an older session that was not imported yet. Out: null where there is none. Throws AppFailure when it is there and cannot be read. */
export async function findOldSession({ fs, root, memory }: OldParts): Promise<OldSession | null> {
  const path = join(root, 'current_session.json');
  return onDisk(TASK, path, async () => {
    const bytes = await readOrNull(fs, path);
    if (bytes === null) return null;
    const file = parseSavedFile(bytes);
    if (file.kind !== 'good') {
      throw new AppFailure(
        'not_possible',
        `${path} is a session of an older tool, and it cannot be read: it is not JSON. It stays as it is.`,
      );
    }
    if ((await memory.read()).imported.includes(file.sha256)) return null;
    const named = await namesOf(fs, file.document, outputOf(root));
    return { path, sha256: file.sha256, ...figuresOf(file.document), ...named };
  });
}

/** The older tool kept its pictures beside the sessions folder. */
function outputOf(root: string): string {
  return join(dirname(root), 'output');
}

async function readOrNull(fs: FileSystem, path: string): Promise<Uint8Array | null> {
  try {
    return await fs.readFile(path);
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return null;
    throw error;
  }
}

/** Read as it will be once it is a session; the id is only for the reading. */
function figuresOf(document: JsonObject): Pick<OldSession, 'lora_filename' | 'pairs' | 'votes'> {
  const { state } = restore(document, {
    sessionId: parseSessionId('20000101_000000'),
    createdAt: '2000-01-01T00:00:00.000Z',
    blindKey: '',
  });
  const setup = state.started?.setup ?? state.setup;
  const votes = state.raters.reduce((sum, rater) => sum + rater.votes.length, 0);
  return { lora_filename: setup.loras[0] ?? null, pairs: state.pairs.size, votes };
}

/** The pictures that the document speaks of, by their names alone, wherever it says that they lie. */
async function namesOf(
  fs: FileSystem,
  document: JsonObject,
  output: string,
): Promise<Pick<OldSession, 'images' | 'missing'>> {
  const names = new Set<string>();
  collect(document, names);
  const there = new Set<string>();
  try {
    for (const { name, kind } of await fs.entries(output)) if (kind === 'file') there.add(name);
  } catch (error) {
    if (!['ENOENT', 'ENOTDIR'].includes(errorCode(error))) throw error;
  }
  const all = [...names];
  return { images: all.filter((name) => there.has(name)), missing: all.filter((name) => !there.has(name)) };
}

function collect(value: unknown, names: Set<string>): void {
  if (Array.isArray(value)) {
    for (const item of value) collect(item, names);
  } else if (typeof value === 'object' && value !== null) {
    for (const [key, item] of Object.entries(value)) {
      if (/^(image|baseline|lora)_path$/.test(key) && typeof item === 'string') {
        const name = baseName(item);
        if (isPlainFileName(name)) names.add(name);
      } else collect(item, names);
    }
  }
}

/** What came of the import of the older session; the remarks are sentences for a person. */
export interface ImportedOld {
  readonly id: SessionId;
  readonly remarks: readonly string[];
}

/**
 * Copies the older session into a session of its own: its file as it is, and its pictures. The originals are only read. Throws
 * AppFailure, and the signal's reason; then there is no such session.
 */
export async function importOldSession(
  old: OldSession,
  parts: ArchiveParts & { readonly memory: RootMemory },
  { signal, progress, commit }: WorkControl,
): Promise<ImportedOld> {
  const { fs, store, memory, log } = parts;
  const task = 'import the older session';
  return store.incoming.run(task, (folder) =>
    onDisk(task, old.path, async () => {
      const made = join(folder, 'session');
      const output = outputOf(store.root);
      let total = 0;
      for (const name of old.images) total += (await fs.facts(join(output, name))).size;
      await needRoom(fs, store.root, total, 'The import');
      await fs.makeFolder(made);
      await fs.makeFolder(join(made, 'output'));
      await writeNew(fs, join(made, 'session_meta.json'), readPieces(fs, old.path));
      for (const [index, name] of old.images.entries()) {
        signal.throwIfAborted();
        await fs.copyFile(join(output, name), join(made, 'output', name));
        progress(index + 1, old.images.length);
      }
      for (const path of [join(made, 'output'), made]) await fs.syncFolder(path);
      commit();
      const id = await store.place(null, async () => made);
      try {
        await memory.add('imported', old.sha256);
        return { id, remarks: [] };
      } catch (error) {
        // The session is in its place, and a second try would make another.
        log('warning', `It could not be kept in mind that ${old.path} was imported: ${String(error)}`);
        return {
          id,
          remarks: ['That it was imported could not be written down, so it may be offered again.'],
        };
      }
    }),
  );
}

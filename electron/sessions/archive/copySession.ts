import { dirname, join } from 'node:path';
import { AppFailure } from '../../../core/contract/failure';
import type { SessionId } from '../../../core/session/identity';
import { errorCode, type FileSystem } from '../fileSystem';
import type { SessionFolder } from '../sessionFolder';
import { onDisk } from '../storageFailure';
import { adaptSession } from './adaptSession';
import { type ArchiveParts, needRoom, type WorkControl } from './archiveParts';
import { filesInWords } from './pictureWords';
import { rewritePaths } from './rewritePaths';
import { readPieces, sessionFiles } from './sessionFiles';

const TASK = 'copy this session';

/**
 * Makes a session of its own of everything that another one is at this moment, what is not saved included. The source is only
 * read, and may be in use. Out: the copy's id. Throws AppFailure, and the signal's reason; then there is no copy.
 */
export async function copySession(
  source: SessionFolder,
  parts: ArchiveParts,
  control: WorkControl,
): Promise<SessionId> {
  const { fs, store, now } = parts;
  return store.incoming.run(TASK, (folder) =>
    onDisk(TASK, source.path, async () => {
      const made = join(folder, 'session');
      await copyFiles(source.path, made, parts, control);
      control.commit();
      let from: string = source.id;
      return store.place(null, async (target) => {
        const { damaged } = await adaptSession(
          made,
          target,
          {
            said: `This session began as a copy of ${source.id}.`,
            change: (state) => {
              state.sample = false;
              state.created_at = now().toISOString();
            },
            isAnother: true,
            timestamp: now().getTime() / 1000,
          },
          parts,
        );
        if (damaged !== null) throw new AppFailure('not_possible', `This session is damaged. ${damaged}`);
        await rewritePaths(fs, made, from, target.id, parts.randomHex(8));
        from = target.id;
        return made;
      });
    }),
  );
}

async function copyFiles(
  source: string,
  made: string,
  { fs, store, log }: ArchiveParts,
  { signal, progress }: WorkControl,
): Promise<void> {
  let total = 0;
  for await (const { size } of sessionFiles(fs, source, () => undefined)) total += size;
  await needRoom(fs, store.root, total, 'The copy');
  let done = 0;
  const folders = new Set<string>();
  const makeFolder = async (path: string) => {
    if (folders.has(path)) return;
    await fs.makeFolder(path);
    folders.add(path);
  };
  await makeFolder(made);
  await makeFolder(join(made, 'output'));
  const leftOut = (path: string) =>
    log(
      'warning',
      `${filesInWords([path])} in ${source} was not copied: it is a link, or has a name that not every system takes.`,
    );
  for await (const { path, size } of sessionFiles(fs, source, leftOut)) {
    signal.throwIfAborted();
    // The state before the last save is another session's.
    if (path.startsWith('session_meta.json.')) continue;
    const to = join(made, path);
    const above = dirname(path).split('/');
    for (let depth = 1; depth <= above.length; depth += 1)
      if (above[0] !== '.') await makeFolder(join(made, ...above.slice(0, depth)));
    if (path === 'journal.jsonl') await copyJournal(fs, join(source, path), to);
    else await copyIfThere(fs, join(source, path), to);
    done += size;
    progress(Math.min(done, total), total);
  }
  for (const folder of [...folders].reverse()) await fs.syncFolder(folder);
}

async function copyJournal(fs: FileSystem, from: string, to: string): Promise<void> {
  const file = await fs.open(to, 'create');
  try {
    let position = 0;
    for await (const piece of readPieces(fs, from, true)) {
      await file.write(piece, position);
      position += piece.length;
    }
    await file.sync();
  } finally {
    await file.close();
  }
}

/** A file that went away meanwhile, such as a picture that is made again, is not there in the source either. */
async function copyIfThere(fs: FileSystem, from: string, to: string): Promise<void> {
  try {
    await fs.copyFile(from, to);
  } catch (error) {
    if (errorCode(error) !== 'ENOENT') throw error;
  }
}

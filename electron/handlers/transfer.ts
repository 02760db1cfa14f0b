import { join } from 'node:path';
import { AppFailure } from '../../core/contract/failure';
import { type ExportFormat, type ExportWish, exportFormatSchema } from '../../core/contract/reportCommands';
import type { SessionSummary } from '../../core/contract/sessionView';
import { formatStamp, isSessionId, parseSessionId, type SessionId } from '../../core/session/identity';
import type { Backend, ExportedFile } from '../hosts/backendPort';
import { needRoom } from '../sessions/archive/archiveParts';
import { type Exported, exportPieces, writeNew } from '../sessions/archive/exportSessions';
import { type Imported, importSessions } from '../sessions/archive/importSessions';
import { filesInWords } from '../sessions/archive/pictureWords';
import { isThere } from '../sessions/fileSystem';
import { sessionFolder } from '../sessions/sessionFolder';
import { onDisk } from '../sessions/storageFailure';
import type { TaskControl } from '../tasks';
import { arrivedSummary } from './arrivedSummary';
import { packFile } from './packHandlers';
import { reportFile } from './reportFile';
import type { Services } from './services';
import { taskPieces } from './taskPieces';

/** Sessions on their way out and in as streams, for hosts that cannot hand over a path. */
export function createTransfer(services: Services): Pick<Backend, 'exportFile' | 'importFile'> {
  return {
    async exportFile(format, ids, wish = {}) {
      if (format === 'zip') return zipOf(services, ids);
      const [id, ...more] = ids;
      if (format === 'rating-pack' && id !== undefined && more.length === 0) return packFile(services, id);
      const known = reportFormat(format);
      if (known !== null && id !== undefined && more.length === 0) return reportOf(services, id, known, wish);
      throw new AppFailure(
        'bad_request',
        'A session is exported as zip (all of it), and once its evaluation is complete as csv, json, markdown, html, charts or png; several go into one zip.',
        { field: 'format' },
      );
    },
    importFile: (pieces, size) => importStream(services, pieces, size),
  };
}

/** The folders of sessions that are there. Throws AppFailure `not_found` for one that is not. */
export async function exportedOf(
  { store, archive, scores }: Pick<Services, 'store' | 'archive' | 'scores'>,
  ids: readonly string[],
): Promise<Exported[]> {
  const exported: Exported[] = [];
  await scores.settled();
  for (const id of new Set(ids)) {
    const folder = sessionFolder(store.root, id);
    const found = await onDisk('look at this session', folder.path, () => isThere(archive.fs, folder.path));
    // Says why it is not there.
    if (!found) await store.peek(id);
    exported.push({ folder });
  }
  return exported;
}

async function zipOf(services: Services, ids: readonly string[]): Promise<ExportedFile> {
  const exported = await exportedOf(services, ids);
  if (exported.length === 0)
    throw new AppFailure('bad_request', 'Name at least one session.', { field: 'ids' });
  const [only] = exported;
  const stamp = formatStamp(services.archive.now());
  const leftOut: string[] = [];
  const name = exported.length === 1 ? only?.folder.id : `sessions-${stamp}`;
  return {
    name: `blindfold-${name}.zip`,
    contentType: 'application/zip',
    pieces: taskPieces(
      services.tasks,
      { kind: 'export', title: exportTitle(exported), said: () => exportedWords(exported.length, leftOut) },
      (control) =>
        exportPieces(exported, services.archive, control, { onLeftOut: (path) => void leftOut.push(path) }),
    ),
  };
}

export function exportTitle(exported: readonly Exported[]): string {
  const [only] = exported;
  return exported.length === 1 ? `Exporting ${only?.folder.id}` : `Exporting ${exported.length} sessions`;
}

/** What an export came to, in a sentence or two. */
export function exportedWords(count: number, leftOut: readonly string[]): string {
  const said = count === 1 ? 'One session was exported.' : `${count} sessions were exported.`;
  if (leftOut.length === 0) return said;
  return `${said} Left out, because they are links or have names that not every system takes: ${filesInWords(leftOut)}.`;
}

/** The report of a session as a file. It names the labels, so it counts as the reveal, as looking at the report does. */
async function reportOf(
  services: Services,
  id: string,
  format: ExportFormat,
  wish: ExportWish,
): Promise<ExportedFile> {
  const { name, contentType, title, said, pieces } = await reportFile(
    services,
    parseSessionId(id),
    format,
    wish,
  );
  return { name, contentType, pieces: taskPieces(services.tasks, { kind: 'export', title, said }, pieces) };
}

/** The format by the name it goes by, or as its files end. */
function reportFormat(name: string): ExportFormat | null {
  return exportFormatSchema.safeParse(name === 'md' ? 'markdown' : name).data ?? null;
}

async function importStream(
  services: Services,
  pieces: AsyncIterable<Uint8Array>,
  size: number | null,
): ReturnType<Backend['importFile']> {
  const { archive, store } = services;
  const imported = await importTask(services, 'Importing an archive', (control, isTaken) =>
    store.incoming.run('receive this archive', async (folder) => {
      if (size !== null) await needRoom(archive.fs, store.root, size, 'The archive');
      const path = join(folder, 'upload.zip');
      await onDisk('receive this archive', store.root, () =>
        writeNew(archive.fs, path, received(pieces, size, control)),
      );
      return importSessions(path, archive, control, { isTaken });
    }),
  );
  return { sessions: await arrived(services, imported.ids), remarks: imported.remarks };
}

/** What arrives, until the person cancels, even while nothing arrives. */
async function* received(
  pieces: AsyncIterable<Uint8Array>,
  size: number | null,
  { signal, progress }: TaskControl,
): AsyncGenerator<Uint8Array> {
  const stopped = Promise.withResolvers<never>();
  stopped.promise.catch(() => undefined);
  const stop = () => stopped.reject(signal.reason);
  signal.addEventListener('abort', stop, { once: true });
  try {
    signal.throwIfAborted();
    const source = pieces[Symbol.asyncIterator]();
    for (let done = 0; ; ) {
      const next = await Promise.race([source.next(), stopped.promise]);
      if (next.done === true) return;
      done += next.value.length;
      progress(done, size);
      yield next.value;
    }
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

/** Runs an import as a task; ids of archived sessions count as taken. */
export async function importTask(
  { tasks, archive }: Pick<Services, 'tasks' | 'archive'>,
  title: string,
  work: (control: TaskControl, isTaken: (id: SessionId) => boolean) => Promise<Imported>,
): Promise<Imported> {
  return tasks.run({ kind: 'import', title, said: importedWords }, async (control) => {
    const archived = await archive.archives.find();
    return work(control, (id) => archived.has(id));
  });
}

function importedWords({ ids, remarks }: Imported): string {
  const said = ids.length === 1 ? 'One session was imported.' : `${ids.length} sessions were imported.`;
  return [said, ...remarks.slice(0, 5)].join(' ');
}

/** Tells the list of sessions that came. Out: their lines, in the order of the ids. */
export async function arrived(
  { catalog, pushes, store, views }: Pick<Services, 'catalog' | 'pushes' | 'store' | 'views'>,
  ids: readonly string[],
): Promise<SessionSummary[]> {
  const summaries: SessionSummary[] = [];
  for (const id of ids.filter(isSessionId)) {
    await catalog.look(id);
    summaries.push(await arrivedSummary({ store, views }, id));
  }
  pushes.tell({ push: 'sessions.changed', payload: { removed: [] } });
  return summaries;
}

import type { CommandHandlers } from '../../core/contract/commands';
import { AppFailure } from '../../core/contract/failure';
import type { SessionSummary } from '../../core/contract/sessionView';
import type { SessionId } from '../../core/session/identity';
import { searchTextOf } from '../../core/session/view';
import { archiveSession, bringBack } from '../sessions/archive/archiveSession';
import { copySession } from '../sessions/archive/copySession';
import { exportPieces, writePieces } from '../sessions/archive/exportSessions';
import { type Imported, importSessions } from '../sessions/archive/importSessions';
import { findOldSession, type ImportedOld, importOldSession } from '../sessions/archive/oldSession';
import type { SessionGlance } from '../sessions/openSession';
import { onDisk } from '../sessions/storageFailure';
import { openWhole } from './openWhole';
import { refuseSource, refuseTarget } from './pathRules';
import type { Services } from './services';
import { arrived, exportedOf, exportedWords, exportTitle, importTask } from './transfer';
import { placeTurn } from './turns';

type Own = Pick<
  CommandHandlers,
  | 'session.copy'
  | 'session.archive'
  | 'session.bringBack'
  | 'session.export'
  | 'session.import'
  | 'session.findOld'
  | 'session.importOld'
>;

export function archiveHandlers(services: Services): Own {
  const { store, tasks, archive, turns } = services;

  async function one(id: string): Promise<SessionSummary> {
    const [summary] = await arrived(services, [id]);
    if (summary === undefined) throw new Error('A session that just came is not there.');
    return summary;
  }

  return {
    'session.copy': ({ session_id }) =>
      turns.take(placeTurn(session_id), async () => {
        const { folder } = await openWhole(store, session_id);
        await services.scores.settled();
        const id = await tasks.run(
          { kind: 'copy', title: `Copying ${session_id}`, said: (made: string) => `Copied as ${made}.` },
          (control) => copySession(folder, archive, control),
        );
        return one(id);
      }),

    'session.archive': ({ session_id }) =>
      turns.take(placeTurn(session_id), () => archiveOne(services, session_id)),

    'session.bringBack': ({ session_id }) =>
      turns.take(placeTurn(session_id), () =>
        turns.take(session_id, () => bringBackOne(services, session_id)),
      ),

    async 'session.export'({ session_ids, path }) {
      refuseTarget(services, path);
      const exported = await exportedOf(services, session_ids);
      const leftOut: string[] = [];
      const bytes = await tasks.run(
        {
          kind: 'export',
          title: exportTitle(exported),
          said: () => exportedWords(exported.length, leftOut),
        },
        (control) =>
          onDisk(
            'write this archive',
            path,
            () =>
              writePieces(
                archive.fs,
                path,
                exportPieces(exported, archive, control, { onLeftOut: (name) => void leftOut.push(name) }),
                archive.randomHex(8),
                async () => control.commit(),
              ),
            true,
          ),
      );
      services.givenPaths.wrote(path);
      return { path, bytes };
    },

    async 'session.import'({ path }) {
      refuseSource(services, path);
      const { ids, remarks } = await importTask(services, 'Importing an archive', (control, isTaken) =>
        importSessions(path, archive, control, { isTaken }),
      );
      return { sessions: await arrived(services, ids), remarks };
    },

    async 'session.findOld'() {
      const old = await findOldSession({ ...archive, root: store.root });
      if (old === null) return { found: null };
      const { path, sha256, lora_filename, pairs, votes, images, missing } = old;
      return {
        found: {
          path: `${path}#${sha256.slice(0, 8)}`,
          lora_filename,
          pairs,
          votes,
          images_found: images.length,
          images_missing: missing.length,
        },
      };
    },

    'session.importOld': () =>
      turns.take('the older session', async () => {
        const old = await findOldSession({ ...archive, root: store.root });
        if (old === null)
          throw new AppFailure('not_found', 'There is no older session here that was not imported yet.');
        const { id } = await tasks.run(
          {
            kind: 'import',
            title: 'Importing the older session',
            said: (made: ImportedOld) => [`Imported as ${made.id}.`, ...made.remarks].join(' '),
          },
          (control) => importOldSession(old, archive, control),
        );
        return one(id);
      }),
  };
}

async function archiveOne(services: Services, session_id: string): Promise<SessionSummary> {
  const { store, tasks, archive, catalog, pushes, runner, turns } = services;
  // What is damaged might not come back out of its archive.
  const session = await openWhole(store, session_id);
  function refuseRunning(): void {
    if (!runner.isActive(session.id)) return;
    throw new AppFailure(
      'not_possible',
      'Images of this session are being made. Stop the run first, then archive it.',
    );
  }
  refuseRunning();
  if (session.readOnly)
    throw new AppFailure(
      'session_locked',
      'This session is open in another copy of Blindfold. Close it there first.',
    );
  if (session.state.sample)
    throw new AppFailure(
      'not_possible',
      'This is the sample that comes with Blindfold; it stays where it is.',
    );
  await services.scores.settled();
  const summary = archivedSummary(services, session);
  const said = { summary, search_text: searchTextOf(session.state) };
  await tasks.run(
    { kind: 'archive', title: `Archiving ${session_id}`, said: (path: string) => `Archived as ${path}.` },
    (control) =>
      archiveSession({ folder: session.folder, said }, archive, control, (move) =>
        turns.take(session_id, () => {
          refuseRunning();
          return move();
        }),
      ),
  );
  await catalog.look(session.id);
  pushes.tell({ push: 'sessions.changed', payload: { removed: [session.id] } });
  return summary;
}

async function bringBackOne(services: Services, session_id: SessionId): Promise<SessionSummary> {
  const { store, tasks, archive } = services;
  const here = await store.ids();
  if (here.includes(session_id))
    throw new AppFailure('not_possible', 'This session is not archived: it can be opened as it is.');
  const { ids } = await tasks.run(
    {
      kind: 'bring_back',
      title: `Bringing back ${session_id}`,
      said: ({ remarks }: Imported) => [`${session_id} is back.`, ...remarks].join(' '),
    },
    (control) => bringBack(session_id, archive, control),
  );
  const summaries = await arrived(services, ids);
  const summary = summaries.find((each) => each.session_id === session_id) ?? summaries[0];
  if (summary === undefined) throw new Error('An archive without a session was brought back.');
  return summary;
}

function archivedSummary({ views }: Services, session: SessionGlance): SessionSummary {
  return { ...views.summary(session, false), state: 'archived', thumbnail: null };
}

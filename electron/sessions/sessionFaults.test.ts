import { readdir, readFile, rm } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AppFailure } from '../../core/contract/failure';
import type { JournalEvent, NewEvent } from '../../core/session/events';
import { replay } from '../../core/session/journal';
import { generationEvents, sampleSetup, startEvents, voteEvent } from '../../core/session/sampleJournal';
import { newSession, type SessionState } from '../../core/session/state';
import { tellCount } from '../testing/tellCount';
import { createFaultyFileSystem, type Fault } from './faultyFileSystem';
import type { FileSystem } from './fileSystem';
import { parseJournal } from './journalFile';
import type { OpenSession } from './openSession';
import { parseSavedFile } from './savedFile';
import type { SessionStore } from './sessionStore';
import { putPictures } from './testPictures';
import { fakeProcesses, openStore, temporaryFolder } from './testStore';

/** What a person does in a session, one thing after the other. */
type Step = (session: OpenSession) => Promise<unknown>;

const tell =
  (...events: NewEvent[]): Step =>
  (session) =>
    session.append(...events);
const edit = (metrics: string[]): Step => tell({ type: 'setup_changed', changes: { metrics } });
const paint: Step = (session) => putPictures(session);
const save: Step = (session) => session.save();
const discard: Step = (session) => session.discard();

const STEPS: readonly Step[] = [
  edit(['Quality', 'Style']),
  save,
  edit(['Gone']),
  discard,
  edit(['Quality', 'Style']),
  tell(...startEvents()),
  paint,
  tell(...generationEvents().slice(startEvents().length)),
  tell(voteEvent(0, 'Quality', 'A')),
  save,
  tell(voteEvent(0, 'Style', 'same'), { type: 'notes_changed', notes: 'half way' }),
  discard,
  tell(voteEvent(1, 'Quality', 'B', { stars: 2 })),
  save,
  tell(voteEvent(1, 'Style', 'skip')),
];

const BEFORE = new Map([[1, 'first']]);
const AFTER = new Map([[2, 'second']]);

let root = '';
beforeAll(async () => {
  root = await temporaryFolder();
});
afterAll(() => rm(root, { recursive: true }));

/** What must be the same whichever way the state was come by. */
function essence(state: Readonly<SessionState>) {
  const { source: _source, timestamp: _timestamp, ...rest } = state;
  return rest;
}

/** What the journal alone says, from the very beginning. */
function retold(session: OpenSession, events: JournalEvent[]) {
  const state = newSession(session.id, session.state.created_at);
  replay(state, events);
  return essence(state);
}

async function firstRun(fs: FileSystem, folder: string): Promise<SessionStore> {
  return openStore(folder, { fs, processes: fakeProcesses(1, BEFORE) });
}

async function nextRun(folder: string): Promise<SessionStore> {
  return openStore(folder, { fs: createFaultyFileSystem().fs, processes: fakeProcesses(2, AFTER) });
}

async function journalOf(session: OpenSession): Promise<JournalEvent[]> {
  return parseJournal(await readFile(session.folder.journal)).events;
}

/** The whole story without a fault: how many file operations it takes. */
async function countOperations(): Promise<readonly string[]> {
  const { fs, operations } = createFaultyFileSystem();
  const store = await firstRun(fs, `${root}/count`);
  const session = await store.create(sampleSetup(), 'a note');
  for (const step of STEPS) await step(session);
  await store.dispose();
  return operations;
}

/** Everything that must hold when the program starts again on what another run left. */
async function checkNextRun(
  folder: string,
  acknowledged: readonly JournalEvent[],
  at: string,
): Promise<void> {
  const store = await nextRun(folder);
  try {
    for (const id of await store.ids()) {
      const session = await store.open(id);
      if (session.damaged !== null) {
        // Only a folder whose making was never told may be empty.
        expect(acknowledged, at).toEqual([]);
        continue;
      }
      const found = await journalOf(session);
      // A save that failed may have left its announcement between the others.
      const told = new Set(acknowledged.map((event) => event.seq));
      expect(
        found.filter((event) => told.has(event.seq)),
        at,
      ).toEqual(acknowledged);
      if (session.state.run.status === 'completed' || session.state.run.status === 'pending') {
        expect(essence(session.state), at).toEqual(retold(session, found));
      } else {
        expect(session.state.run.status, at).toBe('paused');
      }
      const wasUnsaved = session.unsavedChanges;
      expect(session.recovery?.changes ?? 0, at).toBe(wasUnsaved);
      await session.append({ type: 'setup_changed', changes: { metrics: ['After'] } });
      expect(session.unsavedChanges, at).toBe(wasUnsaved + 1);
      expect(session.recovery, at).toBeNull();
      await session.save();
      expect(session.unsavedChanges, at).toBe(0);
      const now = await journalOf(session);
      expect(essence(session.state), at).toEqual(retold(session, now));
      expect(
        now.map((event) => event.seq),
        at,
      ).toEqual(now.map((_, index) => index + 1));
      const names = (await readdir(session.folder.path)).filter((name) => name !== 'session_meta.json.bak');
      expect(names.sort(), at).toEqual(['journal.jsonl', 'lock', 'output', 'session_meta.json']);
    }
  } finally {
    await store.dispose();
  }
}

/** The operations that are tried: all with `BLINDFOLD_EVERY=1`; else every fifth, other ones in each way to fail. */
const EVERY = Number(process.env['BLINDFOLD_EVERY'] ?? 5);
const LIMIT_MS = EVERY === 1 ? 1_800_000 : 120_000;

describe('a program that ends at any operation', () => {
  it.each([
    ['end before', 1],
    ['end half way', 2],
    ['end after', 3],
  ] as const)(
    '%s it: nothing told is lost',
    async (kind, first) => {
      const operations = await countOperations();
      await rm(`${root}/count`, { recursive: true });
      let tried = 0;
      for (let n = Math.min(first, EVERY); n <= operations.length; n += EVERY) {
        const folder = `${root}/end-${n}`;
        const faulty = createFaultyFileSystem();
        faulty.plan({ at: n, kind });
        const acknowledged: JournalEvent[] = [];
        const store = await openStore(folder, {
          fs: faulty.fs,
          processes: fakeProcesses(1, BEFORE),
          onEvents: (_session, events) => acknowledged.push(...events),
        }).catch(() => null);
        if (store !== null) {
          await tellAll(store).catch((error: unknown) => expect(error).toBeInstanceOf(AppFailure));
          await store.dispose();
        }
        await checkNextRun(folder, acknowledged, `${kind} ${n}: ${operations[n - 1]}`);
        await rm(folder, { recursive: true });
        tried += 1;
      }
      tellCount({ trouble: 'operation', name: `session, ${kind}`, tried, finds: 0 });
    },
    LIMIT_MS,
  );
});

async function tellAll(store: SessionStore): Promise<void> {
  const session = await store.create(sampleSetup(), 'a note');
  for (const step of STEPS) await step(session);
}

describe('a disk that refuses any one operation', () => {
  it.each([
    ['ENOSPC', 1],
    ['EIO', 2],
  ])(
    'with %s: a sentence, nothing changed, and the next try works',
    async (code, first) => {
      const operations = await countOperations();
      await rm(`${root}/count`, { recursive: true });
      let refused = 0;
      let tried = 0;
      for (let n = Math.min(first, EVERY); n <= operations.length; n += EVERY) {
        const at = `${code} at ${n}: ${operations[n - 1]}`;
        const folder = `${root}/refuse-${code}-${n}`;
        const faulty = createFaultyFileSystem();
        faulty.plan({ at: n, kind: 'refuse', code } satisfies Fault);
        const acknowledged: JournalEvent[] = [];
        const onEvents = (_session: OpenSession, events: JournalEvent[]) => acknowledged.push(...events);
        const open = () =>
          openStore(folder, { fs: faulty.fs, processes: fakeProcesses(1, BEFORE), onEvents });
        const again = async <T>(task: () => Promise<T>, unchanged?: () => unknown): Promise<T> => {
          const before = unchanged?.();
          try {
            return await task();
          } catch (error) {
            refused += 1;
            expect(error, at).toBeInstanceOf(AppFailure);
            expect((error as AppFailure).message, at).toMatch(/^[A-Z].*\.$/);
            expect(unchanged?.(), at).toEqual(before);
            return task();
          }
        };
        const store = await again(open);
        const session = await again(() => store.create(sampleSetup(), 'a note'));
        for (const step of STEPS) {
          await again(
            () => step(session),
            () =>
              structuredClone({
                unsaved: session.unsavedChanges,
                setup: session.state.setup,
                raters: session.state.raters,
              }),
          );
          const saved = await readFile(session.folder.meta).catch(() => null);
          if (saved !== null) expect(parseSavedFile(saved).kind, at).toBe('good');
        }
        expect(await again(() => store.ids()), at).toEqual([session.id]);
        await store.dispose();
        await checkNextRun(folder, acknowledged, at);
        await rm(folder, { recursive: true });
        tried += 1;
      }
      tellCount({ trouble: 'operation', name: `session, ${code}`, tried, finds: 0 });
      expect(refused).toBeGreaterThan(50 / EVERY);
    },
    LIMIT_MS,
  );
});

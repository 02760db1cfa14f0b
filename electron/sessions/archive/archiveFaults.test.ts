import { cp, mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AppFailure } from '../../../core/contract/failure';
import type { SessionId } from '../../../core/session/identity';
import { tellCount } from '../../testing/tellCount';
import { createFaultyFileSystem, type Fault } from '../faultyFileSystem';
import { type FileSystem, realFileSystem } from '../fileSystem';
import { sessionFolder } from '../sessionFolder';
import type { SessionStore } from '../sessionStore';
import { fakeProcesses, openStore, temporaryFolder } from '../testStore';
import { createArchives } from './archivedSessions';
import type { WorkControl } from './archiveParts';
import { archiveSession, bringBack } from './archiveSession';
import { copySession } from './copySession';
import { exportPieces, writePieces } from './exportSessions';
import { importSessions } from './importSessions';
import { control, judgedSession, memoryOf, partsOf } from './testArchives';

let base = '';
let id: SessionId;
let turn = 0;

/** A root with one session, the same with that session archived, and a zip of two sessions. */
beforeAll(async () => {
  base = await temporaryFolder();
  const store = await openStore(join(base, 'template'));
  const session = await judgedSession(store);
  id = session.id;
  const other = await judgedSession(store);
  const pieces = exportPieces([session, other], partsOf(store), control());
  await writePieces(realFileSystem, join(base, 'two.zip'), pieces, 'aa');
  await store.release(other.id, (folder) => rm(folder.path, { recursive: true }));
  await store.dispose();
  await cp(join(base, 'template'), join(base, 'archived'), { recursive: true });
  const archiving = await openStore(join(base, 'archived'));
  await archiveSession({ folder: sessionFolder(archiving.root, id) }, worldOf(archiving), control());
  await archiving.dispose();
  await mkdir(join(base, 'empty'));
});
afterAll(() => rm(base, { recursive: true }));

function worldOf(store: SessionStore, fs: FileSystem = realFileSystem) {
  const parts = partsOf(store, fs);
  const memory = memoryOf(store.root, parts);
  const archives = createArchives({ ...parts, root: store.root, memory, chosenFolder: () => null });
  return { ...parts, archives };
}
type World = ReturnType<typeof worldOf>;

interface Job {
  readonly template: 'template' | 'archived' | 'empty';
  run(world: World, control: WorkControl): Promise<unknown>;
  /** Sessions that are there when it was done, or was not begun. */
  readonly done: number;
  readonly undone: number;
}

const JOBS: Record<string, Job> = {
  copy: {
    template: 'template',
    run: (world, follow) => copySession(sessionFolder(world.store.root, id), world, follow),
    done: 2,
    undone: 1,
  },
  import: {
    template: 'empty',
    run: (world, follow) => importSessions(join(base, 'two.zip'), world, follow),
    done: 2,
    undone: 0,
  },
  'import of a taken id': {
    template: 'template',
    run: (world, follow) => importSessions(join(base, 'two.zip'), world, follow),
    done: 3,
    undone: 1,
  },
  archive: {
    template: 'template',
    run: (world, follow) => archiveSession({ folder: sessionFolder(world.store.root, id) }, world, follow),
    done: 1,
    undone: 1,
  },
  'bring back': {
    template: 'archived',
    run: (world, follow) => bringBack(id, world, follow),
    done: 1,
    undone: 1,
  },
};

async function freshRoot(template: Job['template']): Promise<string> {
  turn += 1;
  const root = join(base, `root-${turn}`);
  await cp(join(base, template), root, { recursive: true });
  return root;
}

/** Starts the app anew and looks at all there is. Out: the sessions in folders and zips, each proved whole. */
async function whole(root: string): Promise<Set<SessionId>> {
  const store = await openStore(root, { processes: fakeProcesses(2, new Map([[2, 'later']])) });
  const world = worldOf(store);
  const names = await readdir(root);
  expect(names.filter((name) => name.startsWith('.'))).toEqual([]);
  const found = new Set(await store.ids());
  for (const one of found) await proveWhole(store, one);
  for (const one of (await world.archives.find()).keys()) {
    if (!found.has(one)) {
      await bringBack(one, world, control());
      await proveWhole(store, one);
    }
    found.add(one);
  }
  await store.dispose();
  return found;
}

async function proveWhole(store: SessionStore, one: SessionId): Promise<void> {
  const glance = await store.peek(one);
  expect(glance.damaged).toBeNull();
  expect(glance.repairs).toEqual([]);
  expect(glance.state.raters[0]?.votes).toHaveLength(2);
  expect(glance.state.images.size).toBe(6);
  const pictures = (await readdir(glance.folder.output)).filter((name) => name.endsWith('.png'));
  expect(pictures.sort()).toEqual([...glance.state.images.keys()].sort());
}

async function attempt(root: string, job: Job, fault: Fault | null, follow = control()) {
  const faulty = createFaultyFileSystem();
  const processes = fakeProcesses(1, new Map([[1, 'first']]));
  const store = await openStore(root, { fs: faulty.fs, processes });
  const before = faulty.operations.length;
  faulty.plan(fault === null ? null : { ...fault, at: before + fault.at });
  const error = await job.run(worldOf(store, faulty.fs), follow).then(
    () => null,
    (thrown: unknown) => thrown,
  );
  const operations = faulty.operations.length - before;
  await store.dispose();
  return { error, operations };
}

/**
 * The steps that are tried: all with `BLINDFOLD_EVERY=1`, which takes minutes; else every 97th, and of the last ones, in which
 * things take their places, every third, other ones in each way to fail.
 */
const EVERY = Number(process.env['BLINDFOLD_EVERY'] ?? 97);
const LAST = 6;
const LAST_EVERY = Math.min(EVERY, 3);
const LIMIT_MS = EVERY === 1 ? 1_800_000 : 120_000;

function tried(operations: number, turn: number): number[] {
  const all = Array.from({ length: operations }, (_, index) => index + 1);
  const isTried = (at: number) =>
    at > operations - LAST ? (at + turn) % LAST_EVERY === 0 : (at + turn) % EVERY === 0;
  return all.filter(isTried);
}

function tell(name: string, count: number): void {
  tellCount({ trouble: 'operation', name, tried: count, finds: 0 });
}

const CODES = ['EIO', 'ENOSPC', 'EACCES'];

describe.each(Object.entries(JOBS))('the %s of whole sessions', (name, job) => {
  it('does what it is to do', async () => {
    const root = await freshRoot(job.template);
    expect((await attempt(root, job, null)).error).toBeNull();
    expect((await whole(root)).size).toBe(job.done);
  });

  it(
    'says why when the disk refuses any one step, and leaves no half of a session',
    async () => {
      const steps = tried((await attempt(await freshRoot(job.template), job, null)).operations, 0);
      for (const at of steps) {
        const root = await freshRoot(job.template);
        const { error } = await attempt(root, job, { at, kind: 'refuse', code: CODES[at % 3] as string });
        if (error !== null) expect(error).toBeInstanceOf(AppFailure);
        const { size } = await whole(root);
        expect({ at, size }).toEqual({ at, size: error === null ? job.done : job.undone });
        await rm(root, { recursive: true });
      }
      tell(`${name}, refused`, steps.length);
    },
    LIMIT_MS,
  );

  it.each([
    ['end before', 0],
    ['end half way', 1],
    ['end after', 2],
  ] as const)(
    'leaves whole sessions when the program ends (%s any step)',
    async (kind, turn) => {
      const steps = tried((await attempt(await freshRoot(job.template), job, null)).operations, turn);
      for (const at of steps) {
        const root = await freshRoot(job.template);
        await attempt(root, job, { at, kind });
        const { size } = await whole(root);
        expect(size, `ended ${kind} ${at}`).toBeGreaterThanOrEqual(job.undone);
        expect(size).toBeLessThanOrEqual(job.done);
        await rm(root, { recursive: true });
      }
      tell(`${name}, ${kind}`, steps.length);
    },
    LIMIT_MS,
  );

  it('can be stopped whenever it tells how far it is, and leaves nothing', async () => {
    const follow = control();
    await attempt(await freshRoot(job.template), job, null, follow);
    expect(follow.committed).toBe(true);
    for (let stopAt = 1; stopAt <= follow.told; stopAt += 1) {
      const root = await freshRoot(job.template);
      const stopped = control(stopAt);
      const { error } = await attempt(root, job, null, stopped);
      expect(error).toMatchObject({ message: 'stopped, on purpose' });
      expect(stopped.committed).toBe(false);
      expect((await whole(root)).size).toBe(job.undone);
    }
  });
});

import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createBackend } from '../backend';
import type { BackendOptions } from '../backendOptions';
import { createDemoServer } from '../demo/server';
import type { Backend } from '../hosts/backendPort';
import { ownThreadMaker } from '../report/reportMaker';
import { createFaultyFileSystem } from '../sessions/faultyFileSystem';
import type { FileSystem } from '../sessions/fileSystem';
import type { Processes } from '../sessions/processes';
import { obligingDialogs } from './chosenPaths';
import { Account } from './faultAccount';
import { checkLook, checkNextStart, checkNothingLeft } from './faultCheck';
import { type DiskFault, tellStory } from './faultStory';
import { type Finds, findLines, noFinds } from './finds';
import { paintFlat } from './paintFlat';
import { createTroubledFileSystem, type Trouble } from './troubledFileSystem';

/** One file operation goes wrong: the disk refuses it, or the program ends there. */
export const STROKES = ['ENOSPC', 'EIO', 'EACCES', 'end before', 'end half way', 'end after'] as const;
export type Stroke = (typeof STROKES)[number];

/** What came of one fault. */
export interface FaultOutcome {
  /** The operation that went wrong; null when the story was over before it came to so many. */
  readonly struck: string | null;
  /** Failures, in the words in which they were told. */
  readonly told: readonly string[];
  readonly finds: Finds;
}

/** Lives the story with its n-th file operation gone wrong, then starts anew and looks at what is there. */
export function liveWithStroke(n: number, stroke: Stroke): Promise<FaultOutcome> {
  const faulty = createFaultyFileSystem();
  if (stroke === 'end before' || stroke === 'end half way' || stroke === 'end after')
    faulty.plan({ at: n, kind: stroke });
  else faulty.plan({ at: n, kind: 'refuse', code: stroke });
  const disk: DiskFault & { fs: FileSystem } = {
    fs: faulty.fs,
    get struck() {
      return faulty.struck;
    },
    get hasEnded() {
      return faulty.hasEnded;
    },
    mend: () => undefined,
  };
  return live(disk, `${stroke} at ${n}`);
}

/** The same on a disk that is full, or can only be read, from its n-th change on until the first failure was told. */
export function liveInTrouble(n: number, trouble: Trouble): Promise<FaultOutcome> {
  const troubled = createTroubledFileSystem(trouble, n);
  const disk: DiskFault & { fs: FileSystem } = {
    fs: troubled.fs,
    get struck() {
      return troubled.struck;
    },
    hasEnded: false,
    mend: troubled.mend,
  };
  return live(disk, `${trouble} from ${n}`);
}

async function live(disk: DiskFault & { readonly fs: FileSystem }, name: string): Promise<FaultOutcome> {
  const folder = await mkdtemp(join(tmpdir(), 'blindfold-faults-'));
  const demo = await createDemoServer({ imageMs: 0, size: { width: 16, height: 16 }, paint: paintFlat });
  const account = new Account();
  const finds = noFinds();
  const root = join(folder, 'sessions');
  const log: BackendOptions['log'] = (level, message, error) => {
    if (level === 'error') finds.badlyTold.push(`${message}: ${wordsOf(error)}`);
  };
  const reportMaker = ownThreadMaker();
  const common = {
    root,
    comfyUrl: demo.url,
    host: 'desktop',
    dialogs: obligingDialogs,
    version: '0.0.0',
    pollMs: 20,
    log,
    reportMaker,
  } as const;
  let pid = 0;
  const start = (fs: FileSystem): Promise<Backend> => {
    pid += 1;
    return createBackend({ ...common, fs, processes: processOf(pid) });
  };
  const within = async (fs: FileSystem, look: (backend: Backend) => Promise<void>): Promise<void> => {
    const backend = await start(fs);
    try {
      await look(backend);
    } finally {
      await backend.dispose();
    }
  };
  const parts = { root, account, finds, imagesMade: () => demo.stats().images };
  try {
    await mkdir(join(folder, 'zips'));
    const zip = join(folder, 'zips', 'sessions.zip');
    await tellStory({ disk, account, start: () => start(disk.fs), zip }).catch((error: unknown) =>
      finds.badlyTold.push(`came twice: ${wordsOf(error)}`),
    );
    finds.badlyTold.push(...account.badlyTold);
    await within(createTroubledFileSystem('read only', 1).fs, (backend) => checkLook(backend, parts));
    await within(createFaultyFileSystem().fs, (backend) => checkNextStart(backend, parts));
    await checkNothingLeft(root, finds);
  } catch (error) {
    finds.notOpening.push(wordsOf(error));
  } finally {
    await demo.dispose();
    await rm(folder, { recursive: true, force: true });
  }
  const struck = disk.struck?.replaceAll(folder, '') ?? null;
  const at = `${name}, ${struck}: `;
  const named = (lines: string[]) => lines.map((line) => at + line.replaceAll(folder, ''));
  return {
    struck,
    told: account.told,
    finds: Object.fromEntries(
      Object.entries(finds).map(([kind, lines]) => [kind, named(lines)]),
    ) as unknown as Finds,
  };
}

/** What many faults came to. */
export interface FaultSum {
  /** Faults that struck. */
  readonly tried: number;
  /** Of these, those that were told of; the others hit what does no harm when it is left out. */
  readonly told: number;
  readonly finds: Finds;
  /** The operations of the whole story. */
  readonly operations: number;
}

/**
 * n = `first`, `first` + `step`, ... until the story runs through untouched. Out: what came of it.
 * In: how a life with the n-th operation gone wrong is lived.
 */
export async function tryEach(
  liveWith: (n: number) => Promise<FaultOutcome>,
  { first = 1, step = 1 }: { first?: number; step?: number } = {},
): Promise<FaultSum> {
  const finds = noFinds();
  let tried = 0;
  let told = 0;
  for (let n = first; ; n += step) {
    const outcome = await liveWith(n);
    for (const kind of Object.keys(finds) as (keyof Finds)[]) finds[kind].push(...outcome.finds[kind]);
    // The life without a fault is one of those that are looked at: it must be all well, too.
    if (outcome.struck === null) return { tried, told, finds, operations: n - 1 };
    tried += 1;
    if (outcome.told.length > 0) told += 1;
  }
}

/** One line of what many faults came to. */
export function sumLine(name: string, { tried, told, operations, finds }: FaultSum): string {
  return `${name}: ${tried} of about ${operations} operations tried, ${told} failures told, ${findLines(finds).length} finds`;
}

/** One program on a computer on which all earlier ones are gone. */
function processOf(pid: number): Processes {
  return {
    self: async () => ({ pid, started: `start of ${pid}`, host: 'here', namespace: null }),
    look: async (other) => (other === pid ? { started: `start of ${pid}` } : 'gone'),
  };
}

function wordsOf(error: unknown): string {
  return error instanceof Error ? `${error.stack}` : String(error);
}

import { create } from 'zustand';
import type { Cleanup, StorageStats, TrashView } from '../../core/contract/storageView';
import { call, onPush } from './backend';
import { useConnection } from './connection';
import { LOADING, type Loaded, loaded } from './loaded';
import { tell, tellFailure } from './notices';
import { countOf } from './sessionWords';
import { awaitTask } from './tasks';

/** Something on the storage page that takes a moment. */
export type StorageWork = 'cleanup' | 'empties' | 'catalog' | 'trash' | `restore ${string}`;

interface StorageStore {
  stats: Loaded<StorageStats>;
  trash: Loaded<TrashView>;
  /** What would go by an age in hours; see `preview`. */
  previews: Readonly<Record<number, Loaded<Cleanup>>>;
  /** Which sessions without an image and a vote would go. */
  empties: Loaded<Cleanup>;
  busy: ReadonlySet<StorageWork>;
}

const UNKNOWN: Omit<StorageStore, 'busy'> = {
  stats: LOADING,
  trash: LOADING,
  previews: {},
  empties: LOADING,
};

/** Figures of what is kept, the trash, and what a clean-up would do. */
export const useStorage = create<StorageStore>()(() => ({ ...UNKNOWN, busy: new Set() }));

/** Changes that come together are answered by one look, after so many ms. */
const LOOK_SOON_MS = 300;

/** Shows how things stand from now on, looking again when sessions come, go or move; the answer stops it. */
export function followStorage(): () => void {
  void lookAtStorage();
  let timer: ReturnType<typeof setTimeout> | null = null;
  const lookSoon = () => {
    if (timer !== null) clearTimeout(timer);
    timer = setTimeout(() => void lookAtStorage(), LOOK_SOON_MS);
  };
  const stops = [
    onPush('sessions.changed', lookSoon),
    onPush('settings.changed', lookSoon),
    onPush('task.changed', ({ task }) => {
      if (task.state !== 'running') lookSoon();
    }),
    useConnection.subscribe((now, before) => {
      if (now.link === 'open' && before.link === 'lost') lookSoon();
    }),
  ];
  return () => {
    if (timer !== null) clearTimeout(timer);
    for (const stop of stops) stop();
    // What was seen then says nothing of the next time, nor what is still to come.
    questions.clear();
    useStorage.setState(UNKNOWN);
  };
}

/** Looks at everything again; what stands there stays until the answers come. */
export async function lookAtStorage(): Promise<void> {
  const hours = Object.keys(useStorage.getState().previews).map(Number);
  await Promise.all([lookAtStats(), lookAtTrash(), lookAtEmpties(), ...hours.map(lookAtPreview)]);
}

export function lookAtStats(): Promise<void> {
  return look('stats', call('storage.stats', {}), (stats) => useStorage.setState({ stats }));
}

export function lookAtTrash(): Promise<void> {
  return look('trash', call('trash.list', {}), (trash) => useStorage.setState({ trash }));
}

export function lookAtEmpties(): Promise<void> {
  const question = call('storage.cleanupEmpty', { dry_run: true });
  return look('empties', question, (empties) => useStorage.setState({ empties }));
}

/** Asks what a clean-up by an age would do, once for each age; nothing is moved. */
export function preview(hours: number): void {
  if (useStorage.getState().previews[hours] === undefined) void lookAtPreview(hours);
}

/** Asks again what a clean-up by an age would do. */
export async function lookAtPreview(hours: number): Promise<void> {
  const known = useStorage.getState().previews[hours];
  if (known === undefined || known.phase === 'failed') setPreview(hours, LOADING);
  await look(`preview ${hours}`, askForCleanup(hours, true), (answer) => setPreview(hours, answer));
}

/** The last question of each kind. */
const questions = new Map<string, number>();
let questionsAsked = 0;

/** Takes the answer, unless the same was asked again meanwhile or the page was left. */
async function look<T>(what: string, question: Promise<T>, take: (answer: Loaded<T>) => void): Promise<void> {
  questionsAsked += 1;
  const own = questionsAsked;
  questions.set(what, own);
  const answer = await loaded(question);
  if (questions.get(what) === own) take(answer);
}

function setPreview(hours: number, answer: Loaded<Cleanup>): void {
  useStorage.setState(({ previews }) => ({ previews: { ...previews, [hours]: answer } }));
}

function askForCleanup(hours: number, isDry: boolean): Promise<Cleanup> {
  return call('storage.cleanup', { max_age_hours: hours, dry_run: isDry });
}

/** Moves sessions older than so many hours to the trash, and says how many went. */
export function cleanUp(hours: number): Promise<void> {
  return work('cleanup', async () => {
    const { trashed } = await askForCleanup(hours, false);
    tellTrashed(trashed, 'No session was that old.');
  });
}

/** Moves sessions without an image and a vote to the trash, and says how many went. */
export function cleanUpEmpty(): Promise<void> {
  return work('empties', async () => {
    const { trashed, kept } = await call('storage.cleanupEmpty', {});
    tellTrashed(trashed, ['No session was moved.', ...kept].join(' '));
  });
}

function tellTrashed(count: number, none: string): void {
  if (count === 0) tell(none);
  else
    tell(
      `${countOf(count, 'session')} went to the trash. ${count === 1 ? 'It' : 'They'} can be restored from there.`,
      'done',
    );
}

/** Takes an item out of the trash: of one id there may be several. */
export function restore({ session_id, item, label }: TrashView['sessions'][number]): Promise<void> {
  return work(`restore ${item}`, async () => {
    await call('session.restore', { session_id, item });
    tell(`${label} is back.`, 'done');
  });
}

/** Removes what is in the trash for good. */
export function emptyTrash(): Promise<void> {
  return work('trash', async () => {
    const { removed } = await call('trash.empty', {});
    tell(`${countOf(removed, 'session')} ${removed === 1 ? 'was' : 'were'} removed for good.`, 'done');
  });
}

/** Makes the catalog anew from the folders; how far it is stands among the tasks. */
export function rebuildCatalog(): Promise<void> {
  return work('catalog', async () => {
    const answer = await awaitTask('catalog', () => call('storage.rebuildCatalog', {}));
    if (answer !== null) tell(`The catalog was made anew: ${countOf(answer.sessions, 'session')}.`, 'done');
  });
}

/** Asks for a folder in a window of the system; null when that was cancelled or is not possible, which is told. */
export async function chooseFolder(): Promise<string | null> {
  try {
    return (await call('desktop.choosePath', { to: 'folder' })).path;
  } catch (error) {
    tellFailure(error);
    return null;
  }
}

/** Shows the sessions folder in the system's file manager. */
export async function showSessionsFolder(): Promise<void> {
  try {
    await call('desktop.showFolder', {});
  } catch (error) {
    tellFailure(error);
  }
}

async function work(name: StorageWork, run: () => Promise<void>): Promise<void> {
  if (useStorage.getState().busy.has(name)) return;
  useStorage.setState(({ busy }) => ({ busy: new Set([...busy, name]) }));
  try {
    await run();
  } catch (error) {
    // Part of it may be done all the same.
    tellFailure(error);
  }
  await lookAtStorage();
  useStorage.setState(({ busy }) => ({ busy: new Set([...busy].filter((one) => one !== name)) }));
}

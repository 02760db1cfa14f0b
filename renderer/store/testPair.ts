import { create } from 'zustand';
import { AppFailure } from '../../core/contract/failure';
import type { TestPair } from '../../core/contract/generationView';
import { call } from './backend';
import { endNotices, tellDone } from './notices';
import { openDetail, refreshSession } from './session';
import { setupFaultsOf } from './sessionActions';
import { flushDraft, showFaults } from './setupDraft';
import { awaitTask, cancelTask, useTasks } from './tasks';

interface TestPairStore {
  /** The session whose pair is being made; null while none is. */
  making: string | null;
  /** The last pair that was made, and for which session. Its pictures are gone with a reload. */
  made: { sessionId: string; pair: TestPair } | null;
  /** The panel with the pair, or with how far it is, is on the screen. */
  isOpen: boolean;
}

/** The pair that is made outside the plan, to see that the set-up works. */
export const useTestPair = create<TestPairStore>()(() => ({ making: null, made: null, isOpen: false }));

/** What notices of a test pair are about: the next one lets them go. */
const ABOUT = 'test pair';

/** Makes one pair outside the plan. Faults of the set-up are shown beside their fields; other failures are told. */
export async function makeTestPair(): Promise<void> {
  if (useTestPair.getState().making !== null) return;
  await flushDraft();
  const id = openDetail()?.session_id;
  if (id === undefined) return;
  endNotices(ABOUT);
  useTestPair.setState({ making: id, made: null, isOpen: true });
  try {
    const answer = await awaitTask('test_pair', () => askFor(id), 'No test pair was made');
    if (answer?.pair == null) useTestPair.setState({ isOpen: false });
    else showMade(id, answer.pair);
  } finally {
    useTestPair.setState({ making: null });
  }
}

/** Faults that have a place on the page are no failure to be told elsewhere: the pair is null then. */
async function askFor(id: string): Promise<{ pair: TestPair | null }> {
  try {
    return { pair: await call('generation.testPair', { session_id: id }) };
  } catch (error) {
    const faults = error instanceof AppFailure ? setupFaultsOf(error) : [];
    if (faults.length === 0 || openDetail()?.session_id !== id) throw error;
    showFaults(faults);
    return { pair: null };
  }
}

/** Whoever has closed the panel meanwhile, or opened another session, is not interrupted. */
function showMade(id: string, pair: TestPair): void {
  useTestPair.setState({ made: { sessionId: id, pair } });
  if (openDetail()?.session_id !== id) useTestPair.setState({ isOpen: false });
  // The plan knows now how long an image takes.
  else void refreshSession();
  if (!useTestPair.getState().isOpen)
    tellDone('The test pair is made.', { label: 'Show', run: () => openTestPair() }, ABOUT);
}

/** Shows the panel. */
export function openTestPair(): void {
  endNotices(ABOUT);
  useTestPair.setState({ isOpen: true });
}

/** Closes the panel; a pair that is being made is made all the same. */
export function closeTestPair(): void {
  useTestPair.setState({ isOpen: false });
}

/** Gives up the pair that is being made. */
export function cancelTestPair(): void {
  const task = useTasks
    .getState()
    .tasks.find(({ kind, state }) => kind === 'test_pair' && state === 'running');
  if (task !== undefined) void cancelTask(task.task_id);
}

import { create } from 'zustand';
import type { ComparedCandidate, Comparison } from '../../core/comparison/comparison';
import { comparisonText } from '../../core/comparison/comparisonText';
import { stringifyJson } from '../../core/session/json';
import { saveText } from '../backend/httpFiles';
import { call } from './backend';
import { LOADING, type Loaded, loaded } from './loaded';
import { tell } from './notices';

interface ComparisonStore {
  ids: readonly string[];
  /** Candidates that were chosen to stand for their sessions, by the sessions' ids. */
  stands: ReadonlyMap<string, ComparedCandidate>;
  answer: Loaded<Comparison>;
  /** Another choice is being counted, while the figures of the last one stand. */
  isRenewing: boolean;
}

/** Sessions side by side. */
export const useComparison = create<ComparisonStore>()(() => ({
  ids: [],
  stands: new Map(),
  answer: LOADING,
  isRenewing: false,
}));

/** Compares sessions, each with its best candidate. */
export function compareSessions(ids: readonly string[]): Promise<void> {
  useComparison.setState({ ids, stands: new Map(), answer: LOADING, isRenewing: false });
  return fetchComparison();
}

/** Lets another candidate stand for a session. Where that cannot be counted, it is told, and what is shown stays. */
export async function standFor(id: string, candidate: ComparedCandidate): Promise<void> {
  const before = useComparison.getState();
  const stands = new Map(before.stands).set(id, candidate);
  useComparison.setState({ stands, isRenewing: true });
  await fetchComparison();
  const { answer } = useComparison.getState();
  if (answer.phase !== 'failed' || before.answer.phase !== 'ready' || !isAsked(before.ids, stands)) return;
  useComparison.setState({ answer: before.answer, stands: before.stands });
  tell(answer.message, 'fault');
}

/** Asks again, as after a failure. */
export function compareAgain(): Promise<void> {
  useComparison.setState({ answer: LOADING });
  return fetchComparison();
}

async function fetchComparison(): Promise<void> {
  const { ids, stands } = useComparison.getState();
  const answer = await loaded(
    call('comparison.get', {
      session_ids: [...ids],
      stands: [...stands].map(([id, { lora_filename, weight }]) => ({
        session_id: id,
        lora_filename,
        weight,
      })),
    }),
  );
  // Whoever has chosen something else meanwhile waits for that.
  if (isAsked(ids, stands)) useComparison.setState({ answer, isRenewing: false });
}

function isAsked(ids: readonly string[], stands: ReadonlyMap<string, ComparedCandidate>): boolean {
  const now = useComparison.getState();
  return now.ids === ids && now.stands === stands;
}

/** The comparison as text, for the clipboard. */
export function textOfComparison(comparison: Comparison): string {
  return comparisonText(comparison);
}

/** Saves a comparison as a file that scripts can read: what the HTTP API answers. */
export function saveComparison(comparison: Comparison): void {
  const [first] = comparison.sessions;
  const more = comparison.sessions.length - 1;
  saveText(stringifyJson(comparison, 2), `comparison-${first?.session_id ?? ''}-and-${more}.json`);
}

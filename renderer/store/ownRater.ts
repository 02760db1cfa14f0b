import { create } from 'zustand';
import type { EvaluationView } from '../../core/contract/sessionView';
import { useDetail } from './session';

/** Who votes in this window, by session; a session that is not there has its first rater. */
type Chosen = Readonly<Record<string, string>>;

const PLACE = 'blindfold.ownRaters';
/** So many sessions are remembered, the latest chosen last. */
const MOST = 200;

const useChosen = create<{ chosen: Chosen }>()(() => ({ chosen: read(localStorage.getItem(PLACE)) }));

/** The name of the rater who votes in this window on a session; null is the first rater. */
export function ownRaterOf(sessionId: string): string | null {
  return nameIn(useChosen.getState().chosen, sessionId);
}

/** Whose trials and votes the calls of a session are about; nothing for the first rater. */
export function raterArg(sessionId: string): { rater?: string } {
  const rater = ownRaterOf(sessionId);
  return rater === null ? {} : { rater };
}

/** The name of the rater who votes in this window on the open session, for a component; null is the first rater. */
export function useOwnRater(): string | null {
  const sessionId = useDetail()?.session_id ?? null;
  return useChosen(({ chosen }) => (sessionId === null ? null : nameIn(chosen, sessionId)));
}

/** Chooses who votes in this window on a session, by the rater's name; null is the first rater. It is kept in this window. */
export function chooseRater(sessionId: string, name: string | null): void {
  const { [sessionId]: _before, ...others } = useChosen.getState().chosen;
  const all = name === null ? others : { ...others, [sessionId]: name };
  const chosen = Object.fromEntries(Object.entries(all).slice(-MOST));
  useChosen.setState({ chosen });
  localStorage.setItem(PLACE, JSON.stringify(chosen));
}

/** Hears when another rater is chosen for a session; the answer ends it. */
export function onRaterChosen(sessionId: string, listener: () => void): () => void {
  return useChosen.subscribe((now, before) => {
    if (nameIn(now.chosen, sessionId) !== nameIn(before.chosen, sessionId)) listener();
  });
}

/** The evaluation as the rater of this window sees it. In: that rater's name; null is the one whom the evaluation names. */
export function seenBy(evaluation: EvaluationView, name: string | null): EvaluationView {
  return name === null ? evaluation : { ...evaluation, rater: name };
}

function nameIn(chosen: Chosen, sessionId: string): string | null {
  return Object.hasOwn(chosen, sessionId) ? (chosen[sessionId] ?? null) : null;
}

function read(text: string | null): Chosen {
  if (text === null) return {};
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return {};
    return Object.fromEntries(
      Object.entries(value).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
    );
  } catch {
    return {};
  }
}

import { create } from 'zustand';
import { useSession } from './session';

const PLACE = 'blindfold.raters';
/** So many choices are kept; the oldest ones go. */
const MOST_KEPT = 200;

type Chosen = Readonly<Record<string, string>>;

/** Which rater this window votes as, by session; a session that is not in it votes as its first rater. */
const useOwnRaters = create<{ chosen: Chosen }>()(() => ({
  chosen: readRaters(localStorage.getItem(PLACE)),
}));

/** The rater that this window votes as in a session, by name; null for the first one. */
export function ownRaterOf(sessionId: string): string | null {
  return useOwnRaters.getState().chosen[sessionId] ?? null;
}

/** The same of the open session, for a component. */
export function useOwnRater(): string | null {
  const id = useSession(({ session }) => (session.phase === 'blank' ? null : session.id));
  return useOwnRaters(({ chosen }) => (id === null ? null : (chosen[id] ?? null)));
}

/** Votes as a rater from now on, by name; null is the first one. Kept in this window. */
export function chooseRater(sessionId: string, name: string | null): void {
  const { [sessionId]: _old, ...others } = useOwnRaters.getState().chosen;
  const kept = Object.entries(others).slice(-(MOST_KEPT - 1));
  const chosen = Object.fromEntries(name === null ? kept : [...kept, [sessionId, name]]);
  useOwnRaters.setState({ chosen });
  localStorage.setItem(PLACE, JSON.stringify(chosen));
}

/** Choices from their stored text; whatever cannot be read is none. */
function readRaters(text: string | null): Chosen {
  if (text === null) return {};
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null) return {};
    return Object.fromEntries(
      Object.entries(value).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
    );
  } catch {
    return {};
  }
}

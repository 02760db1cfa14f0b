import { create } from 'zustand';

/** What was read and put away of each session, by its id. */
type PutAway = Readonly<Record<string, string>>;

const PLACE = 'blindfold.mended';
const MOST = 20;

/** Which messages about mended files this window has put away; kept in this window, never in a session. */
const usePutAway = create<{ putAway: PutAway }>()(() => ({ putAway: read(localStorage.getItem(PLACE)) }));

/** The repairs of a session that are to be shown: none once these very ones were put away. */
export function useShownRepairs(id: string, repairs: readonly string[]): readonly string[] {
  const known = usePutAway(({ putAway }) => putAway[id]);
  return known === repairs.join('\n') ? [] : repairs;
}

/** Puts the message about a session's repairs away, until there are others. */
export function putRepairsAway(id: string, repairs: readonly string[]): void {
  const { [id]: _, ...others } = usePutAway.getState().putAway;
  const entries = [...Object.entries(others), [id, repairs.join('\n')]];
  const putAway = Object.fromEntries(entries.slice(-MOST)) as PutAway;
  usePutAway.setState({ putAway });
  localStorage.setItem(PLACE, JSON.stringify(putAway));
}

function read(text: string | null): PutAway {
  try {
    const value: unknown = JSON.parse(text ?? '{}');
    if (typeof value !== 'object' || value === null) return {};
    return Object.fromEntries(Object.entries(value).filter(([, said]) => typeof said === 'string'));
  } catch {
    return {};
  }
}

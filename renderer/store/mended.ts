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
  keep([...othersThan(id), [id, repairs.join('\n')]]);
}

/** Once nothing is mended any more, the same words are news again. */
export function forgetRepairs(id: string): void {
  if (usePutAway.getState().putAway[id] !== undefined) keep(othersThan(id));
}

function othersThan(id: string): [string, string][] {
  return Object.entries(usePutAway.getState().putAway).filter(([other]) => other !== id);
}

function keep(entries: readonly [string, string][]): void {
  const putAway = Object.fromEntries(entries.slice(-MOST));
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

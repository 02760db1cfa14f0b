import { create } from 'zustand';
import type { SessionSummary } from '../../core/contract/sessionView';
import { call } from './backend';
import { tellFailure } from './notices';
import { listArgs } from './sessions';

interface Selection {
  /** Several sessions are being chosen: a press on one chooses it and opens nothing. */
  isOn: boolean;
  /** As they were when they were chosen, in that order. */
  chosen: ReadonlyMap<string, SessionSummary>;
  /** Place in the list where a range begins. */
  anchor: number;
}

/** Several sessions of the list, chosen to do one thing with all of them. */
export const useSelection = create<Selection>()(() => ({ isOn: false, chosen: new Map(), anchor: 0 }));

/** Begins to choose several, with one of them chosen already where it is named. */
export function beginSelection(first?: SessionSummary): void {
  const chosen = new Map(first === undefined ? [] : [[first.session_id, first]]);
  useSelection.setState({ isOn: true, chosen, anchor: 0 });
}

export function endSelection(): void {
  useSelection.setState({ isOn: false, chosen: new Map() });
}

/** Chooses a session or lets it go; `index` is its place in the list. */
export function toggleChosen(summary: SessionSummary, index: number): void {
  const chosen = new Map(useSelection.getState().chosen);
  if (!chosen.delete(summary.session_id)) chosen.set(summary.session_id, summary);
  useSelection.setState({ isOn: true, chosen, anchor: index });
}

/** Chooses everything from the last chosen place of the list to this one, whether it was looked at or not. */
export function chooseUpTo(index: number): Promise<void> {
  const { anchor } = useSelection.getState();
  return choose(Math.min(anchor, index), Math.abs(index - anchor) + 1);
}

/** The longest list in one question. */
const MOST = 10_000;

/** Chooses all that the search and the filters show. */
export function chooseAll(): Promise<void> {
  return choose(0, MOST);
}

async function choose(offset: number, limit: number): Promise<void> {
  try {
    const { sessions } = await call('session.list', { ...listArgs(), offset, limit });
    const chosen = new Map(useSelection.getState().chosen);
    for (const summary of sessions) chosen.set(summary.session_id, summary);
    useSelection.setState({ isOn: true, chosen });
  } catch (error) {
    tellFailure(error);
  }
}

/** Lets go of sessions that are gone. */
export function dropChosen(ids: readonly string[]): void {
  const { chosen } = useSelection.getState();
  if (!ids.some((id) => chosen.has(id))) return;
  useSelection.setState({ chosen: new Map([...chosen].filter(([id]) => !ids.includes(id))) });
}

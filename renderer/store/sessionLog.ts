import { create } from 'zustand';
import type { LogEntry } from '../../core/contract/sessionView';
import { call, failureText, onPush } from './backend';
import { useConnection } from './connection';

interface SessionLog {
  sessionId: string | null;
  /** Oldest first; null until they were answered. */
  entries: readonly LogEntry[] | null;
  /** What came by push before the first answer. */
  early: readonly LogEntry[];
  /** How many lines were asked for, counted from the newest. */
  limit: number;
  /** There are more lines before the first one. */
  hasEarlier: boolean;
  isAsking: boolean;
  /** Why it could not be read; null while it could. */
  failure: string | null;
}

/** The steps in which the log is read from its end; the last one is the most that is shown. */
const LIMITS = [500, 2000, 10_000] as const;
const MOST_LINES = LIMITS[2];

const AT_FIRST: Omit<SessionLog, 'sessionId'> = {
  entries: null,
  early: [],
  limit: LIMITS[0],
  hasEarlier: false,
  isAsking: false,
  failure: null,
};

/** The log of one session, as far as it was asked for. */
export const useSessionLog = create<SessionLog>()(() => ({ ...AT_FIRST, sessionId: null }));

/** Two parts of a log as one, in the order of the lines' numbers, each once; the newest lines when it is too long. */
export function mergeEntries(old: readonly LogEntry[], more: readonly LogEntry[]): LogEntry[] {
  const last = old.at(-1)?.seq ?? -1;
  // A line that has just come is the newest one, nearly always.
  if (more.every(({ seq }, index) => seq > (index === 0 ? last : (more[index - 1]?.seq ?? last))))
    return [...old, ...more].slice(-MOST_LINES);
  const bySeq = new Map([...old, ...more].map((entry) => [entry.seq, entry]));
  return [...bySeq.values()].sort((a, b) => a.seq - b.seq).slice(-MOST_LINES);
}

/** Follows a session's log from now on; the answer stops it. */
export function followSessionLog(sessionId: string): () => void {
  useSessionLog.setState({ ...AT_FIRST, sessionId });
  void fetchSessionLog();
  const stops = [
    onPush('log.added', ({ session_id, entry }) => {
      if (session_id !== sessionId) return;
      useSessionLog.setState(({ entries, early }) =>
        entries === null ? { early: [...early, entry] } : { entries: mergeEntries(entries, [entry]) },
      );
    }),
    useConnection.subscribe((now, before) => {
      if (now.link === 'open' && before.link === 'lost') void fetchSessionLog();
    }),
  ];
  return () => {
    for (const stop of stops) stop();
  };
}

/** Reads the followed session's log; a failure is said in its place. */
export async function fetchSessionLog(): Promise<void> {
  const { sessionId, limit } = useSessionLog.getState();
  if (sessionId === null) return;
  useSessionLog.setState({ isAsking: true });
  const isOther = () => useSessionLog.getState().sessionId !== sessionId;
  try {
    const { entries } = await call('session.log', { session_id: sessionId, limit });
    if (isOther()) return;
    useSessionLog.setState((state) => ({
      entries: mergeEntries(mergeEntries(state.entries ?? [], entries), state.early),
      early: [],
      hasEarlier: entries.length >= limit && limit < MOST_LINES,
      isAsking: false,
      failure: null,
    }));
  } catch (error) {
    if (!isOther()) useSessionLog.setState({ isAsking: false, failure: failureText(error) });
  }
}

/** Reads further back. */
export async function fetchEarlier(): Promise<void> {
  useSessionLog.setState(({ limit }) => ({ limit: LIMITS.find((next) => next > limit) ?? MOST_LINES }));
  await fetchSessionLog();
}

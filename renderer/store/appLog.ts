import { create } from 'zustand';
import type { AppLogEntry } from '../../core/contract/storageView';
import { call, failureText, onPush } from './backend';
import { useConnection } from './connection';
import { tellFailure } from './notices';

/** A line with a number of its own: two lines may say the same at the same time. */
export interface AppLogLine extends AppLogEntry {
  number: number;
}

interface AppLog {
  /** Oldest first; null until they were answered. */
  lines: readonly AppLogLine[] | null;
  /** Where the log is kept; null when it is not kept. */
  file: string | null;
  /** Why it could not be read; null while it could. */
  failure: string | null;
}

/** The app's own log as far as it was asked for. */
export const useAppLog = create<AppLog>()(() => ({ lines: null, file: null, failure: null }));

/** The log is read from its end; older lines stay in its file. */
const MOST_LINES = 10_000;
const FIRST_LINES = 2000;

let nextNumber = 0;

/** Follows the app's log from now on; the answer stops it. */
export function followAppLog(): () => void {
  void fetchAppLog();
  const stops = [
    onPush('app.logged', ({ entry }) => {
      if (early !== null) early.push(entry);
      useAppLog.setState(({ lines }) => (lines === null ? {} : { lines: withLines(lines, [entry]) }));
    }),
    useConnection.subscribe((now, before) => {
      if (now.link === 'open' && before.link === 'lost') void fetchAppLog();
    }),
  ];
  return () => {
    for (const stop of stops) stop();
  };
}

/** Lines that come while the log is being read; null while it is not. They may be in the answer or not. */
let early: AppLogEntry[] | null = null;

/** Reads the log anew. */
export async function fetchAppLog(): Promise<void> {
  early = [];
  try {
    const { entries, file } = await call('app.log', { limit: FIRST_LINES });
    const known = new Set(entries.map(({ at, message }) => `${at} ${message}`));
    const missing = early.filter(({ at, message }) => !known.has(`${at} ${message}`));
    useAppLog.setState({ lines: withLines([], [...entries, ...missing]), file, failure: null });
  } catch (error) {
    useAppLog.setState({ failure: failureText(error) });
  } finally {
    early = null;
  }
}

function withLines(lines: readonly AppLogLine[], entries: readonly AppLogEntry[]): AppLogLine[] {
  const numbered = entries.map((entry) => {
    nextNumber += 1;
    return { ...entry, number: nextNumber };
  });
  return [...lines, ...numbered].slice(-MOST_LINES);
}

/** What helps to find a fault, as text; null when it could not be had, which is told. */
export async function fetchDiagnostics(): Promise<string | null> {
  try {
    return (await call('app.diagnostics', {})).text;
  } catch (error) {
    tellFailure(error);
    return null;
  }
}

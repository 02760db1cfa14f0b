import { create } from 'zustand';
import type { CommandArgs } from '../../core/contract/commands';
import { AppFailure } from '../../core/contract/failure';
import type { SessionList as Answer, ListFilter, SessionSummary } from '../../core/contract/sessionView';
import { call, failureText } from './backend';
import { tell, tellFailure } from './notices';
import { countOf } from './sessionWords';

export type SessionFilter = 'all' | ListFilter;
/** Days in the form YYYY-MM-DD, both included; null = open on that side. */
export interface Days {
  from: string | null;
  to: string | null;
}

/** Sessions in one question. */
export const PAGE = 100;
/** A search is asked once the hand rests for so long, in ms. */
const REST_MS = 120;
/** Pushes in a row make one question, in ms. */
const SOON_MS = 250;
/** So many are asked for beside a search, to know whether there is any session of the person's own. */
const PROBE = 5;

interface SessionsStore {
  /** As typed. */
  search: string;
  filter: SessionFilter;
  days: Days;
  /** The pages that came, by their number. Null until the list was answered once. */
  pages: ReadonlyMap<number, readonly SessionSummary[]> | null;
  /** Of all that fit search, days and filter. */
  total: number;
  counts: Answer['counts'];
  /** The search that the pages answer. */
  answered: { search: string; filter: SessionFilter; days: Days };
  /** All sessions, whatever is searched for; null until it is known. */
  everything: number | null;
  /** Whether there is a session beside the sample that comes with the app. */
  hasOwn: boolean;
  /** Why the list could not be asked for; null when it could. */
  fault: string | null;
}

const NO_COUNTS: Answer['counts'] = { all: 0, active: 0, to_vote: 0, done: 0, archived: 0, damaged: 0 };
export const ANY_DAY: Days = { from: null, to: null };
const OPEN = { search: '', filter: 'all' as SessionFilter, days: ANY_DAY };

const BLANK: SessionsStore = {
  ...OPEN,
  pages: null,
  total: 0,
  counts: NO_COUNTS,
  answered: OPEN,
  everything: null,
  hasOwn: false,
  fault: null,
};

/** The picker's list, of which only the pages that were looked at are held. */
export const useSessions = create<SessionsStore>()(() => BLANK);

/** Goes up with each question about the whole list; an answer to an older one is dropped. */
let question = 0;
/** The question that each page was last asked in, so that it is asked once. */
const askedIn = new Map<number, number>();
/** What the list looks at now. */
let inView: readonly number[] = [0];
let timer: ReturnType<typeof setTimeout> | null = null;

/** Forgets everything, as at a start. */
export function resetSessions(): void {
  if (timer !== null) clearTimeout(timer);
  timer = null;
  question += 1;
  askedIn.clear();
  inView = [0];
  seen.clear();
  useSessions.setState(BLANK, true);
}

/** The session at a place of the list; undefined while its page has not come. */
export function sessionAt(
  pages: ReadonlyMap<number, readonly SessionSummary[]>,
  index: number,
): SessionSummary | undefined {
  return pages.get(Math.floor(index / PAGE))?.[index % PAGE];
}

/** Whether anything narrows the list down. */
export function isNarrowed({
  search,
  filter,
  days,
}: Pick<SessionsStore, 'search' | 'filter' | 'days'>): boolean {
  return search.trim() !== '' || filter !== 'all' || days.from !== null || days.to !== null;
}

/** Searches by words; asked once the hand rests. */
export function setSearch(search: string): void {
  useSessions.setState({ search });
  askIn(REST_MS);
}

export function setFilter(filter: SessionFilter): void {
  useSessions.setState({ filter });
  void refreshSessions();
}

export function setDays(days: Days): void {
  useSessions.setState({ days });
  void refreshSessions();
}

/** Takes search, filter and days away. */
export function showAllSessions(): void {
  useSessions.setState(OPEN);
  void refreshSessions();
}

function askIn(ms: number): void {
  if (timer !== null) clearTimeout(timer);
  timer = setTimeout(() => void refreshSessions(), ms);
}

/** What the contract calls the list that is looked for now; also the list's words for a question of its own. */
export function listArgs(): CommandArgs<'session.list'> {
  const { search, filter, days } = useSessions.getState();
  return {
    pinned_first: true,
    ...(search.trim() === '' ? {} : { q: search.trim() }),
    ...(filter === 'all' ? {} : { filter }),
    ...(days.from === null ? {} : { from: days.from }),
    ...(days.to === null ? {} : { to: days.to }),
  };
}

/** Asks anew for what is looked at. What stands there stays until the answer is here; a failure is said in the list. */
export async function refreshSessions(): Promise<void> {
  if (timer !== null) clearTimeout(timer);
  timer = null;
  question += 1;
  const { search, filter, days, answered } = useSessions.getState();
  const isOther = answered.search !== search || answered.filter !== filter || answered.days !== days;
  const pages = isOther ? [0] : inView;
  await Promise.all([...pages.map((page) => askPage(page, question)), countEverything(question)]);
}

/**
 * Brings the list in line with the folders, which somebody may have added or taken away by hand. What changed comes by a
 * push; `isAsked`: a person asked for it and is told what came of it.
 */
export async function lookAtFolders(isAsked: boolean): Promise<void> {
  try {
    const { changed } = await call('session.refresh', {});
    if (!isAsked) return;
    await refreshSessions();
    tell(changed === 0 ? 'The list is as the folders are.' : `${countOf(changed, 'session')} changed.`);
  } catch (error) {
    tellFailure(error);
  }
}

/** Asks for the pages that are looked at and did not come yet. */
export function lookAtPages(pages: readonly number[]): void {
  inView = pages.length === 0 ? [0] : pages;
  for (const page of inView) if (askedIn.get(page) !== question) void askPage(page, question);
}

/** The question for a page of the list; for the first one that is looked at when none is named. */
export function pageArgs(page = inView[0] ?? 0): CommandArgs<'session.list'> {
  return { ...listArgs(), limit: PAGE, offset: page * PAGE };
}

async function askPage(page: number, asked: number): Promise<void> {
  askedIn.set(page, asked);
  const { search, filter, days } = useSessions.getState();
  try {
    const answer = await call('session.list', pageArgs(page));
    if (asked === question) takePage(page, answer, { search, filter, days });
  } catch (error) {
    if (askedIn.get(page) === asked) askedIn.delete(page);
    if (asked === question) failed(error);
  }
}

/** A lost backend is said by a banner of its own, as long as there is a list to show. */
function failed(error: unknown): void {
  const isLost = error instanceof AppFailure && error.code === 'host_unreachable';
  if (!isLost || useSessions.getState().pages === null) useSessions.setState({ fault: failureText(error) });
}

function takePage(page: number, answer: Answer, to: SessionsStore['answered']): void {
  useSessions.setState(({ pages: old, answered }) => {
    const isSame =
      answered.search === to.search && answered.filter === to.filter && answered.days === to.days;
    const pages = new Map(isSame ? old : null);
    pages.set(page, answer.sessions);
    // What lies behind the end is gone.
    for (const number of pages.keys()) if (number > 0 && number * PAGE >= answer.total) pages.delete(number);
    return {
      pages,
      total: answer.total,
      counts: answer.counts,
      answered: isSame ? answered : to,
      fault: null,
    };
  });
  for (const summary of answer.sessions) seen.set(summary.session_id, placeOf(summary));
}

/** Counts all sessions, and finds out whether one of them is the person's own. */
async function countEverything(asked: number): Promise<void> {
  try {
    const { sessions, counts } = await call('session.list', { limit: PROBE });
    if (asked !== question) return;
    const samples = counts.all <= PROBE ? sessions.filter(({ sample }) => sample).length : 0;
    useSessions.setState({ everything: counts.all, hasOwn: counts.all > samples });
  } catch (error) {
    if (asked === question) failed(error);
  }
}

/** What decides where a session stands in the list and whether it does. */
const seen = new Map<string, string>();

function placeOf(summary: SessionSummary): string {
  const { pinned, timestamp, created_at, state, status, step, notes, lora_filename, first_prompt } = summary;
  return [pinned, timestamp ?? created_at, state, status, step, notes, lora_filename, first_prompt].join(
    '\n',
  );
}

/**
 * Takes a summary that came by push or as an answer: in its place at once, and the list is asked anew when its order, or
 * what belongs in it, may be another one now.
 */
export function adoptSummary(summary: SessionSummary): void {
  const isMoved = seen.get(summary.session_id) !== placeOf(summary);
  seen.set(summary.session_id, placeOf(summary));
  replaceSummary(summary);
  if (isMoved && useSessions.getState().pages !== null && timer === null) askIn(SOON_MS);
}

/** What the pages that came say of a session; undefined where it is on none of them. */
export function summaryOf(id: string): SessionSummary | undefined {
  for (const rows of useSessions.getState().pages?.values() ?? []) {
    const found = rows.find(({ session_id }) => session_id === id);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Puts a summary in the place of the same session's older one. */
export function replaceSummary(summary: SessionSummary): void {
  useSessions.setState(({ pages }) => {
    for (const [number, rows] of pages ?? []) {
      const index = rows.findIndex(({ session_id }) => session_id === summary.session_id);
      if (index < 0) continue;
      const next = new Map(pages);
      next.set(number, rows.with(index, summary));
      return { pages: next };
    }
    return {};
  });
}

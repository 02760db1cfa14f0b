import type { SessionSummary } from '../contract/sessionView';

/** What a clean-up must know of the moment. */
export interface CleanupSurroundings {
  /** Sessions that a window has open, or that are in memory. */
  readonly open: ReadonlySet<string>;
  /** Sessions whose images are being made, or wait for their turn. */
  readonly running: ReadonlySet<string>;
}

/** Which sessions go to the trash, and why others that would be due stay. */
export interface CleanupChoice {
  readonly go: SessionSummary[];
  /** In sentences, with counts. */
  readonly kept: string[];
}

const HOUR_MS = 3_600_000;

/**
 * Sessions whose last event is older than so many hours. The sample and archived sessions are nothing that a clean-up looks
 * at; the open one, running, pinned, unsaved and damaged ones stay. In: now in ms since 1970.
 */
export function chooseOld(
  sessions: readonly SessionSummary[],
  options: CleanupSurroundings & { readonly now: number; readonly hours: number },
): CleanupChoice {
  const limit = options.now - options.hours * HOUR_MS;
  return choose(
    sessions.filter(({ last_event_at }) => Date.parse(last_event_at) < limit),
    (summary) => protection(summary, options) ?? (summary.unsaved_changes > 0 ? 'unsaved' : null),
  );
}

/**
 * Sessions without an image and without a vote, whatever their age. A draft that was never saved is one of them, so what
 * is unsaved does not keep it.
 */
export function chooseEmpty(
  sessions: readonly SessionSummary[],
  surroundings: CleanupSurroundings,
): CleanupChoice {
  return choose(sessions.filter(isEmptySession), (summary) => protection(summary, surroundings));
}

/**
 * True for a session without an image and without a vote. What a damaged folder holds nobody knows, and images that are gone
 * may come back.
 */
export function isEmptySession({
  images_done,
  images_missing = 0,
  votes_done,
  state,
  sample,
}: SessionSummary): boolean {
  return (
    images_done + images_missing === 0 &&
    votes_done === 0 &&
    (state === 'ok' || state === 'read_only') &&
    !sample
  );
}

type Protection = 'open' | 'elsewhere' | 'running' | 'pinned' | 'unsaved' | 'damaged';

function choose(
  due: readonly SessionSummary[],
  protectionOf: (summary: SessionSummary) => Protection | null,
): CleanupChoice {
  const go: SessionSummary[] = [];
  const counts = new Map<Protection, number>();
  for (const summary of due) {
    if (summary.sample || summary.state === 'archived') continue;
    const kept = protectionOf(summary);
    if (kept === null) go.push(summary);
    else counts.set(kept, (counts.get(kept) ?? 0) + 1);
  }
  const kept = ORDER.flatMap((protection) => {
    const count = counts.get(protection) ?? 0;
    return count === 0 ? [] : [keptSentence(protection, count)];
  });
  return { go, kept };
}

function protection(
  { session_id, state, status, pinned }: SessionSummary,
  { open, running }: CleanupSurroundings,
): Protection | null {
  if (state === 'damaged') return 'damaged';
  if (running.has(session_id)) return 'running';
  if (state === 'read_only') return 'elsewhere';
  if (status === 'running') return 'running';
  if (open.has(session_id)) return 'open';
  return pinned ? 'pinned' : null;
}

const ORDER: readonly Protection[] = ['open', 'elsewhere', 'running', 'pinned', 'unsaved', 'damaged'];

/** What is said of one session, and of several. */
const KEPT: Readonly<Record<Protection, readonly [one: string, many: string]>> = {
  open: ['is open', 'are open'],
  elsewhere: ['is open in another copy of Blindfold', 'are open in another copy of Blindfold'],
  running: ['makes images', 'make images'],
  pinned: ['is pinned', 'are pinned'],
  unsaved: ['has unsaved changes', 'have unsaved changes'],
  damaged: ['is damaged', 'are damaged'],
};

function keptSentence(protection: Protection, count: number): string {
  const [one, many] = KEPT[protection];
  return count === 1 ? `1 session stays: it ${one}.` : `${count} sessions stay: they ${many}.`;
}

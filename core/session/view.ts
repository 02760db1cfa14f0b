import type { EvaluationView, SessionSummary } from '../contract/sessionView';
import type { Measured } from '../plan/planSummary';
import { answersDone } from './answers';
import { formatStamp, isoTime, type SessionId, sessionIdTime, sessionLabel } from './identity';
import { canJudge, countsOf, isEvaluationComplete, stepOf, trialsOf, trialsOfMetric } from './progress';
import { serverKey } from './serverKey';
import {
  effectiveSetup,
  FIRST_RATER,
  isPackRater,
  labelOf,
  newRater,
  type Rater,
  type SessionState,
} from './state';

/** The word under which a session stores the built-in demo server, whatever its port. */
export const DEMO_SERVER = 'demo';

/** What a summary says beside the state itself. */
export interface SummaryExtras {
  readonly state: 'ok' | 'read_only';
  readonly unsaved_changes: number;
  /** ISO time of the last event; null where there is no journal. */
  readonly last_event_at: string | null;
  /** An address under `/image/`, or null. */
  readonly thumbnail: string | null;
}

/** A session as one line of the list. Nothing in it tells which picture is which. */
export function summaryOf(state: SessionState, extras: SummaryExtras): SessionSummary {
  const setup = effectiveSetup(state);
  const lora_filename = setup.loras[0] ?? null;
  return {
    session_id: state.session_id,
    label: sessionLabel(
      state.session_id,
      state.pack === null ? lora_filename : 'rating pack',
      savedOrMade(state),
    ),
    state: extras.state,
    status: state.run.status,
    step: stepOf(state),
    lora_filename,
    first_prompt: setup.prompt_pairs[0]?.positive ?? state.pack?.showings[0]?.prompt ?? null,
    created_at: state.created_at,
    saved_at: state.timestamp === null ? null : new Date(state.timestamp * 1000).toISOString(),
    timestamp: state.timestamp,
    ...countsOf(state),
    images_missing: state.missing.size,
    notes: state.notes,
    pinned: state.pinned,
    unsaved_changes: extras.unsaved_changes,
    recovered_from_disk: state.recovered_from_disk,
    sample: state.sample,
    is_pack: state.pack !== null,
    last_event_at: extras.last_event_at ?? savedOrMade(state).toISOString(),
    thumbnail: extras.thumbnail,
  };
}

function savedOrMade(state: SessionState): Date {
  return new Date(state.timestamp === null ? state.created_at : state.timestamp * 1000);
}

/** The line of a folder whose content cannot be read: it is listed, so that it can be looked after. */
export function damagedSummary(id: SessionId, message: string): SessionSummary {
  const made = sessionIdTime(id) ?? new Date(0);
  return {
    session_id: id,
    label: sessionLabel(id, null, made),
    state: 'damaged',
    status: 'failed',
    step: 1,
    lora_filename: null,
    first_prompt: null,
    created_at: made.toISOString(),
    saved_at: null,
    timestamp: null,
    images_done: 0,
    images_total: 0,
    images_missing: 0,
    pairs_total: 0,
    votes_done: 0,
    votes_total: 0,
    notes: message,
    pinned: false,
    unsaved_changes: 0,
    recovered_from_disk: false,
    sample: false,
    is_pack: false,
    last_event_at: made.toISOString(),
    thumbnail: null,
  };
}

/** Seconds since 1970 by which the list is sorted: the last save, or the making of what was never saved. */
export function sortTime(summary: Pick<SessionSummary, 'timestamp' | 'created_at'>): number {
  return summary.timestamp ?? Date.parse(summary.created_at) / 1000;
}

/** What a search of sessions looks through: id, LoRA files, prompts, notes, and the date as a person may type it. */
export function searchTextOf(state: SessionState): string {
  const setup = effectiveSetup(state);
  const ofPack = new Set(state.pack?.showings.map(({ prompt }) => prompt));
  const prompts = [...setup.prompt_pairs.flatMap((pair) => [pair.positive, pair.negative]), ...ofPack];
  return [state.session_id, dateWords(savedOrMade(state)), ...setup.loras, ...prompts, state.notes].join(
    '\n',
  );
}

/** `2024-01-15 01/15 15.01.2024 January`: forms of one local day. */
function dateWords(time: Date): string {
  const stamp = formatStamp(time);
  const [year, month, day] = [stamp.slice(0, 4), stamp.slice(4, 6), stamp.slice(6, 8)];
  const name = MONTHS[Number(month) - 1] ?? '';
  return `${year}-${month}-${day} ${month}/${day} ${day}.${month}.${year} ${name}`;
}

const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];

/** Whether a text holds every word of a search. */
export function holdsWords(text: string, search: string): boolean {
  const lower = text.toLowerCase();
  return search
    .toLowerCase()
    .split(/\s+/)
    .every((word) => lower.includes(word));
}

/** How far the judging is. Counts of votes only: no running score before the reveal, and nothing that tells a check. */
export function evaluationOf(state: SessionState, rater: string = FIRST_RATER): EvaluationView {
  const { votes_done, votes_total } = countsOf(state);
  const listed = state.raters.filter((one) => !isForgottenPack(one));
  const raters = listed.length > 0 ? listed : [newRater(FIRST_RATER)];
  return {
    complete: isEvaluationComplete(state),
    revealed_at: state.revealed === null ? null : (readTime(state.revealed.at) ?? state.created_at),
    revealed_early: state.revealed?.early ?? false,
    rater,
    raters: raters.map((one) => raterView(state, one)),
    votes_done,
    votes_total,
    metric_mode: effectiveSetup(state).metric_mode,
    round: state.round,
    finished_by_hand: state.finished_by_hand,
    can_judge: canJudge(state),
  };
}

/** A discard takes merged votes back with whose they are, and leaves only the order that was drawn for them. */
function isForgottenPack({ name, source, votes, checks }: Rater): boolean {
  return isPackRater(name) && source === null && votes.length + checks.length === 0;
}

function raterView(state: SessionState, rater: Rater): EvaluationView['raters'][number] {
  const done = new Map<string, number>();
  const add = (metric: string) => done.set(metric, (done.get(metric) ?? 0) + 1);
  for (const { metric } of rater.votes) add(metric);
  for (const { metric, kind } of rater.checks) if (kind !== 'training') add(metric);
  return {
    name: rater.name,
    label: labelOf(rater),
    votes_done: answersDone(rater),
    votes_total: trialsOf(state, rater),
    from_pack: rater.source !== null,
    by_metric: effectiveSetup(state).metrics.map((metric) => ({
      metric,
      votes_done: done.get(metric) ?? 0,
      votes_total: trialsOfMetric(state, metric, rater),
    })),
  };
}

/** A time out of a file that another program may have written, as ISO time; null when it is none. */
export function readTime(text: string | null): string | null {
  return text === null ? null : isoTime(Date.parse(text));
}

/**
 * True when the session's images come from the demo server: named by its word, or found behind an address by a run that
 * asked it.
 */
export function isDemoSession(state: SessionState): boolean {
  if (state.demo) return true;
  if (effectiveSetup(state).servers.includes(DEMO_SERVER)) return true;
  for (const image of state.images.values()) if (image.server === DEMO_SERVER) return true;
  return false;
}

/**
 * The mean time and size of the images that a session has; null where it has none. The time is that of all its servers
 * together, each at its own speed.
 */
export function measuredOf(state: SessionState): Pick<Measured, 'secondsPerImage' | 'bytesPerImage'> {
  const images = [...state.images.values()];
  const sizes = images.flatMap((image) => (image.size_bytes > 0 ? [image.size_bytes] : []));
  const byServer = new Map<string, { images: number; seconds: number }>();
  for (const { server, seconds } of images) {
    if (seconds === null) continue;
    const place = serverKey(server);
    const own = byServer.get(place) ?? { images: 0, seconds: 0 };
    byServer.set(place, { images: own.images + 1, seconds: own.seconds + seconds });
  }
  let rate = 0;
  for (const own of byServer.values()) if (own.seconds > 0) rate += own.images / own.seconds;
  return { secondsPerImage: rate === 0 ? null : 1 / rate, bytesPerImage: mean(sizes) };
}

function mean(values: readonly number[]): number | null {
  return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;
}

import type { Phase, Status } from '../contract/generationView';
import type { PlanReach } from '../plan/extension';
import type { PlannedPair } from '../plan/jobs';
import type { OrderEntry } from '../plan/trials';
import type { CheckKind, EventOf, EventType, PackShowing, VoteFlag, VoteSource } from './events';
import type { SessionId } from './identity';
import type { JsonValue } from './json';
import type { SelfCheck } from './selfCheck';
import { blankSetup, type MetricMode, type Setup } from './setup';

export type JsonObject = { [key: string]: JsonValue };

/** The rater who votes when nobody gave a name. */
export const FIRST_RATER = 'rater 1';

/** An image that is whole and on disk. */
export interface ImageRecord {
  file: string;
  sha256: string;
  size_bytes: number;
  width: number;
  height: number;
  server: string;
  /** `YYYYMMDD_HHMMSS`, local time. */
  timestamp: string;
  /** Seconds its execution took; null when it was found already made. */
  seconds: number | null;
}

export interface Vote {
  vote_id: string;
  pair: string;
  metric: string;
  choice: 'A' | 'B' | 'same' | 'skip';
  stars: number | null;
  note: string | null;
  flags: VoteFlag[];
  elapsed_ms: number | null;
  /** Which side the LoRA was shown on: true = A (left). */
  swap: boolean;
  /** ISO time of the vote, or of its last change. */
  at: string;
  /** Cast or changed after labels were shown. */
  after_reveal: boolean;
  /** Counts up over all answers of the rater, checks among them, in the order of first voting: Undo goes back by it. */
  nth: number;
}

/** The answer to a check: kept, reported, never counted. */
export interface CheckVote extends Vote {
  kind: CheckKind;
}

export interface Rater {
  /** By which votes, order and places are kept; never changes. */
  name: string;
  /** What the rater is called on screen and in the report; null: by `name`. */
  label: string | null;
  /** The order drawn for this rater over all planned pairs, checks among them. */
  order: OrderEntry[];
  /** The complete pairs in the order of showing; no place under a vote ever moves. */
  shown: OrderEntry[];
  /** In the order of voting; those that count. */
  votes: Vote[];
  /** In the order of voting; answers to checks. */
  checks: CheckVote[];
  /** Set when the votes were given elsewhere, on a rating pack. */
  source: VoteSource | null;
}

/** An evaluation that was redone, with all that it held. */
export interface PastRound {
  round: number;
  /** ISO time with zone at which it was redone. */
  at: string;
  raters: Rater[];
  finished_by_hand: boolean;
  revealed: Reveal | null;
}

/** A rating pack that was given out, with the showings in its order. */
export interface MadePack {
  pack_id: string;
  round: number;
  order: (OrderEntry & { key: string })[];
}

/** What a session is that was opened from a rating pack. */
export interface OpenedPack {
  pack_id: string;
  copy_id: string;
  pack_sha256: string;
  metrics: string[];
  metric_mode: MetricMode;
  showings: PackShowing[];
}

/** Pairs that came to a plan after its start. */
export interface Extension {
  /** ISO time with zone. */
  at: string;
  /** How many it added. */
  pairs: number;
  /** Labels had been shown by then. */
  after_reveal: boolean;
  /** How far the plan reached before it. */
  before: PlanReach;
}

/** What was fixed when generation started, with all that extensions have added since. */
export interface StartedPlan {
  setup: Setup;
  order_seed: number;
  /** Secret from which trial ids are made, so that an id tells nothing. */
  blind_key: string;
  /** The pairs are those that were found, under the names they have; no set-up tells how to make more of them. */
  as_found: boolean;
  /** Oldest first. */
  extensions: Extension[];
}

/** What went wrong in a run. */
export interface RunError {
  at: string;
  code: string;
  message: string;
  /** The words are about one image, so they may tell what it is. */
  of_image: boolean;
}

export interface RunState {
  status: Status;
  phase: Phase | null;
  started_at: string | null;
  ended_at: string | null;
  reason: string | null;
  checkpoint: { type: EventType; seq: number; next_action: string } | null;
  errors: RunError[];
}

/** A job that was posted and has not ended: where to look for its result after a crash. */
export type PostedJob = Pick<EventOf<'images_generating'>, 'job' | 'server' | 'prompt_id' | 'prefix'>;

/** The showing of the labels; what is counted from it ends with it. */
export interface Reveal {
  /** ISO time with zone. */
  at: string;
  early: boolean;
  /** Votes removed since, one by one or by going back to a save. A way back past such a removal changes nothing of the count. */
  votes_taken_back: number;
}

/** The whole of a session, as its journal tells it. */
export interface SessionState {
  session_id: SessionId;
  /** ISO time with zone. */
  created_at: string;
  /** The draft: before the start of the whole set-up, after it of the next extension. */
  setup: Setup;
  started: StartedPlan | null;
  /** Every planned pair, by its candidate's image file; empty before the start. */
  pairs: Map<string, PlannedPair>;
  images: Map<string, ImageRecord>;
  /** Images that were made and whose files are gone or torn; whoever reads the session looks for them anew. */
  missing: Map<string, ImageRecord>;
  /** Jobs that failed and were not made since. */
  failures: Map<string, { code: string; message: string }>;
  posted: Map<string, PostedJob>;
  run: RunState;
  /** What the self-check found; null while it was not made. */
  self_check: SelfCheck | null;
  /** The first rater is always there once the order is drawn. */
  raters: Rater[];
  /** Counts redone evaluations, from 0. */
  round: number;
  /** Evaluations that were redone, oldest first. */
  past_rounds: PastRound[];
  /** Rating packs that were given out. */
  packs: MadePack[];
  /** Set when this session is itself a rating pack of another one. */
  pack: OpenedPack | null;
  /** Ended by hand before the last vote. */
  finished_by_hand: boolean;
  revealed: Reveal | null;
  report_generated: boolean;
  notes: string;
  pinned: boolean;
  recovered_from_disk: boolean;
  /** The sample that comes with the app: nothing is ever written to it. */
  sample: boolean;
  /** Some run was on a server that called itself the demo, whatever its address. */
  demo: boolean;
  /** `seq` of the last event in this state. */
  journal_seq: number;
  /** Seconds since 1970 of the last save; null while never saved. */
  timestamp: number | null;
  /** The document as it was loaded: what we do not know of it goes back into every save. */
  source: JsonObject | null;
}

/** A session at its very beginning. */
export function newSession(
  sessionId: SessionId,
  createdAt: string,
  servers: readonly string[] = [],
): SessionState {
  return {
    session_id: sessionId,
    created_at: createdAt,
    setup: blankSetup(servers),
    started: null,
    pairs: new Map(),
    images: new Map(),
    missing: new Map(),
    failures: new Map(),
    posted: new Map(),
    run: {
      status: 'pending',
      phase: null,
      started_at: null,
      ended_at: null,
      reason: null,
      checkpoint: null,
      errors: [],
    },
    self_check: null,
    raters: [],
    round: 0,
    past_rounds: [],
    packs: [],
    pack: null,
    finished_by_hand: false,
    revealed: null,
    report_generated: false,
    notes: '',
    pinned: false,
    recovered_from_disk: false,
    sample: false,
    demo: false,
    journal_seq: 0,
    timestamp: null,
    source: null,
  };
}

/** The set-up that counts: the one fixed at the start and extended since, before that the draft. */
export function effectiveSetup(state: SessionState): Setup {
  return state.started?.setup ?? state.setup;
}

/** True when both pictures of a pair are on disk. */
export function isComplete(state: SessionState, pair: PlannedPair): boolean {
  return state.images.has(pair.baseline) && state.images.has(pair.lora);
}

/** A rater who has done nothing yet. */
export function newRater(name: string): Rater {
  return { name, label: null, order: [], shown: [], votes: [], checks: [], source: null };
}

/** What a rater is called on screen and in the report. */
export function labelOf({ name, label }: Pick<Rater, 'name' | 'label'>): string {
  return label ?? name;
}

/** By what name the votes of one copy of a rating pack are kept. */
export function packRater(copyId: string): string {
  return `pack ${copyId}`;
}

/** Whether a rater's name is that of a copy of a rating pack, which is never shown: its label is. */
export function isPackRater(name: string): boolean {
  return /^pack [0-9a-f]{8,64}$/.test(name);
}

export function findRater(state: SessionState, name: string): Rater | undefined {
  return state.raters.find((rater) => rater.name === name);
}

import { showingKey } from '../plan/checks';
import { reachOf, wayOfMaking } from '../plan/extension';
import { planPairs } from '../plan/jobs';
import type { OrderEntry } from '../plan/trials';
import { voidedEvents } from './discard';
import { CHECKPOINTS } from './eventGroups';
import type { EventOf, JournalEvent } from './events';
import { openPack } from './packs';
import { redo } from './rounds';
import { showCompletePairs } from './showing';
import { findRater, newRater, type SessionState } from './state';
import { castVote, countDiscarded, undoVote } from './voting';

/** Checkpoint errors kept in the state; older ones stay in the journal. */
const MAX_ERRORS = 50;
const EXTENDED = 'The evaluation was extended. Resume makes the new images.';
const AGAIN = 'One image is to be made again. Resume makes it.';

/**
 * Changes the state by one event. This is everything that can happen to a session; nothing else changes it.
 * In: the state (changed in place) and an event that was read or is about to be told.
 */
export function applyEvent(state: SessionState, event: JournalEvent): void {
  state.journal_seq = event.seq;
  if (CHECKPOINTS.has(event.type) && 'next_action' in event) {
    state.run.checkpoint = { type: event.type, seq: event.seq, next_action: event.next_action };
  }
  switch (event.type) {
    case 'session_start':
      startSession(state, event);
      return;
    case 'setup_loaded':
      setRun(state, 'running', 'checking', null, event.at);
      return;
    case 'setup_checked':
      // Images of an earlier run stay, so what was a demo once stays one.
      state.demo ||= event.demo === true;
      setRun(state, 'running', 'generating_images', null, event.at);
      return;
    case 'self_checked': {
      const { ok, pixels, differing, largest, server, reproducible } = event;
      state.self_check = { ok, pixels, differing, largest, server, reproducible };
      return;
    }
    case 'prompt_start':
      setRun(state, 'running', 'generating_images', null, event.at);
      return;
    case 'images_generating':
      state.posted.set(event.job, {
        job: event.job,
        server: event.server,
        prompt_id: event.prompt_id,
        prefix: event.prefix,
      });
      return;
    case 'image_completed':
      completeImage(state, event);
      return;
    case 'image_failed':
      state.posted.delete(event.job);
      state.failures.set(event.job, { code: event.code, message: event.message });
      addError(state, event, true);
      return;
    case 'image_regenerated':
      state.images.delete(event.job);
      state.missing.delete(event.job);
      state.failures.delete(event.job);
      // What was complete is not any more, until the run that makes the image ends.
      if (state.run.status === 'completed') setRun(state, 'paused', null, AGAIN, event.at);
      return;
    case 'prompt_completed':
      return;
    case 'session_paused':
    case 'session_stopped':
      if (event.type === 'session_paused' && event.reason === 'storage')
        addError(state, { ...event, code: storageCode(event.message) }, false);
      setRun(state, 'paused', null, event.message, event.at);
      showCompletePairs(state);
      return;
    case 'error_occurred':
      addError(state, event, false);
      return;
    case 'session_completed':
      setRun(state, 'completed', null, null, event.at);
      state.posted.clear();
      showCompletePairs(state);
      return;
    case 'setup_changed':
      Object.assign(state.setup, event.changes);
      return;
    case 'plan_extended':
      extendPlan(state, event);
      return;
    case 'order_drawn':
      drawnOrder(state, event);
      return;
    case 'rater_added':
      if (findRater(state, event.rater) === undefined) state.raters.push(newRater(event.rater));
      return;
    case 'rater_named': {
      const rater = findRater(state, event.rater);
      if (rater !== undefined) rater.label = event.label;
      return;
    }
    case 'vote_cast':
    case 'vote_changed':
      castVote(state, event);
      return;
    case 'vote_undone':
      undoVote(state, event);
      return;
    case 'evaluation_finished':
      state.finished_by_hand = event.by === 'hand';
      return;
    case 'evaluation_reopened':
      state.finished_by_hand = false;
      return;
    case 'evaluation_redone':
      redo(state, event);
      return;
    case 'pack_made': {
      const { pack_id, round, order } = event;
      state.packs.push({ pack_id, round, order });
      return;
    }
    case 'votes_merged': {
      const rater = findRater(state, event.rater);
      if (rater !== undefined) rater.source = event.source;
      return;
    }
    case 'pack_opened':
      openPack(state, event);
      return;
    case 'revealed':
      state.revealed ??= { at: event.at, early: event.by === 'hand', votes_taken_back: 0 };
      return;
    case 'report_generated':
      state.report_generated = true;
      return;
    case 'notes_changed':
      state.notes = event.notes;
      return;
    case 'pinned':
      state.pinned = event.pinned;
      return;
    case 'discarded':
      countDiscarded(state, event);
      return;
    // A save that was journaled may still fail; only the file tells when it was written.
    case 'saved':
    case 'adopted':
    case 'recovered':
    case 'log':
      return;
  }
}

function startSession(state: SessionState, event: EventOf<'session_start'> & { at: string }): void {
  // Two objects: later edits of the draft (an extension) must not reach into the plan that images were made with.
  state.setup = { ...event.setup };
  state.started = {
    setup: { ...event.setup },
    order_seed: event.order_seed,
    blind_key: event.blind_key,
    as_found: false,
    extensions: [],
  };
  state.pairs = new Map(planPairs(event.setup, event.order_seed).map((pair) => [pair.lora, pair]));
  state.run.started_at = event.at;
  setRun(state, 'running', 'checking', null, event.at);
}

/** What was made and judged stays as it is: the plan only grows, each order only at its end. */
function extendPlan(state: SessionState, event: EventOf<'plan_extended'> & { at: string }): void {
  const { started } = state;
  if (started === null || started.as_found) return;
  const pairs = new Map(planPairs(event.setup, started.order_seed).map((pair) => [pair.lora, pair]));
  // A plan that was put together from its images may reach further than the event, whose own images it holds.
  if ([...state.pairs.keys()].some((pair) => !pairs.has(pair))) return;
  const added = pairs.size - state.pairs.size;
  const { extensions } = started;
  const after_reveal = state.revealed !== null;
  const extension = { at: event.at, pairs: added, after_reveal, before: reachOf(started.setup) };
  // A new object also where no pair is added: what was worked out from the old one is worked out anew.
  state.started = {
    ...started,
    setup: { ...event.setup },
    extensions: added === 0 ? extensions : [...extensions, extension],
  };
  state.pairs = pairs;
  if (added === 0) {
    // An extension that is only written down goes on being that.
    state.setup = { ...state.setup, ...wayOfMaking(event.setup) };
    return;
  }
  state.setup = { ...event.setup };
  const isOfRound = event.round === undefined || event.round === state.round;
  for (const { rater: name, order } of isOfRound ? event.orders : []) {
    const rater = findRater(state, name);
    if (rater === undefined) continue;
    const placed = new Set(rater.order.map(showingKey));
    rater.order = [...rater.order, ...order.filter((entry) => !placed.has(showingKey(entry)))];
  }
  state.finished_by_hand = false;
  state.run.started_at = event.at;
  setRun(state, 'paused', null, EXTENDED, event.at);
  showCompletePairs(state);
}

function setRun(
  state: SessionState,
  status: SessionState['run']['status'],
  phase: SessionState['run']['phase'],
  reason: string | null,
  at: string,
): void {
  state.run.status = status;
  state.run.phase = phase;
  state.run.reason = reason;
  state.run.ended_at = status === 'running' ? null : at;
}

/** The pause keeps only a sentence; the code is that of the failure which it tells. */
function storageCode(message: string): 'disk_full' | 'storage_failed' {
  return /disk is full/i.test(message) ? 'disk_full' : 'storage_failed';
}

function addError(
  state: SessionState,
  { at, code, message }: { at: string; code: string; message: string },
  of_image: boolean,
): void {
  state.run.errors.push({ at, code, message, of_image });
  if (state.run.errors.length > MAX_ERRORS) state.run.errors.shift();
}

function completeImage(state: SessionState, event: EventOf<'image_completed'>): void {
  const { file, sha256, size_bytes, width, height, server, timestamp, seconds } = event;
  state.missing.delete(file);
  state.images.set(file, { file, sha256, size_bytes, width, height, server, timestamp, seconds });
  state.posted.delete(event.job);
  state.failures.delete(event.job);
}

function drawnOrder(state: SessionState, event: EventOf<'order_drawn'>): void {
  let rater = findRater(state, event.rater);
  if (rater === undefined) {
    rater = newRater(event.rater);
    state.raters.push(rater);
  }
  // An order that only grows moves no place that was shown.
  if (!beginsWith(event.order, rater.order)) rater.shown = [];
  rater.order = event.order;
  state.round = event.round;
  if (state.run.status !== 'running') showCompletePairs(state);
}

/** False for an order of nothing, too: what was shown without it stands nowhere. */
function beginsWith(order: readonly OrderEntry[], first: readonly OrderEntry[]): boolean {
  return (
    first.length > 0 &&
    first.every((entry, place) => {
      const other = order[place];
      return other !== undefined && other.swap === entry.swap && showingKey(other) === showingKey(entry);
    })
  );
}

/** Replays events after a state's `journal_seq` onto it, leaving out what a discard made void. In: the whole journal in order. */
export function replay(state: SessionState, events: readonly JournalEvent[]): void {
  const from = state.journal_seq;
  const voided = voidedEvents(events);
  for (const event of events) {
    if (event.seq <= from) continue;
    if (voided.has(event.seq)) state.journal_seq = event.seq;
    else applyEvent(state, event);
  }
}

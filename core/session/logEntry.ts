import type { LogEntry } from '../contract/sessionView';
import type { OrderEntry } from '../plan/trials';
import { sayOfImage, sayOfRun } from './blindWords';
import type { EventOf, JournalEvent } from './events';
import { jobNumbersOf } from './jobNumbers';
import { selfCheckWords } from './selfCheck';
import { FIRST_RATER, findRater, labelOf, type SessionState } from './state';

type Words = [level: LogEntry['level'], message: string];

/**
 * One event of the journal as a line that people read. No line tells a label, a side or what a vote chose before the reveal.
 * Images are made weight by weight, so the order of making tells the groups: what was sent and made is counted, and only an
 * image that failed or is made again bears its drawn number. In: the event and the session's present state.
 */
export function logEntryOf(event: JournalEvent, state: SessionState): LogEntry {
  const [level, message] = wordsOf(event, state);
  return { seq: event.seq, at: event.at, level, type: event.type, message };
}

function wordsOf(event: JournalEvent, state: SessionState): Words {
  switch (event.type) {
    case 'session_start':
      return ['info', `The run began: ${images(event.total)} to make.`];
    case 'setup_loaded':
      return ['info', `The run was taken up: ${event.done} of ${images(event.total)} there.`];
    case 'setup_checked':
      return [
        'info',
        `The server ${event.server} has everything that is needed${event.version === null ? '' : ` (ComfyUI ${event.version})`}.`,
      ];
    case 'self_checked':
      return [event.ok ? 'success' : 'warning', selfCheckWords(event)];
    case 'prompt_start':
      return [
        'info',
        `Prompt ${event.prompt_index + 1}: its next images begin, ${event.done} of ${event.total} done.`,
      ];
    case 'images_generating':
      return ['info', 'The next image was sent to the server.'];
    case 'image_completed':
      return ['success', madeWords(event)];
    case 'image_failed':
      return ['error', `${imageName(event.job, state)} failed: ${sayOfImage(state, event.message)}`];
    case 'image_regenerated':
      return ['info', `${imageName(event.job, state)} is to be made again.`];
    case 'prompt_completed':
      return [
        'info',
        `Prompt ${event.prompt_index + 1}: these images are done, ${event.done} of ${event.total} in all.`,
      ];
    case 'session_paused':
      return [
        event.reason === 'asked' ? 'info' : 'warning',
        withoutOldNumber(sayOfRun(state, event.message), event, state),
      ];
    case 'session_stopped':
      return ['info', sayOfRun(state, event.message)];
    case 'error_occurred':
      return ['error', sayOfRun(state, event.message)];
    case 'session_completed':
      return ['success', `All ${images(event.total)} are made.`];
    case 'setup_changed':
      return ['info', setupWords(Object.keys(event.changes))];
    case 'plan_extended':
      return [
        'info',
        event.orders.length === 0
          ? 'The run goes on with another server, or another way of using it.'
          : `The evaluation was extended by ${pairsAdded(event)}.`,
      ];
    case 'order_drawn':
      return [
        'info',
        event.rater === FIRST_RATER
          ? 'The order of showing was drawn.'
          : `The order of showing was drawn for ${called(event.rater, state)}.`,
      ];
    case 'rater_added':
      return ['info', `${event.rater} joined as a rater.`];
    case 'rater_named':
      return ['info', `${event.rater} is called ${event.label}.`];
    case 'vote_cast':
      return ['info', `${called(event.rater, state)} voted on ${event.metric}.`];
    case 'vote_changed':
      return ['info', `${called(event.rater, state)} changed a vote on ${event.metric}.`];
    case 'vote_undone':
      return ['info', `${called(event.rater, state)} took the last vote back.`];
    case 'evaluation_finished':
      return [
        'success',
        event.by === 'hand'
          ? 'The evaluation was ended by hand.'
          : 'The last vote is cast; the evaluation is complete.',
      ];
    case 'evaluation_reopened':
      return ['info', 'The evaluation was opened again.'];
    case 'evaluation_redone':
      return ['info', 'The evaluation begins anew, in a new order. The votes before it are kept.'];
    case 'pack_made':
      return ['success', `A rating pack of ${event.order.length} showings was made.`];
    case 'votes_merged':
      return ['success', `Votes of ${called(event.rater, state)} came in from a rating pack.`];
    case 'pack_opened':
      return ['success', `A rating pack of ${event.showings.length} showings was opened.`];
    case 'revealed':
      return event.by === 'hand'
        ? ['warning', `The labels were revealed early, at vote ${event.votes_done} of ${event.votes_total}.`]
        : ['info', 'The labels were revealed.'];
    case 'log':
      return [
        event.level,
        event.job === null ? sayOfRun(state, event.message) : sayOfImage(state, event.message),
      ];
    default:
      return keepingWords(event);
  }
}

type KeepingEvent = Extract<
  JournalEvent,
  { type: 'report_generated' | 'saved' | 'adopted' | 'discarded' | 'recovered' | 'notes_changed' | 'pinned' }
>;

function keepingWords(event: KeepingEvent): Words {
  switch (event.type) {
    case 'report_generated':
      return ['success', 'The report was made.'];
    case 'saved':
      return ['success', 'The session was saved.'];
    case 'adopted':
      return ['warning', 'Another program changed the saved file; what it says counts from here on.'];
    case 'discarded':
      return ['info', 'The changes since the last save were discarded.'];
    case 'recovered':
      return [
        'info',
        `${event.changes} ${event.changes === 1 ? 'change' : 'changes'} that were not saved were kept.`,
      ];
    case 'notes_changed':
      return ['info', 'The notes changed.'];
    case 'pinned':
      return ['info', event.pinned ? 'The session was pinned.' : 'The session was unpinned.'];
  }
}

function madeWords({ done, total, seconds }: EventOf<'image_completed'>): string {
  const count = `${done} of ${total}`;
  return seconds === null ? `${count} found already made.` : `${count} made, ${seconds.toFixed(1)} s.`;
}

/** A pause names an image by the number that it had then; an extension draws all numbers anew. */
function withoutOldNumber(
  message: string,
  { at }: Pick<JournalEvent, 'at'>,
  { started }: SessionState,
): string {
  const last = started?.extensions.at(-1);
  const isOld = last !== undefined && Date.parse(at) < Date.parse(last.at);
  return isOld ? message.replace(/,? at image \d+\./, '.') : message;
}

/** What a rater is called by now. */
function called(name: string, state: SessionState): string {
  const rater = findRater(state, name);
  return rater === undefined ? name : labelOf(rater);
}

function pairsAdded({ orders }: EventOf<'plan_extended'>): string {
  const pairsIn = (order: readonly OrderEntry[]) =>
    new Set(order.flatMap(({ pair, kind }) => (kind === undefined ? [pair] : []))).size;
  const count = Math.max(0, ...orders.map(({ order }) => pairsIn(order)));
  return `${count} ${count === 1 ? 'pair' : 'pairs'}`;
}

function imageName(file: string, state: SessionState): string {
  const number = jobNumbersOf(state).get(file);
  return number === undefined ? 'An image' : `Image ${number}`;
}

function images(count: number): string {
  return `${count} ${count === 1 ? 'image' : 'images'}`;
}

const FIELD_WORDS: Readonly<Record<string, string>> = {
  loras: 'LoRA',
  weight_range: 'weights',
  prompt_pairs: 'prompts',
  text_encoder: 'text encoder',
  leave_nothing_on_server: 'what stays on the server',
  own_seeds: 'the seeds',
  self_check: 'the self-check',
};

/** A session begins with a change of every field. */
const WHOLE_SETUP = 10;

function setupWords(fields: readonly string[]): string {
  if (fields.length >= WHOLE_SETUP) return 'The set-up was written.';
  return `The set-up changed: ${[...new Set(fields.map((field) => FIELD_WORDS[field] ?? field))].join(', ')}.`;
}

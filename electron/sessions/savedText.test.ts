import { describe, expect, it } from 'vitest';
import { createRandom } from '../../core/plan/random';
import { toDocument } from '../../core/session/document';
import type { JournalEvent, NewEvent } from '../../core/session/events';
import { applyEvent } from '../../core/session/journal';
import { parseJson, stringifyJson } from '../../core/session/json';
import { restore } from '../../core/session/restore';
import {
  generationEvents,
  placed,
  SAMPLE_CREATED_AT,
  SAMPLE_ID,
  SAMPLE_SEED,
  sampleOrder,
  sampleSetup,
  startEvents,
} from '../../core/session/sampleJournal';
import { settleImages } from '../../core/session/settle';
import { type JsonObject, newSession, type SessionState } from '../../core/session/state';
import { createSavedText } from './savedText';

const random = createRandom(20260407);
const upTo = (below: number) => random.int(below);
/** What stands for a list in the making, and what looks like it. */
const ODD = ['0e00', ' 0e00,\n', '": 0e01\n', 'ü 0e0\u2028', '\ud800'];
/** Enough pairs for lists of several pieces. */
const SETUP = sampleSetup({
  seeds: [SAMPLE_SEED, 2, 3, 4, 5],
  prompt_pairs: Array.from({ length: 9 }, (_, index) => ({
    positive: `thing ${index} ${ODD[index % ODD.length]}`,
    negative: '',
  })),
});
const ORDER = sampleOrder(SETUP);

function begun(): SessionState {
  const state = newSession(SAMPLE_ID, SAMPLE_CREATED_AT);
  for (const event of placed(startEvents(SETUP))) applyEvent(state, event);
  return state;
}

function apply(state: SessionState, event: NewEvent): void {
  const seq = state.journal_seq + 1;
  applyEvent(state, {
    ...event,
    seq,
    at: new Date(Date.UTC(2024, 0, 16) + seq * 1000).toISOString(),
  } as JournalEvent);
}

/** Votes as someone gives them who changes and takes back some, adds notes and names a second rater. */
function somethingDone(state: SessionState): NewEvent {
  const rater = upTo(4) === 0 ? 'Änne' : 'default';
  const { pair, swap } = ORDER[upTo(ORDER.length)] ?? { pair: '', swap: false };
  const last = state.raters[0]?.votes.at(-1);
  if (upTo(9) === 0) return { type: 'rater_added', rater: 'Änne' } as NewEvent;
  if (upTo(9) === 0) return { type: 'notes_changed', notes: ODD[upTo(ODD.length)] ?? '' };
  if (upTo(12) === 0 && last !== undefined)
    return { type: 'vote_undone', vote_id: last.vote_id, rater: state.raters[0]?.name ?? '' };
  return {
    ...{
      type: 'vote_cast',
      vote_id: `v${upTo(1e9)}`,
      rater: upTo(2) === 0 ? rater : (state.raters[0]?.name ?? ''),
    },
    ...{
      pair,
      metric: SETUP.metrics[upTo(2)] ?? '',
      choice: (['A', 'B', 'same', 'skip'] as const)[upTo(4)] ?? 'A',
    },
    ...{
      stars: null,
      note: upTo(3) === 0 ? (ODD[upTo(ODD.length)] ?? null) : null,
      flags: [],
      elapsed_ms: 5.5,
      swap,
    },
  } as NewEvent;
}

const plainly = (state: SessionState, timestamp: number) =>
  `${stringifyJson(toDocument(state, timestamp), 2)}\n`;

describe('the text of the saved file', () => {
  it('is at every save what the whole document says', () => {
    const text = createSavedText();
    const state = begun();
    const same = (timestamp: number) =>
      expect(Buffer.concat(text.bytes(state, timestamp)).toString()).toBe(plainly(state, timestamp));
    same(1);
    for (const event of generationEvents(SETUP).slice(startEvents(SETUP).length)) apply(state, event);
    same(2);
    for (let turn = 0; turn < 60; turn += 1) {
      for (let count = upTo(16); count > 0; count -= 1) apply(state, somethingDone(state));
      if (turn % 9 === 3) settleImages(state, () => upTo(10) > 0);
      if (turn % 9 === 5) settleImages(state, () => true);
      same(turn + 0.25);
    }
    expect(state.raters[0]?.votes.length).toBeGreaterThan(64);
  });

  it('keeps what it does not know of a loaded file, and what it left out of it', () => {
    const before = begun();
    for (const event of generationEvents(SETUP).slice(startEvents(SETUP).length)) apply(before, event);
    for (let turn = 0; turn < 90; turn += 1) apply(before, somethingDone(before));
    const loaded = (document: JsonObject) =>
      restore(document, { sessionId: SAMPLE_ID, createdAt: SAMPLE_CREATED_AT, blindKey: 'c0ffee' }).state;
    const own = parseJson(plainly(before, 1)) as JsonObject;
    const foreign = parseJson(plainly(before, 1)) as { blindfold: { raters: { votes: JsonObject[] }[] } };
    Object.assign(foreign.blindfold.raters[0]?.votes[3] ?? {}, { mood: 'good' });
    Object.assign(foreign, { other_tool: [1] });
    for (const document of [own, foreign as unknown as JsonObject]) {
      const state = loaded(document);
      const text = createSavedText();
      for (let turn = 0; turn < 20; turn += 1) {
        expect(Buffer.concat(text.bytes(state, turn)).toString()).toBe(plainly(state, turn));
        for (let count = upTo(4); count > 0; count -= 1) apply(state, somethingDone(state));
      }
    }
  });

  it('does not write anew what has not changed', () => {
    const text = createSavedText();
    const state = begun();
    for (const event of generationEvents(SETUP).slice(startEvents(SETUP).length)) apply(state, event);
    text.bytes(state, 1);
    const image = [...state.images.values()][0];
    if (image === undefined) throw new Error('There is no image.');
    // Nothing changes a record in place; so that shows whether it was looked at again.
    image.sha256 = 'changed in place';
    expect(Buffer.concat(text.bytes(state, 2)).toString()).not.toContain('changed in place');
    state.images.set(image.file, { ...image });
    expect(Buffer.concat(text.bytes(state, 3)).toString()).toContain('changed in place');
  });
});

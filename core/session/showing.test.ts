import { describe, expect, it } from 'vitest';
import { REPEAT_GAP, showingKey } from '../plan/checks';
import { planPairs } from '../plan/jobs';
import { createRandom, type Random, shuffled } from '../plan/random';
import { drawOrder, type OrderEntry } from '../plan/trials';
import { randomPlan, wrongRepeats } from '../testing/randomPlans';
import { lastAnswer, lastNth } from './answers';
import { SAMPLE_CREATED_AT, SAMPLE_ID, sampleSetup } from './sampleJournal';
import type { Setup } from './setup';
import { showCompletePairs } from './showing';
import { FIRST_RATER, newRater, newSession, type Rater, type SessionState, type Vote } from './state';

/** A begun session without images, and its first rater. */
function begun(setup: Setup, seed: number): { state: SessionState; rater: Rater } {
  const state = newSession(SAMPLE_ID, SAMPLE_CREATED_AT);
  const pairs = planPairs(setup, seed);
  state.setup = setup;
  state.started = { setup, order_seed: seed, blind_key: '', as_found: false, extensions: [] };
  state.pairs = new Map(pairs.map((pair) => [pair.lora, pair]));
  const order = drawOrder(pairs, createRandom(seed, 'order'), setup);
  const rater = { ...newRater(FIRST_RATER), order };
  state.raters = [rater];
  return { state, rater };
}

function make(state: SessionState, file: string): void {
  const record = { file, sha256: '', size_bytes: 1, width: 8, height: 8, server: '' };
  state.images.set(file, { ...record, timestamp: '20240115_143022', seconds: 1 });
}

function makePair(state: SessionState, pair: string): void {
  make(state, pair);
  make(state, state.pairs.get(pair)?.baseline ?? '');
}

/** Answers one question of a showing. */
function answer(rater: Rater, { pair, swap, kind }: OrderEntry, metric: string): void {
  const nth = lastNth(rater) + 1;
  const at = SAMPLE_CREATED_AT;
  const facts = { stars: null, note: null, flags: [], elapsed_ms: null, after_reveal: false };
  const vote: Vote = { vote_id: `${nth}`, pair, metric, choice: 'A', swap, at, nth, ...facts };
  if (kind === undefined) rater.votes.push(vote);
  else rater.checks.push({ ...vote, kind });
}

function takeBack(rater: Rater): void {
  const last = lastAnswer(rater);
  rater.votes = rater.votes.filter((vote) => vote !== last);
  rater.checks = rater.checks.filter((vote) => vote !== last);
}

const answersOf = (rater: Rater) => rater.votes.length + rater.checks.length;

describe('the showings that are due, as chance completes and answers them', () => {
  /** One step of a story: images come, images go, or some showings are answered. */
  function step(state: SessionState, rater: Rater, files: string[], chance: Random): void {
    const act = chance.int(6);
    if (act <= 2) for (const file of files.splice(0, 1 + chance.int(8))) make(state, file);
    else if (act === 3) {
      const gone = [...state.images.keys()][chance.int(state.images.size + 1)];
      if (gone !== undefined && state.images.delete(gone)) files.push(gone);
    } else if (act === 4 && chance.int(4) === 0) takeBack(rater);
    else {
      const open = rater.shown.slice(answersOf(rater), answersOf(rater) + chance.int(8));
      for (const entry of open) answer(rater, entry, entry.metric ?? 'Quality');
    }
  }

  it('keep their places and the distance of repeats, and hold all that counts in the end', () => {
    const wrong: string[] = [];
    let late = 0;
    for (let story = 0; story < 500; story += 1) {
      const chance = createRandom(story, 'tiles');
      const { state, rater } = begun(randomPlan(chance), story);
      const find = (what: string, isRight: boolean) => {
        if (!isRight) wrong.push(`story ${story}: ${what}`);
      };
      const all = new Set([...state.pairs.values()].flatMap(({ lora, baseline }) => [lora, baseline]));
      const files = shuffled([...all], chance);
      for (let round = 0; round < 12; round += 1) {
        const before = rater.shown;
        const hadAnswers = answersOf(rater) > 0;
        if (round === 11) for (const file of files.splice(0)) make(state, file);
        showCompletePairs(state);
        const { shown } = rater;
        const places = new Map(shown.map((entry, place) => [showingKey(entry), place]));
        find('twice', places.size === shown.length);
        find(
          'not of the order',
          shown.every((entry) => rater.order.includes(entry)),
        );
        find('repeats', wrongRepeats(shown, REPEAT_GAP).length === 0);
        const first = shown.findIndex(({ kind }) => kind !== 'training');
        find(
          'practice behind',
          shown.slice(Math.max(0, first)).every(({ kind }) => kind !== 'training'),
        );
        find('a catch first', shown[first]?.kind === undefined);
        if (hadAnswers) {
          find(
            'moved',
            before.every((entry, place) => shown[place] === entry),
          );
          find(
            'late practice',
            shown.slice(before.length).every(({ kind }) => kind !== 'training'),
          );
        }
        for (const entry of rater.order) {
          const pair = state.pairs.get(entry.pair);
          const isThere =
            pair !== undefined && state.images.has(pair.lora) && state.images.has(pair.baseline);
          const place = places.get(showingKey(entry));
          if (!isThere || place !== undefined) continue;
          if (entry.kind === 'repeat') {
            const original = places.get(showingKey({ pair: entry.pair, metric: entry.metric }));
            late += 1;
            find('a repeat with room', shown.length - (original ?? 0) <= REPEAT_GAP);
          } else if (entry.kind === 'catch') find('a catch left out', first < 0);
          else find('left out', entry.kind === 'training' && hadAnswers);
        }
        if (round < 11) step(state, rater, files, chance);
      }
      if (answersOf(rater) === 0)
        find('as drawn', JSON.stringify(rater.shown) === JSON.stringify(rater.order));
    }
    expect(wrong).toEqual([]);
    expect(late).toBeGreaterThan(25);
  });
});

describe('a repeat', () => {
  const setup = sampleSetup({
    prompt_pairs: Array.from({ length: 12 }, (_, index) => ({ positive: `prompt ${index}`, negative: '' })),
    quality_control: { training: false, repeats: 0.1, catches: 0 },
  });

  it('whose pair came last waits, and is shown once enough came after it', () => {
    const { state, rater } = begun(setup, 3);
    const repeat = rater.order.find(({ kind }) => kind === 'repeat');
    const others = [...state.pairs.keys()].filter((pair) => pair !== repeat?.pair);
    for (const pair of others.slice(0, 8)) makePair(state, pair);
    showCompletePairs(state);
    for (const entry of rater.shown) answer(rater, entry, 'Quality');
    makePair(state, repeat?.pair ?? '');
    showCompletePairs(state);
    expect(rater.shown.at(-1)?.pair).toBe(repeat?.pair);
    expect(rater.shown).not.toContain(repeat);
    for (const pair of others.slice(8)) makePair(state, pair);
    showCompletePairs(state);
    expect(rater.shown.map((entry) => entry.pair)).toContain(repeat?.pair);
    expect(rater.shown.indexOf(repeat as OrderEntry) - 8).toBeGreaterThan(REPEAT_GAP);
    expect(wrongRepeats(rater.shown, REPEAT_GAP)).toEqual([]);
  });

  it('keeps its place under an answer while its picture is gone, as any showing does', () => {
    const { state, rater } = begun(setup, 3);
    for (const pair of state.pairs.keys()) makePair(state, pair);
    showCompletePairs(state);
    const whole = rater.shown;
    for (const entry of whole) answer(rater, entry, 'Style');
    const repeat = whole.find(({ kind }) => kind === 'repeat') as OrderEntry;
    state.images.delete(repeat.pair);
    rater.shown = [];
    showCompletePairs(state);
    expect(rater.shown).toEqual(whole);
  });
});

describe('practice', () => {
  it('comes first and not any more once anything was answered, be it practice itself', () => {
    const setup = sampleSetup({ quality_control: { training: true, repeats: 0, catches: 0 } });
    const { state, rater } = begun(setup, 5);
    const [first, second] = rater.order;
    makePair(state, first?.pair ?? '');
    makePair(state, [...state.pairs.keys()].find((pair) => pair !== first?.pair) ?? '');
    state.images.delete(second?.pair ?? '');
    showCompletePairs(state);
    expect(rater.shown[0]).toEqual(first);
    answer(rater, first as OrderEntry, 'Quality');
    for (const pair of state.pairs.keys()) makePair(state, pair);
    const before = rater.shown;
    showCompletePairs(state);
    expect(rater.shown.slice(before.length).map(({ kind }) => kind)).not.toContain('training');
    expect(rater.shown.filter(({ kind }) => kind === undefined)).toHaveLength(4);
  });
});

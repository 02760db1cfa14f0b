import { describe, expect, it } from 'vitest';
import { passChecks } from '../../core/plan/checks';
import { planPairs } from '../../core/plan/jobs';
import type { OrderEntry } from '../../core/plan/trials';
import type { EventOf } from '../../core/session/events';
import { replay } from '../../core/session/journal';
import { openPack } from '../../core/session/packs';
import {
  placed,
  SAMPLE_CREATED_AT,
  SAMPLE_ID,
  sampleSetup,
  startEvents,
} from '../../core/session/sampleJournal';
import type { Setup } from '../../core/session/setup';
import { FIRST_RATER, newSession, type SessionState } from '../../core/session/state';
import { extensionEvent, firstOrder, redoneOrder, wholeOrder } from './orders';

const SEED = 4711;

const promptsOf = (count: number): Setup['prompt_pairs'] =>
  Array.from({ length: count }, (_, index) => ({ positive: `prompt ${index}`, negative: '' }));

const checked = (mode: Setup['metric_mode']): Setup =>
  sampleSetup({
    prompt_pairs: promptsOf(10),
    metric_mode: mode,
    quality_control: { training: true, repeats: 0.2, catches: 3 },
  });

/** A begun session with its first order drawn as a run draws it, and its journal's next events. */
function begun(setup: Setup) {
  const state = newSession(SAMPLE_ID, SAMPLE_CREATED_AT);
  let seq = 0;
  const tell = (...events: Parameters<typeof placed>[0]) => {
    replay(state, placed(events, seq + 1));
    seq += events.length;
  };
  const [start] = startEvents(setup);
  if (start === undefined) throw new Error('A run starts.');
  tell(start, firstOrder(setup, SEED));
  return { state, tell };
}

const orderOf = (state: SessionState, name: string) =>
  state.raters.find((rater) => rater.name === name)?.order;

describe.each(['in_turn', 'passes', 'together'] as const)('the order of a rater, asked %s', (mode) => {
  const setup = checked(mode);
  const larger = { ...setup, prompt_pairs: promptsOf(16) };

  it('is the same from the stored seed as it was drawn, with all its checks', () => {
    const { state } = begun(setup);
    const order = wholeOrder(state, FIRST_RATER);
    expect(order).toEqual(orderOf(state, FIRST_RATER));
    const checks = passChecks(20, setup).reduce((sum, { repeats, catches }) => sum + repeats + catches, 0);
    expect(order).toHaveLength(20 * (mode === 'passes' ? 2 : 1) + checks + 3);
    expect(wholeOrder(state, 'Ann')).toHaveLength(order.length);
    expect(wholeOrder(state, 'Ann')).not.toEqual(order);
    expect(wholeOrder(state, 'Ann')).toEqual(wholeOrder(state, 'Ann'));
  });

  it('grows at its end with the plan, for who has voted and who has not', () => {
    const { state, tell } = begun(setup);
    const before = new Map([FIRST_RATER, 'Ann'].map((name) => [name, wholeOrder(state, name)]));
    tell({ type: 'rater_added', rater: 'Bob' });
    tell({ type: 'order_drawn', rater: 'Bob', round: 0, order: wholeOrder(state, 'Bob') });
    const event = extensionEvent(state, larger) as EventOf<'plan_extended'>;
    tell(event);
    for (const [name, order] of before) expect(wholeOrder(state, name).slice(0, order.length)).toEqual(order);
    for (const name of [FIRST_RATER, 'Bob']) expect(orderOf(state, name)).toEqual(wholeOrder(state, name));
    const added = event.orders[0]?.order ?? [];
    expect(added.some(({ kind }) => kind === 'repeat')).toBe(true);
    expect(added.filter(({ kind }) => kind === 'catch' || kind === 'training')).toEqual([]);
  });

  it('of a new round is drawn over all pairs as one plan, and goes on from there', () => {
    const { state, tell } = begun(setup);
    const first = wholeOrder(state, FIRST_RATER);
    tell(extensionEvent(state, larger));
    const order = redoneOrder(state, 1);
    expect(redoneOrder(state, 1)).toEqual(order);
    expect(redoneOrder(state, 2)).not.toEqual(order);
    expect(order.slice(0, first.length)).not.toEqual(first);
    // Practice is there again, and it and all else may be of pairs that came later.
    expect(order.slice(0, 3).map(({ kind }) => kind)).toEqual(['training', 'training', 'training']);
    tell({ type: 'evaluation_redone', round: 1, order });
    expect(wholeOrder(state, FIRST_RATER)).toEqual(order);
    const ann = wholeOrder(state, 'Ann');
    tell(extensionEvent(state, { ...larger, prompt_pairs: promptsOf(18) }));
    expect(orderOf(state, FIRST_RATER)).toEqual(wholeOrder(state, FIRST_RATER));
    expect(wholeOrder(state, FIRST_RATER).slice(0, order.length)).toEqual(order);
    expect(wholeOrder(state, 'Ann').slice(0, ann.length)).toEqual(ann);
  });
});

describe('the order', () => {
  it('of a set-up without passes and checks is what it has always been', () => {
    const places = ({ pair, swap }: OrderEntry) => `${pair} ${swap ? 'left' : 'right'}`;
    const { order } = firstOrder(sampleSetup(), SEED) as EventOf<'order_drawn'>;
    expect(order.map(places)).toEqual([
      'lora_0_0_w0.4.png right',
      'lora_1_0_w0.4.png left',
      'lora_0_0_w0.8.png right',
      'lora_1_0_w0.8.png left',
    ]);
  });

  it('of pairs that another tool made is drawn over them', () => {
    const state = newSession(SAMPLE_ID, SAMPLE_CREATED_AT);
    const setup = sampleSetup();
    state.started = { setup, order_seed: 3, blind_key: '', as_found: true, extensions: [] };
    state.pairs = new Map(
      planPairs(setup, 3)
        .slice(1)
        .map((pair) => [pair.lora, pair]),
    );
    const order = wholeOrder(state, 'Ann');
    expect(order.map(({ pair }) => pair).sort()).toEqual([...state.pairs.keys()].sort());
  });

  it('of a rating pack is that of the pack, for everybody', () => {
    const state = newSession(SAMPLE_ID, SAMPLE_CREATED_AT);
    const showing = { prompt: 'a fox', metric: 'Style' };
    openPack(state, {
      type: 'pack_opened',
      at: SAMPLE_CREATED_AT,
      pack_id: 'p',
      copy_id: 'c',
      pack_sha256: '',
      metrics: ['Style'],
      metric_mode: 'passes',
      blind_key: '',
      showings: [
        { ...showing, key: '1', image_a: '1.png', image_b: '2.png', training: true },
        { ...showing, key: '2', image_a: '3.png', image_b: '4.png', training: false },
      ],
    });
    const order = [
      { pair: '2.png', swap: false, kind: 'training', metric: 'Style' },
      { pair: '4.png', swap: false, metric: 'Style' },
    ];
    expect(wholeOrder(state, 'Ann')).toEqual(order);
  });
});

import { describe, expect, it } from 'vitest';
import { draftOf, extensionOf } from '../../core/session/extending';
import { isEvaluationComplete } from '../../core/session/progress';
import type { Setup } from '../../core/session/setup';
import { FIRST_RATER, findRater } from '../../core/session/state';
import type { OpenSession } from '../sessions/openSession';
import { eventTypes, isDone, isPaused, type Life, mortal, runWorlds } from './testWorld';

const world = runWorlds();

async function generated(life: Life, session: OpenSession): Promise<void> {
  await life.generation.start(session);
  await life.until(session, isDone);
}

async function vote(session: OpenSession, index: number): Promise<void> {
  const entry = findRater(session.state, FIRST_RATER)?.shown[index];
  if (entry === undefined) throw new Error(`There is no pair ${index}.`);
  await session.append({
    type: 'vote_cast',
    vote_id: `v${index}`,
    rater: FIRST_RATER,
    metric: 'Quality',
    choice: 'A',
    stars: null,
    note: null,
    flags: [],
    elapsed_ms: null,
    pair: entry.pair,
    swap: entry.swap,
  });
}

/** Two prompts, two seeds and weights 0.4, 0.6, 0.8: 4 baselines and 12 candidates. */
const FIRST = 16;
const BARN = { positive: 'a barn', negative: '' };

describe('an extension of a begun session', { timeout: 30_000 }, () => {
  const cases: [string, (setup: Setup) => Partial<Setup>, { images: number; pairs: number }][] = [
    ['a seed', ({ seeds }) => ({ seeds: [...seeds, 99] }), { images: 8, pairs: 6 }],
    ['a prompt', ({ prompt_pairs }) => ({ prompt_pairs: [...prompt_pairs, BARN] }), { images: 8, pairs: 6 }],
    ['a weight', () => ({ weights: [0.4, 0.6, 0.8, 0.2], weight_range: null }), { images: 4, pairs: 4 }],
    ['a LoRA file', ({ loras }) => ({ loras: [...loras, 'owl.safetensors'] }), { images: 12, pairs: 12 }],
  ];
  it.each(cases)('by %s makes only what is missing and judges it after the rest', async (_, more, added) => {
    const { demo, live, session: create } = await world();
    const session = await create();
    const life = live();
    await generated(life, session);
    for (let index = 0; index < 12; index += 1) await vote(session, index);
    expect(isEvaluationComplete(session.state)).toBe(true);
    const before = structuredClone(session.state);
    const shown = findRater(before, FIRST_RATER)?.shown ?? [];
    await session.append({ type: 'setup_changed', changes: more(session.state.setup) });
    expect(extensionOf(session.state)).toEqual(added);

    await generated(life, session);
    expect(demo.stats().images).toBe(FIRST + added.images);
    expect(new Set(life.told).size).toBe(FIRST + added.images);
    for (const [file, image] of before.images) expect(session.state.images.get(file)).toEqual(image);
    expect(session.state.pairs.size).toBe(12 + added.pairs);
    const rater = findRater(session.state, FIRST_RATER);
    expect(rater?.shown.slice(0, 12)).toEqual(shown);
    expect(rater?.shown).toHaveLength(12 + added.pairs);
    expect(rater?.votes).toEqual(findRater(before, FIRST_RATER)?.votes);
    expect(isEvaluationComplete(session.state)).toBe(false);
    expect(extensionOf(session.state)).toBeNull();
    // What was extended once is extended again, on top of it.
    await session.append({ type: 'setup_changed', changes: { seeds: [...session.state.setup.seeds, 5] } });
    const second = extensionOf(session.state)?.images ?? 0;
    await generated(life, session);
    expect(demo.stats().images).toBe(FIRST + added.images + second);
    expect(session.state.started?.extensions.map(({ pairs }) => pairs)).toHaveLength(2);
    expect(life.faults).toEqual([]);
  });

  it('that was cut off before its first image goes on with it, and makes nothing old again', async () => {
    const { demo, live, session: create } = await world();
    const session = await create();
    await generated(live(), session);
    await session.append({ type: 'setup_changed', changes: { seeds: [1, 18446744073709551615n, 3] } });
    const first = live();
    await first.generation.start(mortal(session, () => session.state.started?.extensions.length === 1));
    first.kill();
    expect((await eventTypes(session)).at(-1)).toBe('setup_checked');
    expect(session.state.images.size).toBe(FIRST);
    const next = live();
    await next.generation.resume(session);
    await next.until(session, isDone);
    expect(demo.stats().images).toBe(FIRST + 8);
    expect((await eventTypes(session)).filter((type) => type === 'plan_extended')).toHaveLength(1);
  });

  it('is not begun by a resume, which only takes over where images are made', async () => {
    const { demo, live, session: create } = await world();
    const session = await create();
    const life = live();
    demo.faults.arm({ kind: 'node_error', image: 3, times: 3 });
    await life.generation.start(session);
    await life.until(session, isPaused);
    const changes = { seeds: [1, 18446744073709551615n, 3], leave_nothing_on_server: true };
    await session.append({ type: 'setup_changed', changes });
    await life.generation.resume(session);
    await life.until(session, isDone);
    expect(session.state.images.size).toBe(FIRST);
    expect(session.state.started?.setup).toMatchObject({
      leave_nothing_on_server: true,
      seeds: [1, 18446744073709551615n],
    });
    expect(session.state.started?.extensions).toEqual([]);
    expect(draftOf(session.state).seeds).toEqual(changes.seeds);
    await generated(life, session);
    expect(session.state.images.size).toBe(FIRST + 8);
  });

  it('is refused beside the field, whole and before anything is journaled, when it cannot be made', async () => {
    const { live, session: create } = await world();
    const session = await create();
    const life = live();
    await generated(life, session);
    const { loras, prompt_pairs } = session.state.setup;
    await session.append({ type: 'setup_changed', changes: { loras: [...loras, 'none.safetensors'] } });
    const before = await eventTypes(session);
    await expect(life.generation.start(session)).rejects.toMatchObject({ code: 'server_refuses' });
    const empty = { loras, prompt_pairs: [...prompt_pairs, { positive: '', negative: '' }] };
    await session.append({ type: 'setup_changed', changes: empty });
    await expect(life.generation.start(session)).rejects.toMatchObject({
      code: 'bad_request',
      field: 'setup.prompt_pairs[2].positive',
    });
    expect(await eventTypes(session)).toEqual([...before, 'setup_changed']);
    expect(session.state.run.status).toBe('completed');
  });

  it('waits while images are being made', async () => {
    const { demo, live, session: create } = await world();
    const session = await create();
    const life = live();
    const { promise, resolve } = Promise.withResolvers<void>();
    demo.faults.arm({ kind: 'stuck', image: 2, until: promise });
    await life.generation.start(session);
    await session.append({ type: 'setup_changed', changes: { seeds: [1, 18446744073709551615n, 3] } });
    await expect(life.generation.start(session)).rejects.toMatchObject({ code: 'not_possible' });
    resolve();
    await life.until(session, isDone);
    expect(session.state.images.size).toBe(FIRST);
  });
});

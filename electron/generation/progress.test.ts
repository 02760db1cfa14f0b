import { describe, expect, it } from 'vitest';
import { parseSessionId } from '../../core/session/identity';
import { newSession } from '../../core/session/state';
import type { Timers } from '../sessions/timers';
import { Alarm } from './alarm';
import { createThrottle, generationView, RateMeter } from './progress';

/** Timers that run only when the test says so. */
function handTimers(): Timers & { fire(): void; waits: number[] } {
  let runs: (() => void)[] = [];
  const waits: number[] = [];
  const after = (ms: number, run: () => void) => {
    waits.push(ms);
    runs.push(run);
    return () => {
      runs = runs.filter((one) => one !== run);
    };
  };
  return {
    after,
    every: after,
    waits,
    fire() {
      const now = runs;
      runs = [];
      for (const run of now) run();
    },
  };
}

describe('RateMeter', () => {
  it('measures the last images only, and needs two', () => {
    const meter = new RateMeter();
    expect(meter.rate).toBeNull();
    meter.add(0);
    expect(meter.rate).toBeNull();
    meter.add(500);
    expect(meter.rate).toBe(2);
    for (let image = 1; image <= 20; image += 1) meter.add(100_000 + image * 4_000);
    expect(meter.rate).toBe(0.25);
  });

  it('leaves out the time in which the server was gone', () => {
    const meter = new RateMeter();
    for (const time of [0, 1000, 2000]) meter.add(time);
    meter.lost(2200);
    meter.lost(9000);
    meter.back(62_200);
    expect(meter.rate).toBe(1);
    meter.add(63_000);
    expect(meter.rate).toBe(1);
    meter.lost(63_000);
    meter.add(94_000);
    expect(meter.rate).toBeCloseTo(4 / 3, 10);
  });

  it('says nothing of images that came at one moment', () => {
    const meter = new RateMeter();
    meter.add(7);
    meter.add(7);
    expect(meter.rate).toBeNull();
  });
});

describe('createThrottle', () => {
  it('tells at once, then at most once a time, and never loses the last', () => {
    const timers = handTimers();
    let told = 0;
    const throttle = createThrottle(() => (told += 1), 100, timers);
    throttle.call();
    expect(told).toBe(1);
    throttle.call();
    throttle.call();
    expect(told).toBe(1);
    timers.fire();
    expect(told).toBe(2);
    timers.fire();
    expect(told).toBe(2);
    throttle.call();
    expect(told).toBe(3);
    throttle.call();
    throttle.flush();
    expect(told).toBe(4);
    timers.fire();
    expect(told).toBe(4);
    expect(timers.waits.every((wait) => wait === 100)).toBe(true);
  });
});

describe('Alarm', () => {
  it('wakes the sleeper, and one that was awake does not sleep', async () => {
    const timers = handTimers();
    const alarm = new Alarm(timers);
    alarm.ring();
    await alarm.wait(1000);
    expect(timers.waits).toEqual([]);
    const asleep = alarm.wait(1000);
    alarm.ring();
    await asleep;
    const tired = alarm.wait(500);
    timers.fire();
    await tired;
    expect(timers.waits).toEqual([1000, 500]);
  });
});

describe('generationView', () => {
  const id = parseSessionId('20260102_030405');

  it('is empty before the start', () => {
    expect(generationView(newSession(id, '2026-01-02T03:04:05Z'), null)).toMatchObject({
      status: 'pending',
      phase: null,
      images_done: 0,
      failed: [],
      current: null,
      seconds_left: null,
      can_resume: false,
    });
  });

  it('says what is so even when it could not be journaled', () => {
    const state = newSession(id, '2026-01-02T03:04:05Z');
    state.run.status = 'running';
    expect(generationView(state, null, { reason: 'The disk is full.' })).toMatchObject({
      status: 'paused',
      phase: null,
      reason: 'The disk is full.',
    });
    const live = { phase: 'queued' as const, reason: null, servers: [], previews: true };
    expect(generationView(state, live)).toMatchObject({
      status: 'running',
      phase: 'queued',
      rate: null,
      servers: [],
    });
  });

  it('tells of each server, and adds up how fast those are that work', () => {
    const state = newSession(id, '2026-01-02T03:04:05Z');
    const server = { name: 'demo', out: null, flying: 0, images_done: 3, rate: 2, current: null };
    const current = { file: 'lora_0_0_w1.png', step: 2, steps: 20 };
    const view = generationView(state, {
      phase: 'generating_images',
      reason: null,
      servers: [
        { ...server, name: 'gpu-box:8188', out: 'It does not answer.', current },
        { ...server, flying: 2, current, rate: 0.5 },
        { ...server, flying: 1, rate: 0.25 },
        server,
      ],
      previews: false,
    });
    expect(view).toMatchObject({ rate: 0.75, seconds_left: 0, current: { step: 2, steps: 20 } });
    expect(view.servers.map(({ state, message }) => [state, message])).toEqual([
      ['out', 'It does not answer.'],
      ['working', null],
      ['working', null],
      ['idle', null],
    ]);
    expect(view.servers[0]).toMatchObject({ name: 'gpu-box:8188', images_done: 3, current: null });
    const ended = generationView(state, {
      phase: 'completing',
      reason: null,
      servers: [server],
      previews: false,
    });
    expect(ended).toMatchObject({ rate: 2, seconds_left: 0 });
  });
});

import { expect, it } from 'vitest';
import type { Timers } from '../sessions/timers';
import { createPacing } from './pacing';

function handTimers(): Timers & { fire(): void; readonly waiting: number; readonly pauses: number[] } {
  const runs = new Set<() => void>();
  const pauses: number[] = [];
  return {
    pauses,
    after(ms, run) {
      pauses.push(ms);
      runs.add(run);
      return () => runs.delete(run);
    },
    every: () => {
      throw new Error('Not asked for');
    },
    fire() {
      const now = [...runs];
      runs.clear();
      for (const run of now) run();
    },
    get waiting() {
      return runs.size;
    },
  };
}

it('hands on the first at once, then the newest after each pause', () => {
  const timers = handTimers();
  const heard: number[] = [];
  const pacing = createPacing<number>(timers, 100, (value) => heard.push(value));
  for (const value of [1, 2, 3]) pacing.add(value);
  expect(heard).toEqual([1]);
  timers.fire();
  expect(heard).toEqual([1, 3]);
  timers.fire();
  expect(timers.waiting).toBe(0);
  pacing.add(4);
  expect(heard).toEqual([1, 3, 4]);
});

it('hands on the last at the end, and nothing after it', () => {
  const timers = handTimers();
  const heard: number[] = [];
  const pacing = createPacing<number>(timers, 100, (value) => heard.push(value));
  for (const value of [1, 2]) pacing.add(value);
  pacing.end();
  pacing.add(3);
  timers.fire();
  expect(heard).toEqual([1, 2]);
  expect(timers.waiting).toBe(0);
});

it('makes longer pauses where hearing takes long', () => {
  const timers = handTimers();
  let now = 0;
  const slow = (ms: number) => {
    now += ms;
  };
  const pacing = createPacing<number>(timers, 100, slow, () => now);
  for (const ms of [2, 300, 5]) {
    pacing.add(ms);
    timers.fire();
  }
  expect(timers.pauses).toEqual([100, 3000, 100]);
});

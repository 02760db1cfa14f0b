import { expect, it } from 'vitest';
import type { Timers } from '../sessions/timers';
import { createPacing } from './pacing';

function handTimers(): Timers & { fire(): void; readonly waiting: number } {
  const runs = new Set<() => void>();
  return {
    after(_ms, run) {
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

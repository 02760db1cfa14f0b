import { describe, expect, it } from 'vitest';
import { MovedClock } from './movedClock.mjs';

/** A clock whose real time stands still, and what it asked of real timers. */
function stillClock() {
  const waits: number[] = [];
  const clock = new MovedClock({
    now: () => 1000,
    setTimeout: (_run, ms) => {
      waits.push(ms);
      return { ref: () => undefined, unref: () => undefined } as unknown as NodeJS.Timeout;
    },
    clearTimeout: () => undefined,
    breathe: async () => undefined,
  });
  return { clock, waits };
}

describe('a clock that is moved on', () => {
  it('calls what waits in its order, each at its time', async () => {
    const { clock } = stillClock();
    const rung: [string, number][] = [];
    clock.after(() => rung.push(['late', clock.now()]), 900);
    clock.after(() => rung.push(['early', clock.now()]), 100);
    clock.after(() => rung.push(['never', clock.now()]), 1001);
    await clock.moveOn(1000);
    expect(rung).toEqual([
      ['early', 1100],
      ['late', 1900],
    ]);
    expect(clock.now()).toBe(2000);
    expect(clock.waiting).toBe(1);
  });

  it('calls what comes again as often as the time holds, also what begins on the way', async () => {
    const { clock } = stillClock();
    let count = 0;
    clock.after(() => clock.after(() => (count += 1), 100, true), 500);
    await clock.moveOn(1000);
    expect(count).toBe(5);
  });

  it('waits for the rest in real time when nobody moves it', async () => {
    const { clock, waits } = stillClock();
    clock.after(() => undefined, 700);
    await clock.moveOn(300);
    expect(waits).toEqual([700, 400]);
  });

  it('calls nothing that was stopped, and knows what is not its own', async () => {
    const { clock } = stillClock();
    let count = 0;
    const first = clock.after(() => (count += 1), 10);
    const second = clock.after(() => (count += 1), 10);
    expect(clock.clear(first)).toBe(true);
    expect(clock.clear(Number(second))).toBe(true);
    expect(clock.clear({})).toBe(false);
    expect(clock.clear(undefined)).toBe(false);
    await clock.moveOn(20);
    expect(count).toBe(0);
  });

  it('begins a timer anew when it is refreshed', async () => {
    const { clock } = stillClock();
    let rungAt = 0;
    const timer = clock.after(() => (rungAt = clock.now()), 100);
    await clock.moveOn(60);
    timer.refresh();
    await clock.moveOn(100);
    expect(rungAt).toBe(1160);
  });
});

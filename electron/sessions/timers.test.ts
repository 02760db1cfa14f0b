import { describe, expect, it } from 'vitest';
import { createManualTimers } from './testStore';
import { allEndWithin, endsWithin } from './timers';

describe('endsWithin', () => {
  it('waits for work that ends', async () => {
    expect(await endsWithin(Promise.resolve('done'), 60_000)).toBe(true);
  });

  it('gives up on work that does not', async () => {
    const timers = createManualTimers();
    const result = endsWithin(new Promise(() => undefined), 5000, timers);
    timers.pass(5000);
    expect(await result).toBe(false);
  });

  it('passes on how work failed', async () => {
    await expect(endsWithin(Promise.reject(new Error('broken')), 60_000)).rejects.toThrow('broken');
  });
});

describe('allEndWithin', () => {
  it('waits for the others, too, when one fails', async () => {
    const slow = Promise.withResolvers<void>();
    const faults: unknown[] = [];
    const broken = new Error('broken');
    let isOver = false;
    const end = allEndWithin([Promise.reject(broken), slow.promise], 60_000, (error) => faults.push(error));
    void end.then(() => {
      isOver = true;
    });
    await expect.poll(() => faults).toEqual([broken]);
    expect(isOver).toBe(false);
    slow.resolve();
    expect(await end).toBe(true);
  });

  it('gives up on what does not end', async () => {
    const timers = createManualTimers();
    const end = allEndWithin(
      [new Promise(() => undefined), Promise.resolve()],
      5000,
      () => undefined,
      timers,
    );
    timers.pass(5000);
    expect(await end).toBe(false);
  });
});

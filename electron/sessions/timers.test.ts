import { describe, expect, it } from 'vitest';
import { createManualTimers } from './testStore';
import { endsWithin } from './timers';

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

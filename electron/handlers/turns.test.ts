import { describe, expect, it } from 'vitest';
import { createTurns, setupTurn } from './turns';

describe('createTurns', () => {
  it('lets changes of one subject happen in the order of asking, and others meanwhile', async () => {
    const turns = createTurns();
    const done: string[] = [];
    let open: () => void = () => undefined;
    const gate = new Promise<void>((resolve) => {
      open = resolve;
    });
    const first = turns.take('a', async () => {
      await gate;
      done.push('a1');
    });
    const second = turns.take('a', async () => void done.push('a2'));
    await turns.take(setupTurn('a'), async () => void done.push('set-up'));
    open();
    await Promise.all([first, second]);
    expect(done).toEqual(['set-up', 'a1', 'a2']);
  });

  it('goes on after a change that failed, and tells the failure to its asker only', async () => {
    const turns = createTurns();
    const failing = turns.take('a', () => Promise.reject(new Error('full')));
    const next = turns.take('a', async () => 7);
    await expect(failing).rejects.toThrow('full');
    await expect(next).resolves.toBe(7);
  });
});

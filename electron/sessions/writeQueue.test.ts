import { describe, expect, it } from 'vitest';
import { createWriteQueue, type WriteRequest } from './writeQueue';

/** A queue over a disk that the test lets go on by hand. */
function slowDisk() {
  const groups: string[][] = [];
  const waiting: (() => void)[] = [];
  const queue = createWriteQueue<string, string>(
    async (requests: readonly WriteRequest<string, string>[]) => {
      groups.push(requests.map((request) => request.item));
      await new Promise<void>((resolve) => waiting.push(resolve));
      for (const request of requests) {
        if (request.item === 'disk gone') throw new Error('disk gone');
        if (request.item === 'bad') request.reject(new Error('bad item'));
        else if (request.item !== 'forgotten') request.resolve(request.item.toUpperCase());
      }
    },
  );
  const goOn = async () => {
    await expect.poll(() => waiting.length).toBeGreaterThan(0);
    waiting.shift()?.();
  };
  return { queue, groups, goOn };
}

describe('the write queue', () => {
  it('writes together what waited while the disk was busy, in order', async () => {
    const { queue, groups, goOn } = slowDisk();
    const first = queue.add('a');
    await expect.poll(() => groups.length).toBe(1);
    const rest = [queue.add('b'), queue.add('c')];
    expect(queue.isBusy).toBe(true);
    await goOn();
    await goOn();
    expect(await Promise.all([first, ...rest])).toEqual(['A', 'B', 'C']);
    expect(groups).toEqual([['a'], ['b', 'c']]);
    await expect.poll(() => queue.isBusy).toBe(false);
  });

  it('lets nothing slip in front of what must be alone', async () => {
    const { queue, groups, goOn } = slowDisk();
    const order: string[] = [];
    const before = queue.add('before').then((text) => order.push(text));
    const alone = queue.exclusive(async () => order.push(`alone after ${groups.length} group`));
    const after = queue.add('after').then((text) => order.push(text));
    await goOn();
    await goOn();
    await Promise.all([before, alone, after]);
    expect(order).toEqual(['BEFORE', 'alone after 1 group', 'AFTER']);
    expect(groups).toEqual([['before'], ['after']]);
  });

  it('answers each caller on its own, and goes on after a failure', async () => {
    const { queue, goOn } = slowDisk();
    const answers = Promise.allSettled(['good', 'bad', 'forgotten'].map((item) => queue.add(item)));
    await goOn();
    expect((await answers).map((answer) => answer.status)).toEqual(['fulfilled', 'rejected', 'rejected']);
    const gone = queue.add('disk gone');
    const alone = queue.exclusive(() => Promise.reject(new Error('alone and wrong')));
    const next = queue.add('next');
    const settled = Promise.allSettled([gone, alone, next]);
    await goOn();
    await goOn();
    expect((await settled).map((answer) => answer.status)).toEqual(['rejected', 'rejected', 'fulfilled']);
    await expect(gone).rejects.toThrow('disk gone');
  });
});

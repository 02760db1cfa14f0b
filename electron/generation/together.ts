import { ComfyFailure } from '../comfy/http';

/** Waits for all of several tasks, however each ends. Rejects with the worst of what went wrong. */
export async function together(tasks: readonly Promise<void>[]): Promise<void> {
  const results = await Promise.allSettled(tasks);
  throwWorst(results.flatMap((result) => (result.status === 'rejected' ? [result.reason] : [])));
}

/** Does something with each item, one after the other, however each ends. Rejects with the worst of what went wrong. */
export async function oneByOne<Item>(
  items: readonly Item[],
  run: (item: Item) => Promise<void>,
): Promise<void> {
  const faults: unknown[] = [];
  for (const item of items) {
    try {
      await run(item);
    } catch (error) {
      faults.push(error);
    }
  }
  throwWorst(faults);
}

/** What the disk refuses, and bugs, come before a server that may answer at the next try. */
function throwWorst(faults: readonly unknown[]): void {
  if (faults.length > 0) throw faults.find((fault) => !(fault instanceof ComfyFailure)) ?? faults[0];
}

import type { QueueItem } from './promptQueue';

/** Python's heapq: the next prompt is first, the others lie in the order that GET /queue gives away, which is not theirs. */
export class PromptHeap {
  private readonly items: QueueItem[] = [];

  get length(): number {
    return this.items.length;
  }

  /** All that wait, in the heap's order. */
  get all(): readonly QueueItem[] {
    return this.items;
  }

  push(item: QueueItem): void {
    this.items.push(item);
    this.rise(0, this.items.length - 1);
  }

  /** Takes out the one that runs next. */
  pop(): QueueItem | undefined {
    const last = this.items.pop();
    const first = this.items[0];
    if (last === undefined || first === undefined) return last;
    this.items[0] = last;
    this.sink(0);
    return first;
  }

  /** Takes out the first that has this id; false when none has. */
  remove(promptId: string): boolean {
    const index = this.items.findIndex((item) => item.promptId === promptId);
    if (index < 0) return false;
    this.items.splice(index, 1);
    for (let at = Math.floor(this.items.length / 2) - 1; at >= 0; at -= 1) this.sink(at);
    return true;
  }

  clear(): void {
    this.items.length = 0;
  }

  /** Moves the item at `at` up towards `start`, until its parent runs before it. */
  private rise(start: number, at: number): void {
    const moved = this.items[at];
    if (moved === undefined) return;
    let place = at;
    while (place > start) {
      const above = Math.floor((place - 1) / 2);
      const parent = this.items[above];
      if (parent === undefined || !runsBefore(moved, parent)) break;
      this.items[place] = parent;
      place = above;
    }
    this.items[place] = moved;
  }

  /** Lets the smaller children bubble up to a leaf, then the item rise from there: heapq's way, told by its order. */
  private sink(start: number): void {
    const moved = this.items[start];
    if (moved === undefined) return;
    let place = start;
    for (let child = 2 * place + 1; child < this.items.length; child = 2 * place + 1) {
      const left = this.items[child];
      const right = this.items[child + 1];
      const smaller =
        right !== undefined && left !== undefined && !runsBefore(left, right) ? child + 1 : child;
      const up = this.items[smaller];
      if (up === undefined) break;
      this.items[place] = up;
      place = smaller;
    }
    this.items[place] = moved;
    this.rise(start, place);
  }
}

function runsBefore(item: QueueItem, other: QueueItem): boolean {
  return item.number !== other.number ? item.number < other.number : item.promptId < other.promptId;
}

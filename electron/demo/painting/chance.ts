/** Numbers by lot from a word: the same word gives the same numbers. Not for anything that must be fair. */
export class Chance {
  private state: number;

  constructor(word: string) {
    let hash = 2166136261;
    for (let at = 0; at < word.length; at += 1) {
      hash = Math.imul(hash ^ word.charCodeAt(at), 16777619);
    }
    this.state = hash >>> 0;
    // The first numbers of near words are near; let them part.
    for (let turn = 0; turn < 4; turn += 1) this.next();
  }

  /** From 0 up to, not including, 1. */
  next(): number {
    this.state = (this.state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(this.state ^ (this.state >>> 15), this.state | 1);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  }

  between(low: number, high: number): number {
    return low + (high - low) * this.next();
  }

  whole(low: number, high: number): number {
    return Math.floor(this.between(low, high + 1));
  }

  of<Item>(items: readonly [Item, ...Item[]]): Item {
    return items[Math.floor(this.next() * items.length)] ?? items[0];
  }

  yes(share: number): boolean {
    return this.next() < share;
  }
}

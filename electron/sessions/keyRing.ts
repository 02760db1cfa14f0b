import { randomBytes } from 'node:crypto';

/** A key that says nothing of what it leads to. */
export function freshKey(): string {
  return randomBytes(16).toString('hex');
}

/** Random keys to something, at most so many; the oldest are forgotten first. */
export class KeyRing<T> {
  private readonly held = new Map<string, T>();
  private readonly max: number;

  constructor(max: number) {
    this.max = max;
  }

  add(what: T): string {
    const key = freshKey();
    this.held.set(key, what);
    const [oldest] = this.held.keys();
    if (this.held.size > this.max && oldest !== undefined) this.held.delete(oldest);
    return key;
  }

  has(key: string): boolean {
    return this.held.has(key);
  }

  get(key: string): T | undefined {
    return this.held.get(key);
  }
}

/** Random keys to what has a name: the same key for the same name as long as it is held. What was not asked for the longest is forgotten first. */
export class NamedRing<T> {
  private readonly keys = new Map<string, string>();
  private readonly held = new Map<string, T>();
  private readonly max: number;

  constructor(max: number) {
    this.max = max;
  }

  /** The name's key; `what` is held under it when it is new. */
  keyOf(name: string, what: T): string {
    const key = this.keys.get(name) ?? freshKey();
    if (!this.held.has(key)) this.held.set(key, what);
    // It is the last to be forgotten from now on.
    this.keys.delete(name);
    this.keys.set(name, key);
    const [oldest] = this.keys;
    if (this.keys.size > this.max && oldest !== undefined) {
      this.keys.delete(oldest[0]);
      this.held.delete(oldest[1]);
    }
    return key;
  }

  get(key: string): T | undefined {
    return this.held.get(key);
  }
}

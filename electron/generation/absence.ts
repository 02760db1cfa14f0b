/** What keeps a server from taking part. */
export type AbsenceCause =
  /** It does not answer, or was not there at the start. */
  | 'silence'
  /** It answers and gets nothing done. */
  | 'stalled'
  /** It answers, and what it is asked to make goes wrong. */
  | 'faults';

const LONGEST_ASK_MS = 30_000;
const LONGEST_REST_MS = 600_000;

/** A server that is left out: since when, why, and when to look at it again. All times in ms. */
export class Absence {
  readonly cause: AbsenceCause;
  readonly since: number;
  /** A server whose work goes wrong rests until then. */
  readonly restsUntil: number;
  /** It has got on with a prompt of ours since. */
  hasSign = false;
  /** It still holds a prompt of ours that nobody waits for. */
  isHeld = false;
  private misses = 0;
  private readonly pollMs: number;

  /** In: how often it was left out since it last made an image, and how often servers are asked. */
  constructor(cause: AbsenceCause, now: number, relapses: number, pollMs: number) {
    this.cause = cause;
    this.since = now;
    this.pollMs = pollMs;
    this.restsUntil = now + Math.min(LONGEST_REST_MS, pollMs * 8 * 2 ** Math.min(relapses, 10));
  }

  /** It was asked in vain once more. */
  missed(): void {
    this.misses += 1;
  }

  /** Whether it may take part again. In: jobs of ours that it is known to have. It has just answered. */
  isOver(now: number, flying: number): boolean {
    if (this.cause === 'silence') return true;
    if (this.cause === 'faults') return now >= this.restsUntil;
    return this.hasSign || (flying === 0 && !this.isHeld);
  }

  /** When to look again, in ms from now. */
  waitMs(now: number, flying: number): number {
    if (this.cause === 'faults' && flying === 0) return Math.max(this.pollMs, this.restsUntil - now);
    if (this.cause === 'faults') return this.pollMs;
    return Math.min(LONGEST_ASK_MS, this.pollMs * 2 ** Math.min(this.misses, 5));
  }
}

import type { Timers } from '../sessions/timers';

/** Lets a loop sleep until something happens. */
export class Alarm {
  private isRung = false;
  private wake: (() => void) | null = null;
  private readonly timers: Timers;

  constructor(timers: Timers) {
    this.timers = timers;
  }

  /** Wakes the sleeper; one that is awake does not sleep the next time. */
  ring(): void {
    this.isRung = true;
    this.wake?.();
  }

  /** Resolves at the next ring, or after that time. */
  async wait(ms: number): Promise<void> {
    if (!this.isRung) {
      await new Promise<void>((resolve) => {
        const stop = this.timers.after(ms, resolve);
        this.wake = () => {
          stop();
          resolve();
        };
      });
    }
    this.wake = null;
    this.isRung = false;
  }
}

import { makeReport, type OnStep, type PackedMatter, type ReportMaker } from './reportMaker';

/** A report that waits to be made. */
interface Held {
  readonly packed: PackedMatter;
  readonly signal: AbortSignal;
  readonly onStep: OnStep;
  /** Makes it now. */
  make(): void;
  fail(error: unknown): void;
}

/** A maker for tests, which makes each report when it is told to. */
export interface HeldMaker extends ReportMaker {
  /** All that was asked for, oldest first. */
  readonly held: Held[];
  /** Resolves once so many were asked for. */
  asked(count: number): Promise<void>;
  isDisposed: boolean;
}

export function heldMaker(): HeldMaker {
  const held: Held[] = [];
  const waiting: { count: number; resolve(): void }[] = [];
  return {
    held,
    isDisposed: false,
    asked: (count) =>
      new Promise((resolve) => {
        if (held.length >= count) resolve();
        else waiting.push({ count, resolve });
      }),
    make(packed, { signal, onStep }) {
      return new Promise((resolve, reject) => {
        signal.addEventListener('abort', () => reject(signal.reason), { once: true });
        held.push({
          packed,
          signal,
          onStep,
          make: () => resolve(makeReport(packed, onStep)),
          fail: reject,
        });
        for (const one of waiting) if (held.length >= one.count) one.resolve();
      });
    },
    async dispose() {
      this.isDisposed = true;
    },
  };
}

import { hash } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import { deserialize, serialize } from 'node:v8';
import { createRandom } from '../../core/plan/random';
import { buildReport } from '../../core/report/figures';
import type { Report, ReportInput } from '../../core/report/report';

/** What a report is made of, but for its chance, which is drawn where it is made. */
type ReportMatter = Omit<ReportInput, 'random'>;

/** The same as bytes, so that it is written once: to be told from another, and to be sent to a thread. */
export interface PackedMatter {
  readonly bytes: Uint8Array;
  /** Equal for equal matter; what is not equal has another one. */
  readonly digest: string;
}

export function packMatter({ random: _, ...matter }: ReportInput): PackedMatter {
  const bytes = serialize(matter satisfies ReportMatter);
  return { bytes, digest: hash('sha256', bytes) };
}

/** How far the making of a report is. */
export type OnStep = (done: number, total: number) => void;

/** Makes a report where it stands, in one go. Throws what `onStep` throws. */
export function makeReport(bytes: Uint8Array, onStep: OnStep): Report {
  const matter = deserialize(bytes) as ReportMatter;
  return buildReport({ ...matter, random: (seed) => createRandom(seed, 'report') }, { onStep });
}

/** Where reports are made. */
export interface ReportMaker {
  /** Rejects with the signal's reason once it is aborted, with AppFailure when the making broke off, and with any fault of the making. */
  make(
    bytes: Uint8Array,
    control: { readonly signal: AbortSignal; readonly onStep: OnStep },
  ): Promise<Report>;
  /** Gives its threads back. What is being made is to be aborted before. */
  dispose(): Promise<void>;
}

/** Makes reports in the thread that asks, which does nothing else meanwhile: for where no other can be started. */
export function ownThreadMaker(): ReportMaker {
  return {
    async make(bytes, { signal, onStep }) {
      await setImmediate();
      signal.throwIfAborted();
      return makeReport(bytes, (done, total) => {
        onStep(done, total);
        signal.throwIfAborted();
      });
    },
    dispose: async () => undefined,
  };
}

import { createHash } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import { deserialize, serialize } from 'node:v8';
import { createRandom } from '../../core/plan/random';
import { buildReport } from '../../core/report/figures';
import type { CountedVote, Report, ReportInput } from '../../core/report/report';
import { stringifyJson } from '../../core/session/json';

/** What a report is made of, but for its chance, which is drawn where it is made; the votes as bytes, so that many of them are sent in one piece. */
export interface PackedMatter {
  readonly votes: Uint8Array;
  readonly rest: Omit<ReportInput, 'random' | 'votes'>;
}

/** Out: the matter, and a text that is equal for equal matter and another one for any other. */
export function packMatter({ random: _, votes, ...rest }: ReportInput): {
  packed: PackedMatter;
  digest: string;
} {
  const bytes = serialize(votes);
  // The rest as text: numbers have one form there, and two in bytes.
  const digest = createHash('sha256').update(bytes).update(stringifyJson(rest)).digest('base64');
  return { packed: { votes: bytes, rest }, digest };
}

/** How far the making of a report is. */
export type OnStep = (done: number, total: number) => void;

/** Makes a report where it stands, in one go. Throws what `onStep` throws. */
export function makeReport({ votes, rest }: PackedMatter, onStep: OnStep): Report {
  const input: ReportInput = {
    ...rest,
    votes: deserialize(votes) as CountedVote[],
    random: (seed) => createRandom(seed, 'report'),
  };
  return buildReport(input, { onStep });
}

/** Where reports are made. */
export interface ReportMaker {
  /** Rejects with the signal's reason once it is aborted, with AppFailure when the making broke off, and with any fault of the making. */
  make(
    packed: PackedMatter,
    control: { readonly signal: AbortSignal; readonly onStep: OnStep },
  ): Promise<Report>;
  /** Gives its threads back. What is being made is to be aborted before. */
  dispose(): Promise<void>;
}

/** Makes reports in the thread that asks, which does nothing else meanwhile: for where no other can be started. */
export function ownThreadMaker(): ReportMaker {
  return {
    async make(packed, { signal, onStep }) {
      await setImmediate();
      signal.throwIfAborted();
      return makeReport(packed, (done, total) => {
        onStep(done, total);
        signal.throwIfAborted();
      });
    },
    dispose: async () => undefined,
  };
}

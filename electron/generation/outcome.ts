import type { AppFailure } from '../../core/contract/failure';
import type { HistoryEntry } from '../comfy/answers';
import { explainExecutionError } from '../comfy/executionWords';
import type { ImageReference } from '../comfy/messages';

/** How a posted job ended. */
export type Outcome =
  | { kind: 'image'; image: ImageReference; seconds: number | null }
  /** Somebody stopped it. */
  | { kind: 'interrupted' }
  | { kind: 'out_of_memory'; failure: AppFailure }
  | { kind: 'failed'; failure: AppFailure }
  /** It ended well and saved nothing. */
  | { kind: 'no_image' };

/** Reads the history's entry of a job. In: the entry, and the node whose image is wanted. */
export function outcomeOf(entry: HistoryEntry, output: string): Outcome {
  if (entry.outcome === 'interrupted') return { kind: 'interrupted' };
  if (entry.outcome === 'error') {
    const failure = explainExecutionError(entry.error);
    return { kind: isOutOfMemory(entry) ? 'out_of_memory' : 'failed', failure };
  }
  const own = entry.images.find(({ node }) => node === output) ?? entry.images[0];
  return own === undefined
    ? { kind: 'no_image' }
    : { kind: 'image', image: own.image, seconds: entry.seconds };
}

function isOutOfMemory({ error }: HistoryEntry): boolean {
  return (
    error !== null &&
    /OutOfMemory|out of memory|not enough memory/i.test(`${error.exception_type} ${error.exception_message}`)
  );
}

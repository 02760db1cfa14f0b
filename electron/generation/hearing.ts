import { hiddenPictures } from '../../core/session/extending';
import { jobNumbersOf } from '../../core/session/jobNumbers';
import type { ComfyMessage, PreviewMessage } from '../comfy/messages';
import type { JobQueue } from './jobQueue';
import { previewedFile } from './previewFrames';
import type { LaneParts, RunBook } from './runBook';

/** What a message means. */
export type Heard =
  /** It is about none of our prompts. */
  | 'nothing'
  /** The server gets on with one of ours. */
  | 'sign'
  /** One of ours has ended, well or not: it is time to look. */
  | 'end';

/** Takes in a message of a server's socket: the image that is being made and its steps come from there. */
export function hear(message: ComfyMessage, { live, prepared }: LaneParts, queue: JobQueue): Heard {
  if (message.type === 'status' || message.type === 'feature_flags' || message.type === 'preview')
    return 'nothing';
  const flight = queue.flight(message.data.prompt_id);
  if (flight === undefined) return 'nothing';
  const { file } = flight.job;
  if (message.type === 'execution_start') {
    live.current = { file, step: 0, steps: prepared.setup.sampling?.steps ?? 0 };
  } else if (message.type === 'progress') {
    const { value, max } = message.data;
    live.current = { file, step: Math.round(value), steps: Math.round(max) };
  } else if (ENDS.has(message.type) || (message.type === 'executing' && message.data.node === null)) {
    return 'end';
  }
  return 'sign';
}

/** Hands on an image in the making, where the run shows them. */
export function showPreview(
  message: PreviewMessage,
  { live, options, session }: LaneParts,
  queue: JobQueue,
  book: RunBook,
): void {
  if (!book.live.previews) return;
  const fileOf = (id: string) => queue.flight(id)?.job.file;
  const file = previewedFile(message, fileOf, live.current?.file ?? null);
  // What the gallery keeps back until the reveal is not shown in the making either.
  if (file === null || hiddenPictures(session.state).has(file)) return;
  const number = jobNumbersOf(session.state).get(file);
  if (number !== undefined) options.onPreview?.(session, number, message.data.image);
}

const ENDS: ReadonlySet<string> = new Set(['execution_success', 'execution_error', 'execution_interrupted']);

import { AppFailure } from '../../core/contract/failure';
import type { Job } from '../../core/plan/jobs';
import { type SelfCheck, selfCheckWords } from '../../core/session/selfCheck';
import type { Setup } from '../../core/session/setup';
import type { Ending } from './endings';
import { freshMark } from './marks';
import { pixelDifference } from './pixelDifference';
import { prepareRun } from './preflight';
import type { LaneParts, RunBook } from './runBook';
import { openSingleImages, SINGLE_LIMIT_MS, type SingleImages } from './singleImages';
import { POLL_MS } from './stall';
import { unlessAborted } from './unlessAborted';

/**
 * Makes the self-check of a run, where its set-up asks for one and it was not made yet: an image with the LoRA's loader at
 * weight 0 and one without the loader, of the plan's first pair, through the server's temporary folder. What it finds is
 * journaled. In: a signal that is aborted when the run is to end. Out: how the run ends because of it; null when it goes on.
 * What keeps the check from being made is logged, and the check is tried again at the next start. Rejects with AppFailure
 * when the disk refuses.
 */
export async function selfCheck(
  parts: LaneParts,
  book: RunBook,
  signal: AbortSignal,
): Promise<Ending | null> {
  const { session, plan, prepared } = parts;
  const { images } = session.state;
  if (!prepared.setup.self_check || session.state.self_check !== null || signal.aborted) return null;
  if (plan.jobs.every((job) => images.has(job.file))) return null;
  book.live.phase = 'checking';
  book.live.reason = 'Self-check: two images that must be equal come before the first one.';
  parts.changed();
  const found = await foundBy(parts, book, signal);
  book.live.phase = 'generating_images';
  if (signal.aborted) return null;
  book.live.reason = null;
  parts.changed();
  if (found === null) return null;
  await book.record({ type: 'self_checked', ...found });
  if (found.ok) return null;
  const message = `Paused. ${selfCheckWords(found)} Resume goes on all the same; the result stays on record.`;
  return { kind: 'self_check', message };
}

async function foundBy(parts: LaneParts, book: RunBook, signal: AbortSignal): Promise<SelfCheck | null> {
  try {
    return await compare(parts, signal);
  } catch (error) {
    if (signal.aborted) return null;
    if (!(error instanceof AppFailure)) throw error;
    await book.log(
      'warning',
      `The self-check could not be made: ${error.message} The next resume tries again.`,
    );
    return null;
  }
}

async function compare(parts: LaneParts, signal: AbortSignal): Promise<SelfCheck | null> {
  const { session, plan, connection, prepared, options, server } = parts;
  const [pair] = session.state.pairs.values();
  const without = pair === undefined ? undefined : plan.byFile.get(pair.baseline);
  const candidate = pair === undefined ? undefined : plan.byFile.get(pair.lora);
  if (without === undefined || candidate === undefined) return null;
  const { text_encoder: encoder } = prepared.setup;
  const setup: Setup = {
    ...prepared.setup,
    leave_nothing_on_server: true,
    // Both strengths are 0.
    text_encoder: encoder.mode === 'fixed' ? { mode: 'follows' } : encoder,
  };
  const probe = await unlessAborted(signal, prepareRun(setup, connection.client));
  const images = openSingleImages({
    connection,
    prepared: probe,
    signal,
    timers: parts.timers,
    now: options.now,
    newUuid: options.newUuid,
    pollMs: options.pollMs ?? POLL_MS,
    limitMs: options.stallMs ?? SINGLE_LIMIT_MS,
  });
  const make = maker(parts, images);
  try {
    const first = await make(without);
    const atZero = await make({ ...candidate, weight: 0 });
    const found = await pixelDifference(first, atZero);
    if (found.differing === 0) return { ...found, ok: true, server, reproducible: null };
    // Asked for as it is, the same image would come out of the server's cache.
    await connection.client.free();
    const again = await pixelDifference(first, await make(without));
    const reproducible = again.differing === 0;
    return { ...(reproducible ? found : again), ok: false, server, reproducible };
  } finally {
    images.close();
  }
}

/** The mark is one of the run's own, so that whatever takes back what the run has on the server takes these back, too. */
function maker({ session, options }: LaneParts, images: SingleImages): (job: Job) => Promise<Uint8Array> {
  return async (job) => {
    const { bytes } = await images.make(job, freshMark(session.id, options), () => undefined);
    return bytes;
  };
}

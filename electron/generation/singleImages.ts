import { AppFailure } from '../../core/contract/failure';
import type { Job } from '../../core/plan/jobs';
import type { HistoryEntry } from '../comfy/answers';
import type { ComfyConnection } from '../comfy/connection';
import { ComfyFailure } from '../comfy/http';
import { inspectPng } from '../comfy/imageCheck';
import type { ComfyMessage } from '../comfy/messages';
import { endsWithin, type Timers } from '../sessions/timers';
import { Alarm } from './alarm';
import { outcomeOf } from './outcome';
import type { PreparedRun } from './preflight';
import { stallOf } from './stall';
import { unlessAborted } from './unlessAborted';

/** An image outside the plan: nothing of it is journaled or kept. */
export interface SingleImage {
  readonly bytes: Uint8Array;
  /** Time from the start of its execution to its end. */
  readonly seconds: number;
}

/** What images outside a plan are made with. */
export interface SingleImageParts {
  readonly connection: ComfyConnection;
  /** Made of a set-up that leaves nothing on the server. */
  readonly prepared: PreparedRun;
  readonly timers: Timers;
  now(): Date;
  /** A UUID in lower case. */
  newUuid(): string;
  /** Aborted: the image is taken back, or interrupted, and its reason is thrown. */
  readonly signal: AbortSignal;
  /** How often the server is asked, besides listening to its socket. */
  readonly pollMs: number;
  /** How long a server may answer and get nothing done before the image is given up, in ms. */
  readonly limitMs: number;
}

/** Makes images one by one, each followed to its end. */
export interface SingleImages {
  /**
   * Makes one image. In: the job, the mark by which the server knows it again, and who hears of the sampler's steps.
   * Rejects with AppFailure when the server refuses, fails, loses it or does not answer; with the signal's reason.
   */
  make(job: Job, mark: string, onStep: (step: number, steps: number) => void): Promise<SingleImage>;
  /** Lets go of the server. */
  close(): void;
}

/** For `limitMs`: loading a large model takes minutes. */
export const SINGLE_LIMIT_MS = 10 * 60_000;
const SOCKET_WAIT_MS = 2_000;
/** So many silences in a row, and the server counts as gone: a person waits for this image. */
const MAX_SILENCES = 5;
const GIVE_UP_MS = 1_500;
const LOST = 'ComfyUI lost the image. If it was restarted, try again.';
const STOPPED = 'The image was stopped in ComfyUI.';
const NO_IMAGE = 'ComfyUI ended the workflow and saved no image.';
const DAMAGED = 'The image arrived damaged. Try again.';
const GONE = 'ComfyUI made the image, but its file is gone. Try again.';

/** Opens the way to make single images on one server; to be closed. */
export function openSingleImages(parts: SingleImageParts): SingleImages {
  const { connection, prepared, signal } = parts;
  const { client } = connection;
  const alarm = new Alarm(parts.timers);
  let present: { promptId: string; onStep(step: number, steps: number): void } | null = null;
  let lastSign = parts.now().getTime();

  const socket = connection.openSocket({
    onMessage: hear,
    onState: (state) => {
      if (state !== 'closed') alarm.ring();
    },
  });
  const wake = () => alarm.ring();
  signal.addEventListener('abort', wake);

  function hear(message: ComfyMessage): void {
    if (message.type === 'status' || message.type === 'feature_flags') return;
    if (present === null || message.data.prompt_id !== present.promptId) return;
    lastSign = parts.now().getTime();
    if (message.type === 'progress')
      present.onStep(Math.round(message.data.value), Math.round(message.data.max));
    else if (message.type.startsWith('execution_')) alarm.ring();
  }

  /** Out: the id under which the server has it; older servers choose that themselves. */
  async function post(job: Job, mark: string, promptId: string): Promise<string> {
    const posted = await client.postPrompt({
      graph: prepared.graphOf(job, mark),
      clientId: socket.state === 'open' ? socket.clientId : promptId,
      promptId,
      mark,
      origin: prepared.origin,
    });
    return posted.prompt_id;
  }

  /** Where the prompt stands: its end, or null while it waits or runs. */
  async function look(promptId: string, mark: string): Promise<HistoryEntry | null> {
    const entry = await client.history(promptId);
    if (entry !== null) return entry;
    const queue = await client.queue();
    if ([...queue.running, ...queue.pending].some((item) => item.prompt_id === promptId)) {
      const silentMs = parts.now().getTime() - lastSign;
      // Work of others before ours is no fault of the server.
      const isOthers = queue.running.length > 0 && queue.running.every((one) => one.prompt_id !== promptId);
      if (silentMs < parts.limitMs || isOthers) return null;
      throw new AppFailure('comfy_unreachable', stallOf(queue, new Set([promptId]), silentMs).message);
    }
    // It may have ended between the two questions.
    const ended = (await client.history(promptId)) ?? (await client.recentlyEnded(mark));
    if (ended === null) throw new AppFailure('server_refuses', LOST);
    return ended;
  }

  async function untilEnded(promptId: string, mark: string): Promise<HistoryEntry> {
    let silences = 0;
    for (;;) {
      signal.throwIfAborted();
      try {
        const entry = await look(promptId, mark);
        if (entry !== null) return entry;
        silences = 0;
      } catch (error) {
        if (!(error instanceof ComfyFailure) || !error.isSilence || ++silences >= MAX_SILENCES) throw error;
      }
      await alarm.wait(parts.pollMs);
    }
  }

  async function imageOf(entry: HistoryEntry): Promise<Uint8Array> {
    const outcome = outcomeOf(entry, prepared.output);
    if (outcome.kind === 'interrupted') throw new AppFailure('not_possible', STOPPED);
    if (outcome.kind === 'no_image') throw new AppFailure('server_refuses', NO_IMAGE);
    if (outcome.kind !== 'image') throw outcome.failure;
    const bytes = await client.view(outcome.image);
    if (bytes === null) throw new AppFailure('server_refuses', GONE);
    if (!inspectPng(bytes).ok) throw new AppFailure('server_refuses', DAMAGED);
    return bytes;
  }

  /** What nobody waits for any more is not made. */
  async function takeBack(promptId: string): Promise<void> {
    const taken = client.deleteFromQueue([promptId]).then(() => client.interrupt(promptId));
    await endsWithin(taken, GIVE_UP_MS, parts.timers).catch(() => undefined);
  }

  return {
    async make(job, mark, onStep) {
      signal.throwIfAborted();
      await endsWithin(socket.ready(), SOCKET_WAIT_MS, parts.timers).catch(() => undefined);
      lastSign = parts.now().getTime();
      let promptId = parts.newUuid();
      try {
        promptId = await post(job, mark, promptId);
        const begun = parts.now().getTime();
        present = { promptId, onStep };
        const entry = await unlessAborted(signal, untilEnded(promptId, mark));
        const bytes = await unlessAborted(signal, imageOf(entry));
        return { bytes, seconds: entry.seconds ?? (parts.now().getTime() - begun) / 1000 };
      } catch (error) {
        // Also where the answer to the post never came: the server may have it all the same.
        await takeBack(promptId);
        throw error;
      } finally {
        present = null;
      }
    },
    close() {
      signal.removeEventListener('abort', wake);
      socket.close();
    },
  };
}

import { jobNumbersOf } from '../../core/session/jobNumbers';
import { shownAddress } from '../comfy/address';
import type { Queue } from '../comfy/answers';
import { ComfyFailure } from '../comfy/http';
import type { ComfyMessage, PreviewMessage } from '../comfy/messages';
import type { ComfySocket } from '../comfy/socket';
import { endsWithin } from '../sessions/timers';
import { adoptEarlier } from './adopt';
import { Alarm } from './alarm';
import { Collecting, type Landed } from './collecting';
import { type Ending, lastEvent } from './endings';
import { JobQueue } from './jobQueue';
import { Landing } from './landing';
import { Posting } from './posting';
import { previewedFile } from './previewFrames';
import { RunBook, RunGivenUp, type RunParts } from './runBook';
import { selfCheck } from './selfChecking';
import { StallWatch } from './stall';
import { Withdrawal } from './withdrawal';

/** Jobs in the server's queue at a time: one that is made and one that waits, so that the GPU never does. */
const AHEAD = 2;
const SOCKET_WAIT_MS = 2_000;
/** How long a stop, or a pause of a silent server, waits for the server before the run ends without it. */
const END_LIMIT_MS = 10_000;
const LONGEST_WAIT_MS = 5_000;
const PAUSING = 'Finishing the current image, then pausing.';
const STOPPING = 'Stopping. Waiting for ComfyUI to let go of the current image.';

/** One run: makes what a session's plan lacks, on one server. */
export class Run {
  readonly book: RunBook;
  private readonly parts: RunParts;
  private readonly queue: JobQueue;
  private readonly alarm: Alarm;
  private readonly landing: Landing;
  private readonly posting: Posting;
  private readonly collecting: Collecting;
  private readonly withdrawal: Withdrawal;
  private socket: ComfySocket | null = null;
  private ending: Ending | null = null;
  private endBy = Number.POSITIVE_INFINITY;
  private stopEndTimer: () => void = () => undefined;
  /** Settles when the run ends without waiting for what the server still has: that is found again at the next start. */
  private readonly abandoned = Promise.withResolvers<void>();
  private isAbandoned = false;
  private isLeaving = false;
  /** Aborts the self-check while it is being made. */
  private checking: AbortController | null = null;
  private troubles = 0;
  private readonly stall: StallWatch;
  private isStalled = false;

  constructor(parts: RunParts) {
    this.parts = parts;
    this.alarm = new Alarm(parts.timers);
    this.book = new RunBook(parts);
    this.queue = new JobQueue(parts.plan.jobs.filter((job) => !parts.session.state.images.has(job.file)));
    this.landing = new Landing(parts, this.book, this.queue, {
      isEnding: () => this.ending !== null,
      onFailures: (message) => this.end({ kind: 'failures', message }),
    });
    this.posting = new Posting(parts, this.book, this.queue, this.landing);
    this.collecting = new Collecting(parts, this.queue, this.landing);
    this.withdrawal = new Withdrawal(parts, this.queue);
    this.stall = new StallWatch(this.now(), parts.options.stallMs);
  }

  /** Asks the run to end early. A stop comes before all others, and failures before a pause that only says the same. */
  end(ending: Ending): void {
    if (this.ending?.kind === 'stop' || (this.ending?.kind === 'failures' && ending.kind === 'pause')) return;
    this.ending = ending;
    this.checking?.abort();
    this.endBy = this.now() + END_LIMIT_MS;
    this.book.live.reason = this.endingWords();
    // What is interrupted or deleted now did not fail.
    this.queue.markOld();
    this.withdrawal.reset();
    // At once, whatever else the run waits for; what fails here is tried again by the run itself.
    this.withdrawal.run(ending.kind === 'stop').catch(() => undefined);
    if (ending.kind === 'stop') {
      this.stopEndTimer();
      this.stopEndTimer = this.parts.timers.after(END_LIMIT_MS, () => this.abandon());
    }
    this.parts.changed();
    this.alarm.ring();
  }

  /** Takes back an end that was asked for and has not come yet. Out: false when it has come; the run is then all but over. */
  goOn(): boolean {
    // A self-check that was given up must be made anew before the first image.
    if (this.isLeaving || this.isAbandoned || this.checking?.signal.aborted === true) return false;
    this.stopEndTimer();
    this.ending = null;
    this.book.live.reason = null;
    this.withdrawal.reset();
    this.parts.changed();
    this.alarm.ring();
    return true;
  }

  /** Gives the run up at once: it journals nothing more. Its waiting prompts are taken back if the server is quick. */
  async giveUp(limitMs: number): Promise<void> {
    this.book.close();
    this.checking?.abort();
    this.stopEndTimer();
    this.alarm.ring();
    this.socket?.close();
    const ids = this.queue.flying.map(({ promptId }) => promptId);
    const taken = this.parts.connection.client.deleteFromQueue(ids);
    await endsWithin(taken, limitMs, this.parts.timers).catch(() => undefined);
  }

  /** Makes everything. Rejects with AppFailure when the disk refuses, and with bugs; resolves after the run's last event. */
  async make(): Promise<void> {
    const { session, connection } = this.parts;
    this.book.live.phase = 'generating_images';
    this.socket = connection.openSocket({
      onMessage: (message) => this.hear(message),
      onState: (state) => {
        if (state !== 'closed') this.alarm.ring();
      },
    });
    try {
      await this.landing.openLog();
      await adoptEarlier(this.parts, this.book, this.queue, this.landing);
      // Listening comes first, so that no message of the first image is missed; a server without a socket is polled.
      await endsWithin(this.socket.ready(), SOCKET_WAIT_MS, this.parts.timers).catch(() => undefined);
      await this.check();
      await this.work();
      this.book.live.phase = 'completing';
      await this.book.record(lastEvent(this.ending, session.state.images.size, this.parts.plan.jobs.length));
    } catch (error) {
      if (!(error instanceof RunGivenUp)) throw error;
    } finally {
      this.isLeaving = true;
      this.stopEndTimer();
      // What an abandoned round still does is not journaled any more.
      this.book.close();
      this.socket.close();
    }
  }

  private async check(): Promise<void> {
    this.checking = new AbortController();
    if (this.ending !== null || this.book.isClosed) this.checking.abort();
    const failed = await selfCheck(this.parts, this.book, this.checking.signal);
    this.book.proveOpen();
    if (failed !== null) this.end(failed);
    if (!this.checking.signal.aborted) this.checking = null;
  }

  private async work(): Promise<void> {
    while (!this.isOver()) {
      const round = this.round();
      // An abandoned round may fail later, when nobody waits for it.
      round.catch(() => undefined);
      await Promise.race([round, this.abandoned.promise]);
    }
    this.isLeaving = true;
  }

  private async round(): Promise<void> {
    let waitMs = this.pollMs();
    try {
      if (this.ending !== null && !this.withdrawal.isDone)
        await this.withdrawal.run(this.ending.kind === 'stop');
      const { landed, queue } = await this.collecting.collect();
      // The next job is posted while the last one's image is fetched and written.
      await all([this.fill(), this.settleAll(landed)]);
      if (this.isOver()) return;
      await this.calm();
      this.watch(landed, queue);
    } catch (error) {
      if (!(error instanceof ComfyFailure)) throw error;
      waitMs = await this.worry(error);
    }
    if (this.isOver()) return;
    await this.alarm.wait(waitMs);
    this.book.proveOpen();
  }

  private isOver(): boolean {
    if (this.isAbandoned) return true;
    const isEmpty = this.queue.flying.length === 0;
    return this.ending === null ? isEmpty && this.queue.waiting === 0 : this.withdrawal.isDone && isEmpty;
  }

  private abandon(): void {
    this.isAbandoned = true;
    this.abandoned.resolve();
  }

  private now(): number {
    return this.parts.options.now().getTime();
  }

  private pollMs(): number {
    const own = this.parts.options.pollMs ?? 2_000;
    return this.socket?.state === 'open' ? own : Math.min(own, 500);
  }

  /** The server does not answer, or not as it should: told once, and tried again until it does. */
  private async worry(failure: ComfyFailure): Promise<number> {
    this.troubles += 1;
    // Ending does not wait for a server that is gone.
    if (this.ending !== null && (this.troubles > 2 || this.now() > this.endBy)) this.abandon();
    const shown = shownAddress(this.parts.connection.url);
    const reason = failure.isSilence
      ? `ComfyUI at ${shown} does not answer. Trying again.`
      : `${failure.message} Trying again.`;
    if (this.troubles === 1) {
      await this.book.record({
        type: 'error_occurred',
        code: failure.code,
        message: reason,
        ...this.book.where('try_again'),
      });
    }
    this.book.live.reason = reason;
    this.book.live.current = null;
    this.landing.serverIs('lost');
    this.parts.changed();
    return Math.min(LONGEST_WAIT_MS, this.pollMs() * 2 ** Math.min(this.troubles - 1, 3));
  }

  private async calm(): Promise<void> {
    if (this.troubles === 0) return;
    this.troubles = 0;
    this.sign();
    this.landing.serverIs('back');
    this.book.live.reason = this.endingWords();
    await this.book.log('info', 'ComfyUI answers again.');
  }

  private endingWords(): string | null {
    switch (this.ending?.kind) {
      case 'pause':
        return PAUSING;
      case 'stop':
        return STOPPING;
      case 'failures':
      case 'self_check':
        return this.ending.message;
      default:
        return null;
    }
  }

  /** The server has got on with our prompts. */
  private sign(): void {
    this.stall.sign(this.now());
    if (!this.isStalled) return;
    this.isStalled = false;
    this.book.live.reason = this.endingWords();
    this.parts.changed();
  }

  /** Says so when a server answers and yet gets nothing done. */
  private watch(landed: readonly Landed[], queue: Queue | null): void {
    if (landed.length > 0 || queue === null) this.sign();
    if (queue === null) return;
    const ours = new Set(this.queue.flying.map(({ promptId }) => promptId));
    const words = this.stall.look(this.now(), queue, ours);
    if (words === null) return;
    this.isStalled = true;
    this.book.live.reason = words;
    this.parts.changed();
  }

  /** One after the other, so that each counts on top of the last. */
  private async settleAll(landed: readonly Landed[]): Promise<void> {
    const faults: unknown[] = [];
    for (const { flight, entry } of landed) {
      try {
        await this.landing.settle(flight, entry);
      } catch (error) {
        faults.push(error);
      }
    }
    throwWorst(faults);
  }

  private async fill(): Promise<void> {
    while (this.ending === null && this.queue.flying.length < AHEAD) {
      const job = this.queue.take();
      if (job === undefined) return;
      await this.posting.post(job, this.socket?.clientId ?? null);
      // An end that was asked for meanwhile did not see this one.
      if (this.ending !== null) this.withdrawal.reset();
    }
  }

  private showPreview(message: PreviewMessage): void {
    const { live } = this.book;
    if (!live.previews) return;
    const fileOf = (id: string) => this.queue.flight(id)?.job.file;
    const file = previewedFile(message, fileOf, live.current?.file ?? null);
    const number = file === null ? undefined : jobNumbersOf(this.parts.session.state).get(file);
    if (number !== undefined) this.parts.options.onPreview?.(this.parts.session, number, message.data.image);
  }

  private hear(message: ComfyMessage): void {
    if (message.type === 'status' || message.type === 'feature_flags') return;
    if (message.type === 'preview') {
      this.showPreview(message);
      return;
    }
    const flight = this.queue.flight(message.data.prompt_id);
    if (flight === undefined) return;
    this.sign();
    if (message.type === 'execution_start') {
      this.book.live.current = {
        file: flight.job.file,
        step: 0,
        steps: this.parts.prepared.setup.sampling?.steps ?? 0,
      };
      this.parts.changed();
    } else if (message.type === 'progress') {
      this.book.live.current = {
        file: flight.job.file,
        step: Math.round(message.data.value),
        steps: Math.round(message.data.max),
      };
      this.parts.changed();
    } else if (ENDS.has(message.type) || (message.type === 'executing' && message.data.node === null)) {
      this.alarm.ring();
    }
  }
}

const ENDS: ReadonlySet<string> = new Set(['execution_success', 'execution_error', 'execution_interrupted']);

async function all(tasks: readonly Promise<void>[]): Promise<void> {
  const results = await Promise.allSettled(tasks);
  throwWorst(results.flatMap((result) => (result.status === 'rejected' ? [result.reason] : [])));
}

/** What the disk refuses, and bugs, come before a server that may answer at the next try. */
function throwWorst(faults: readonly unknown[]): void {
  if (faults.length > 0) throw faults.find((fault) => !(fault instanceof ComfyFailure)) ?? faults[0];
}

import { shownAddress } from '../comfy/address';
import type { HistoryEntry, Queue } from '../comfy/answers';
import { ComfyFailure } from '../comfy/http';
import type { ComfyMessage } from '../comfy/messages';
import type { ComfySocket } from '../comfy/socket';
import { findWrittenImage, writtenFiles } from './adopt';
import { Alarm, withLimit } from './alarm';
import { type Ending, lastEvent } from './endings';
import { type Flight, JobQueue } from './jobQueue';
import { Landing } from './landing';
import { Posting } from './posting';
import { RunBook, RunGivenUp, type RunParts } from './runBook';

interface Landed {
  readonly flight: Flight;
  readonly entry: HistoryEntry;
}

/** Jobs in the server's queue at a time: one that is made and one that waits, so that the GPU never does. */
const AHEAD = 2;
const SOCKET_WAIT_MS = 2_000;
const STOP_LIMIT_MS = 15_000;
const LONGEST_WAIT_MS = 5_000;
const PAUSING = 'Finishing the current image, then pausing.';

/** One run: makes what a session's plan lacks, on one server. */
export class Run {
  readonly book: RunBook;
  private readonly parts: RunParts;
  private readonly queue: JobQueue;
  private readonly alarm: Alarm;
  private readonly landing: Landing;
  private readonly posting: Posting;
  private socket: ComfySocket | null = null;
  private ending: Ending | null = null;
  private isWithdrawn = false;
  private stopBy = 0;
  private troubles = 0;

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
  }

  /** Asks the run to end early; a stop comes before a pause. */
  end(ending: Ending): void {
    if (this.ending?.kind === 'stop') return;
    this.ending = ending;
    this.isWithdrawn = false;
    this.stopBy = this.parts.options.now().getTime() + STOP_LIMIT_MS;
    if (ending.kind === 'pause') this.book.live.reason = PAUSING;
    this.parts.changed();
    this.alarm.ring();
  }

  /** Takes back an end that was asked for and has not come yet. */
  goOn(): void {
    this.ending = null;
    this.book.live.reason = null;
    this.parts.changed();
    this.alarm.ring();
  }

  /** Gives the run up at once: it journals nothing more. Its waiting prompts are taken back if the server is quick. */
  async giveUp(limitMs: number): Promise<void> {
    this.book.close();
    this.alarm.ring();
    this.socket?.close();
    const ids = this.queue.flying.map(({ promptId }) => promptId);
    await withLimit(this.parts.connection.client.deleteFromQueue(ids), limitMs, this.parts.timers).catch(
      () => undefined,
    );
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
      await this.adopt();
      // Listening comes first, so that no message of the first image is missed; a server without a socket is polled.
      await withLimit(this.socket.ready(), SOCKET_WAIT_MS, this.parts.timers).catch(() => undefined);
      await this.work();
      this.book.live.phase = 'completing';
      await this.book.record(lastEvent(this.ending, session.state.images.size, this.parts.plan.jobs.length));
    } catch (error) {
      if (!(error instanceof RunGivenUp)) throw error;
    } finally {
      this.socket.close();
    }
  }

  /** Takes over what an earlier process left: images without an event, and jobs that the server may still have. */
  private async adopt(): Promise<void> {
    const { session, plan, server } = this.parts;
    const settled = new Set<string>();
    const written = await writtenFiles(session);
    for (const job of plan.jobs) {
      this.book.proveOpen();
      if (session.state.images.has(job.file) || !written.has(job.file)) continue;
      const found = await findWrittenImage(session, job);
      if (found === null) continue;
      const { sha256, size_bytes, width, height } = found;
      await this.landing.complete(job, { sha256, size_bytes, width, height, seconds: null });
      settled.add(job.file);
    }
    for (const posted of session.state.posted.values()) {
      const job = plan.byFile.get(posted.job);
      if (job === undefined || posted.server !== server || settled.has(job.file)) continue;
      this.queue.launch({ job, promptId: posted.prompt_id, isOld: true });
      settled.add(job.file);
    }
    this.queue.drop(settled);
  }

  private async work(): Promise<void> {
    while (!this.isOver()) {
      let waitMs = this.pollMs();
      try {
        if (this.ending !== null && !this.isWithdrawn) await this.withdraw(this.ending);
        const landed = await this.collect();
        // The next job is posted while the last one's image is fetched and written.
        const tasks = await Promise.allSettled([this.fill(), this.settleAll(landed)]);
        for (const task of tasks) if (task.status === 'rejected') throw task.reason;
        if (this.isOver()) return;
        await this.calm();
      } catch (error) {
        if (!(error instanceof ComfyFailure)) throw error;
        waitMs = await this.worry(error);
      }
      await this.alarm.wait(waitMs);
      this.book.proveOpen();
    }
  }

  private isOver(): boolean {
    if (this.ending === null) return this.queue.flying.length === 0 && this.queue.waiting === 0;
    const isLate = this.ending.kind === 'stop' && this.parts.options.now().getTime() > this.stopBy;
    return (this.isWithdrawn && this.queue.flying.length === 0) || isLate;
  }

  private pollMs(): number {
    const own = this.parts.options.pollMs ?? 2_000;
    return this.socket?.state === 'open' ? own : Math.min(own, 500);
  }

  /** The server does not answer, or not as it should: told once, and tried again until it does. */
  private async worry(failure: ComfyFailure): Promise<number> {
    this.troubles += 1;
    // Ending does not wait for a server that is gone: what it still has is found again at the next start.
    if (this.ending !== null && (this.troubles > 2 || failure.kind === 'timeout')) {
      this.isWithdrawn = true;
      for (const flight of this.queue.flying) this.queue.land(flight);
    }
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
    this.landing.serverIs('back');
    this.book.live.reason = this.ending?.kind === 'pause' ? PAUSING : null;
    await this.book.log('info', 'ComfyUI answers again.');
  }

  /** Takes our waiting prompts back; a stop also interrupts the one that runs. Prompts of others are left alone. */
  private async withdraw(ending: Ending): Promise<void> {
    const { client } = this.parts.connection;
    const ids = this.queue.flying.map(({ promptId }) => promptId);
    await client.deleteFromQueue(ids);
    if (ending.kind === 'stop') for (const id of ids) await client.interrupt(id);
    this.isWithdrawn = this.ending === ending;
  }

  /** Finds the jobs that have ended. Those that the server no longer knows go back to the list. */
  private async collect(): Promise<Landed[]> {
    const landed: Landed[] = [];
    const lost: Flight[] = [];
    const asked: { queue: Queue | null } = { queue: null };
    try {
      for (const flight of this.queue.flying) {
        const entry = await this.lookUp(flight, asked);
        if (entry === 'lost') lost.push(flight);
        else if (entry !== 'waiting') landed.push({ flight, entry });
      }
    } catch (error) {
      // What was found before the server failed is settled all the same.
      if (landed.length === 0) throw error;
    }
    for (const { flight } of landed) this.queue.land(flight);
    for (const flight of lost.reverse()) {
      this.queue.land(flight);
      await this.landing.repeat(flight, 'lost');
    }
    return landed;
  }

  private async lookUp(
    flight: Flight,
    asked: { queue: Queue | null },
  ): Promise<HistoryEntry | 'waiting' | 'lost'> {
    const { client } = this.parts.connection;
    try {
      const entry = await client.history(flight.promptId);
      if (entry !== null) return entry;
      asked.queue ??= await client.queue();
      const { running, pending } = asked.queue;
      if ([...running, ...pending].some((item) => item.prompt_id === flight.promptId)) return 'waiting';
      // It may have ended between the two questions.
      return (await client.history(flight.promptId)) ?? 'lost';
    } catch (error) {
      const isBad = error instanceof ComfyFailure && !error.isSilence;
      if (!isBad || this.queue.mayRetry(flight.job, 'server_fault')) throw error;
      if (this.queue.land(flight)) await this.landing.failJob(flight.job, error.code, error.message);
      return 'waiting';
    }
  }

  /** One after the other, so that each counts on top of the last. */
  private async settleAll(landed: readonly Landed[]): Promise<void> {
    let fault: unknown = null;
    for (const { flight, entry } of landed) {
      try {
        await this.landing.settle(flight, entry);
      } catch (error) {
        fault ??= error;
      }
    }
    if (fault !== null) throw fault;
  }

  private async fill(): Promise<void> {
    while (this.ending === null && this.queue.flying.length < AHEAD) {
      const job = this.queue.take();
      if (job === undefined) return;
      await this.posting.post(job, this.socket?.clientId ?? null);
    }
  }

  private hear(message: ComfyMessage): void {
    if (message.type === 'status' || message.type === 'feature_flags') return;
    const flight = this.queue.flight(message.data.prompt_id);
    if (flight === undefined) return;
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

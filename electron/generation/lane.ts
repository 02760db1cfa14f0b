import { plainAddress } from '../../core/session/serverKey';
import type { Queue } from '../comfy/answers';
import { ComfyFailure } from '../comfy/http';
import type { ComfySocket } from '../comfy/socket';
import { endsWithin } from '../sessions/timers';
import { Alarm } from './alarm';
import { Attendance } from './attendance';
import { Collecting, type Landed } from './collecting';
import { hear, showPreview } from './hearing';
import { JobQueue } from './jobQueue';
import type { KeptImageLog } from './keptImageLog';
import { Landing } from './landing';
import type { LaneHooks } from './laneHooks';
import { Posting } from './posting';
import type { LiveServer } from './progress';
import type { ReadyServer } from './readyServers';
import type { LaneParts, RunBook, RunParts } from './runBook';
import { POLL_MS, StallWatch } from './stall';
import { oneByOne, together } from './together';
import { Withdrawal } from './withdrawal';

/** Jobs in a server's queue at a time: one that is made and one that waits, so that the GPU never does. */
const AHEAD = 2;
const SOCKET_WAIT_MS = 2_000;
const LONGEST_WAIT_MS = 5_000;

/** A run's work with one server: posts its jobs, collects them, and waits for it when it is gone. */
export class Lane {
  readonly server: ReadyServer;
  readonly live: LiveServer;
  readonly queue: JobQueue;
  readonly landing: Landing;
  readonly attendance: Attendance;
  readonly parts: LaneParts;
  private readonly book: RunBook;
  private readonly hooks: LaneHooks;
  private readonly alarm: Alarm;
  private readonly posting: Posting;
  private readonly collecting: Collecting;
  private readonly withdrawal: Withdrawal;
  private readonly stall: StallWatch;
  private socket: ComfySocket | null = null;
  private atRest = true;
  /** It is being asked something that nothing of ours hangs on. */
  private isAsking = false;
  private isAbandoned = false;
  private troubles = 0;
  private trouble: string | null = null;
  private isStalled = false;

  constructor(parts: RunParts, server: ReadyServer, book: RunBook, log: KeptImageLog, hooks: LaneHooks) {
    const queue = new JobQueue(hooks);
    this.live = {
      name: server.name,
      out: server.away,
      get flying() {
        return queue.flying.length;
      },
      images_done: 0,
      rate: null,
      current: null,
    };
    const { connection, prepared } = server;
    this.parts = { ...parts, connection, prepared, server: server.server, live: this.live };
    this.server = server;
    this.queue = queue;
    this.book = book;
    this.hooks = hooks;
    this.alarm = new Alarm(parts.timers);
    this.landing = new Landing(this.parts, book, queue, log, {
      isEnding: () => hooks.ending() !== null,
      onFailures: hooks.onFailures,
      onMade: () => this.attendance.made(),
      onFailed: (job) => this.attendance.failed(job),
      leaveOut: (message) => this.attendance.leave('faults', message),
    });
    this.posting = new Posting(this.parts, book, queue, this.landing);
    this.collecting = new Collecting(this.parts, queue, this.landing, hooks);
    this.withdrawal = new Withdrawal(this.parts, queue);
    this.stall = new StallWatch(this.now(), parts.options.stallMs);
    this.attendance = new Attendance(this.parts, book, queue, hooks, {
      onLeave: () => this.landing.serverIs('lost'),
      onReturn: () => this.calmed(),
    });
  }

  /** Nothing of it is under way. */
  get isAtRest(): boolean {
    return this.atRest;
  }

  /** Why it does not get on, in a sentence; null while all is well. */
  get words(): string | null {
    return this.live.out ?? this.trouble;
  }

  /** True when the run need not wait for this lane. In this round it has nothing to do, or the run does without it. */
  isOver(): boolean {
    if (this.isAbandoned) return true;
    const isEmpty = this.queue.flying.length === 0;
    const ending = this.hooks.ending();
    const isFree = this.atRest || this.isAsking;
    if (!this.attendance.isOut) {
      if (!this.atRest || !isEmpty) return false;
      return ending === null ? this.hooks.waiting() === 0 : this.withdrawal.isDone;
    }
    // Ending does not wait for a server that is gone.
    if (ending !== null && this.attendance.isSilent) return isFree;
    return isFree && isEmpty && (ending === null || this.withdrawal.isDone);
  }

  /** Opens the socket; it stays open until `close`. */
  open(): void {
    this.socket = this.parts.connection.openSocket({
      onMessage: (message) => {
        if (message.type === 'preview') {
          showPreview(message, this.parts, this.queue, this.book);
          return;
        }
        const heard = hear(message, this.parts, this.queue);
        if (heard === 'nothing') return;
        this.sign();
        if (heard === 'end') this.alarm.ring();
        else this.parts.changed();
      },
      onState: (state) => {
        if (state !== 'closed') this.alarm.ring();
      },
    });
  }

  close(): void {
    this.socket?.close();
  }

  ring(): void {
    this.alarm.ring();
  }

  /** Takes its prompts back, since the run is to end early. */
  end(isStop: boolean): void {
    // What is interrupted or deleted now did not fail.
    this.queue.markOld();
    this.withdrawal.reset();
    // At once, whatever else the lane waits for; what fails here is tried again by the lane itself.
    this.withdrawal.run(isStop).catch(() => undefined);
    this.alarm.ring();
  }

  /** The end was taken back. */
  goOn(): void {
    this.withdrawal.reset();
    this.alarm.ring();
  }

  /** The run waits for this server no longer. */
  abandon(): void {
    this.isAbandoned = true;
    this.hooks.isOver();
  }

  /** Takes waiting prompts back if the server is quick. */
  async giveUp(limitMs: number): Promise<void> {
    this.alarm.ring();
    this.close();
    const ids = this.queue.flying.map(({ promptId }) => promptId);
    const taken = this.parts.connection.client.deleteFromQueue(ids);
    await endsWithin(taken, limitMs, this.parts.timers).catch(() => undefined);
  }

  /** Works until the run is over. Rejects with AppFailure when the disk refuses, with RunGivenUp and with bugs. */
  async work(): Promise<void> {
    // Listening comes first, so that no message of the first image is missed; a server without a socket is polled.
    if (this.socket !== null && !this.attendance.isOut)
      await endsWithin(this.socket.ready(), SOCKET_WAIT_MS, this.parts.timers).catch(() => undefined);
    while (!this.hooks.isOver()) {
      this.atRest = false;
      const waitMs = await this.round();
      this.atRest = true;
      if (waitMs === null || this.hooks.isOver()) continue;
      await this.alarm.wait(waitMs);
      this.book.proveOpen();
    }
  }

  /** Out: how long to wait for the next one, in ms; null when the run may be over. */
  private async round(): Promise<number | null> {
    try {
      await this.enquire();
      const { landed, queue } = await this.collecting.collect();
      await this.attendance.answered(landed.length > 0);
      // The next job is posted while the last one's image is fetched and written.
      const settle = ({ flight, entry }: Landed) => this.landing.settle(flight, entry);
      await together([this.fill(), oneByOne(landed, settle)]);
      this.atRest = true;
      if (this.hooks.isOver()) return null;
      this.atRest = false;
      await this.calm();
      await this.watch(landed, queue);
      return this.attendance.isOut ? this.attendance.waitMs() : this.pollMs();
    } catch (error) {
      if (!(error instanceof ComfyFailure)) throw error;
      return this.worry(error);
    }
  }

  /** What comes before all else: an end is asked of the server, and one that was left out is asked how it is. */
  private async enquire(): Promise<void> {
    this.isAsking = true;
    try {
      const ending = this.hooks.ending();
      if (ending !== null && !this.withdrawal.isDone) await this.withdrawal.run(ending.kind === 'stop');
      await this.attendance.ask();
    } finally {
      this.isAsking = false;
    }
  }

  private now(): number {
    return this.parts.options.now().getTime();
  }

  private pollMs(): number {
    const own = this.parts.options.pollMs ?? POLL_MS;
    return this.socket?.state === 'open' ? own : Math.min(own, 500);
  }

  /** The server does not answer, or not as it should: told once, and tried again until it does. */
  private async worry(failure: ComfyFailure): Promise<number> {
    this.troubles += 1;
    const ending = this.hooks.ending();
    // Ending does not wait for a server that is gone.
    if (ending !== null && (this.troubles > 2 || this.now() > this.hooks.endBy())) this.abandon();
    const reason = failure.isSilence
      ? `ComfyUI at ${plainAddress(this.parts.connection.url)} does not answer. Trying again.`
      : `${failure.message} Trying again.`;
    const wasOut = this.attendance.isOut;
    if (this.hooks.isAlone() && this.troubles === 1) await this.attendance.record(failure.code, reason);
    else await this.attendance.missed(failure, this.troubles);
    this.trouble = reason;
    this.live.current = null;
    this.landing.serverIs('lost');
    this.hooks.told();
    if (wasOut || this.attendance.isOut) return this.attendance.waitMs();
    return Math.min(LONGEST_WAIT_MS, this.pollMs() * 2 ** Math.min(this.troubles - 1, 3));
  }

  private async calm(): Promise<void> {
    if (this.troubles === 0 || this.attendance.isOut) return;
    this.calmed();
    if (this.hooks.isAlone()) await this.book.log('info', 'ComfyUI answers again.');
  }

  private calmed(): void {
    this.troubles = 0;
    this.trouble = null;
    this.sign();
    this.landing.serverIs('back');
    this.hooks.told();
  }

  /** The server has got on with our prompts. */
  private sign(): void {
    this.stall.sign(this.now());
    this.attendance.gotOn();
    if (!this.isStalled) return;
    this.isStalled = false;
    this.trouble = null;
    this.hooks.told();
  }

  /** Says so when a server answers and yet gets nothing done. */
  private async watch(landed: readonly Landed[], queue: Queue | null): Promise<void> {
    if (this.attendance.isOut) return;
    if (landed.length > 0 || queue === null) this.sign();
    if (queue === null) return;
    const ours = new Set(this.queue.flying.map(({ promptId }) => promptId));
    const stall = this.stall.look(this.now(), queue, ours);
    if (stall === null) return;
    this.isStalled = true;
    this.trouble = stall.message;
    if (!stall.isBusy) await this.attendance.leave('stalled', stall.message);
    this.hooks.told();
  }

  private async fill(): Promise<void> {
    const mayPost = () =>
      this.hooks.ending() === null && !this.attendance.isOut && this.queue.flying.length < AHEAD;
    while (mayPost()) {
      const job = this.queue.take();
      if (job !== undefined) await this.posting.post(job, this.socket?.clientId ?? null);
      else if (this.queue.flying.length > 0 || !(await this.hooks.takeOver())) return;
      // An end that was asked for meanwhile did not see this one.
      if (this.hooks.ending() !== null) this.withdrawal.reset();
    }
  }
}

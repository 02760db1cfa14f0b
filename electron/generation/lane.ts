import type { Job } from '../../core/plan/jobs';
import { shownAddress } from '../comfy/address';
import type { Queue } from '../comfy/answers';
import { ComfyFailure } from '../comfy/http';
import type { ComfyMessage } from '../comfy/messages';
import type { ComfySocket } from '../comfy/socket';
import { endsWithin } from '../sessions/timers';
import { Alarm } from './alarm';
import { Attendance } from './attendance';
import { Collecting, type Landed } from './collecting';
import type { Ending } from './endings';
import { JobQueue, type JobSource } from './jobQueue';
import type { KeptImageLog } from './keptImageLog';
import { Landing } from './landing';
import { Posting } from './posting';
import type { LiveServer } from './progress';
import type { ReadyServer } from './readyServers';
import type { LaneParts, RunBook, RunParts } from './runBook';
import { StallWatch } from './stall';
import { Withdrawal } from './withdrawal';

/** Jobs in a server's queue at a time: one that is made and one that waits, so that the GPU never does. */
const AHEAD = 2;
const SOCKET_WAIT_MS = 2_000;
const LONGEST_WAIT_MS = 5_000;
/** So many failures of one server in a row are put down to it when the others do well meanwhile. */
const FAILURES_OF_SERVER = 3;
const FAILS_ALONE = 'Three images in a row failed there.';

/** What a lane asks of its run. */
export interface LaneHooks extends JobSource {
  ending(): Ending | null;
  /** The time after which an end waits no longer for a server that does not answer. */
  endBy(): number;
  /** True once the run is over; nothing is begun then. Looks at all lanes. */
  isOver(): boolean;
  /** Jobs of the whole run on the list. */
  waiting(): number;
  /** True when another server takes part. */
  hasOthers(): boolean;
  /** True for a run on one server only, which is never left out: the run waits for it. */
  isAlone(): boolean;
  /** Images that the other servers made. */
  madeElsewhere(): number;
  /** True when an image failed on another server since that one made its last. */
  failsElsewhere(): boolean;
  onFailures(message: string): void;
  /** The view is another. */
  told(): void;
  /** Wakes the other lanes: there may be something for them to do. */
  rouse(): void;
  /** Takes work over from a server that does not come back. Out: false when there is none. */
  takeOver(): Promise<boolean>;
}

/** A run's work with one server: posts its jobs, collects them, and waits for it when it is gone. */
export class Lane {
  readonly server: ReadyServer;
  readonly live: LiveServer;
  readonly queue: JobQueue;
  readonly landing: Landing;
  readonly attendance: Attendance;
  private readonly parts: LaneParts;
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
  private failed: Job[] = [];
  private madeElsewhere = 0;

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
      onMade: () => this.made(),
      onFailed: (job) => this.countFailure(job),
      leaveOut: (message) => this.attendance.leave('faults', message),
    });
    this.posting = new Posting(this.parts, book, queue, this.landing);
    this.collecting = new Collecting(this.parts, queue, this.landing);
    this.withdrawal = new Withdrawal(this.parts, queue);
    this.stall = new StallWatch(this.now(), parts.options.stallMs);
    this.attendance = new Attendance(this.parts, book, queue, hooks, {
      onLeave: () => this.landing.serverIs('lost'),
      onReturn: () => this.calmed(),
    });
  }

  /** An image failed since it made its last. */
  get isFailing(): boolean {
    return this.failed.length > 0;
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
      onMessage: (message) => this.hear(message),
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
      await all([this.fill(), this.settleAll(landed)]);
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
    const own = this.parts.options.pollMs ?? 2_000;
    return this.socket?.state === 'open' ? own : Math.min(own, 500);
  }

  /** The server does not answer, or not as it should: told once, and tried again until it does. */
  private async worry(failure: ComfyFailure): Promise<number> {
    this.troubles += 1;
    const ending = this.hooks.ending();
    // Ending does not wait for a server that is gone.
    if (ending !== null && (this.troubles > 2 || this.now() > this.hooks.endBy())) this.abandon();
    const reason = failure.isSilence
      ? `ComfyUI at ${shownAddress(this.parts.connection.url)} does not answer. Trying again.`
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

  private made(): void {
    this.failed = [];
    this.attendance.made();
  }

  /** A server on which everything fails while the others work well must not use up the list. */
  private async countFailure(job: Job): Promise<void> {
    if (this.failed.length === 0) this.madeElsewhere = this.hooks.madeElsewhere();
    this.failed.push(job);
    if (this.failed.length < FAILURES_OF_SERVER) return;
    const isAlone = this.hooks.madeElsewhere() > this.madeElsewhere || !this.hooks.failsElsewhere();
    if (!isAlone || !(await this.attendance.leave('faults', FAILS_ALONE))) return;
    this.queue.putBack(...this.failed);
    this.failed = [];
    // They did not fail for the run: if it was not the server's doing, the next one shows it.
    this.book.failuresInRow = 0;
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

  private hear(message: ComfyMessage): void {
    if (message.type === 'status' || message.type === 'feature_flags') return;
    const flight = this.queue.flight(message.data.prompt_id);
    if (flight === undefined) return;
    this.sign();
    const { file } = flight.job;
    if (message.type === 'execution_start') {
      this.live.current = { file, step: 0, steps: this.parts.prepared.setup.sampling?.steps ?? 0 };
      this.parts.changed();
    } else if (message.type === 'progress') {
      const { value, max } = message.data;
      this.live.current = { file, step: Math.round(value), steps: Math.round(max) };
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

import { adoptEarlier } from './adopt';
import { type Ending, lastEvent } from './endings';
import { KeptImageLog } from './keptImageLog';
import { Lane } from './lane';
import type { LaneHooks } from './laneHooks';
import { leadsTo, type ReadyServer } from './readyServers';
import { RunBook, RunGivenUp, type RunParts } from './runBook';
import { selfCheck } from './selfChecking';
import { Shares } from './shares';
import { takeOver } from './takeOver';

/** How long a stop, or a pause of a silent server, waits for the server before the run ends without it. */
const END_LIMIT_MS = 10_000;
const PAUSING = 'Finishing the current image, then pausing.';
const STOPPING = 'Stopping. Waiting for ComfyUI to let go of the current image.';

/** One run: makes what a session's plan lacks, on one server or on several at once. */
export class Run {
  readonly book: RunBook;
  private readonly parts: RunParts;
  private readonly shares: Shares;
  private readonly lanes: readonly Lane[];
  private readonly imageLog: KeptImageLog;
  private ending: Ending | null = null;
  private endBy = Number.POSITIVE_INFINITY;
  private stopEndTimer: () => void = () => undefined;
  /** Settles when the run ends; what a server still has is found again at the next start. */
  private readonly over = Promise.withResolvers<void>();
  private isLeaving = false;
  /** Aborts the self-check while it is being made. */
  private checking: AbortController | null = null;

  constructor(parts: RunParts, servers: readonly ReadyServer[]) {
    this.parts = parts;
    this.book = new RunBook(parts);
    this.imageLog = new KeptImageLog(parts, this.book);
    const made = new Map<string, number | null>();
    for (const { file, server } of parts.session.state.images.values()) {
      const index = servers.findIndex((one) => leadsTo(one, server));
      made.set(file, index < 0 ? null : index);
    }
    this.shares = new Shares(parts.plan.jobs, made, servers.length);
    this.lanes = servers.map(
      (server, index) => new Lane(parts, server, this.book, this.imageLog, this.hooksOf(index)),
    );
    this.book.live.servers = this.lanes.map(({ live }) => live);
  }

  /** Asks the run to end early. A stop comes before all others, and failures before a pause that only says the same. */
  end(ending: Ending): void {
    if (this.ending?.kind === 'stop' || (this.ending?.kind === 'failures' && ending.kind === 'pause')) return;
    this.ending = ending;
    this.checking?.abort();
    this.endBy = this.parts.options.now().getTime() + END_LIMIT_MS;
    for (const lane of this.lanes) lane.end(ending.kind === 'stop');
    if (ending.kind === 'stop') {
      this.stopEndTimer();
      this.stopEndTimer = this.parts.timers.after(END_LIMIT_MS, () => {
        for (const lane of this.lanes) lane.abandon();
      });
    }
    this.tell();
  }

  /** Takes back an end that was asked for and has not come yet. Out: false when it has come; the run is then all but over. */
  goOn(): boolean {
    // A self-check that was given up must be made anew before the first image.
    if (this.isLeaving || this.checking?.signal.aborted === true) return false;
    this.stopEndTimer();
    this.ending = null;
    for (const lane of this.lanes) lane.goOn();
    this.tell();
    return true;
  }

  /** Gives the run up at once: it journals nothing more. Its waiting prompts are taken back from servers that are quick. */
  async giveUp(limitMs: number): Promise<void> {
    this.book.close();
    this.checking?.abort();
    this.stopEndTimer();
    await Promise.all(this.lanes.map((lane) => lane.giveUp(limitMs)));
  }

  /** Makes everything. Rejects with AppFailure when the disk refuses, and with bugs; resolves after the run's last event. */
  async make(): Promise<void> {
    const { session, plan } = this.parts;
    this.book.live.phase = 'generating_images';
    for (const lane of this.lanes) lane.open();
    try {
      await this.imageLog.open();
      await adoptEarlier(this.parts, this.book, this.shares, this.lanes);
      await this.check();
      await this.work();
      this.book.live.phase = 'completing';
      await this.book.record(lastEvent(this.ending, session.state.images.size, plan.jobs.length));
    } catch (error) {
      if (!(error instanceof RunGivenUp)) throw error;
    } finally {
      this.isLeaving = true;
      this.stopEndTimer();
      // What is still under way on a server that the run did not wait for is not journaled any more.
      this.book.close();
      for (const lane of this.lanes) lane.close();
    }
  }

  /** The self-check, on the first server that is there. */
  private async check(): Promise<void> {
    const lane = this.lanes.find(({ attendance }) => !attendance.isOut);
    if (lane === undefined) return;
    this.checking = new AbortController();
    if (this.ending !== null || this.book.isClosed) this.checking.abort();
    const failed = await selfCheck(lane.parts, this.book, this.checking.signal);
    this.book.proveOpen();
    if (failed !== null) this.end(failed);
    if (!this.checking.signal.aborted) this.checking = null;
  }

  /** All lanes at once. A lane that nobody waits for may fail later, which is of no account. */
  private async work(): Promise<void> {
    const failed = Promise.withResolvers<never>();
    failed.promise.catch(() => undefined);
    for (const lane of this.lanes) lane.work().catch(failed.reject);
    await Promise.race([this.over.promise, failed.promise]);
  }

  /** Looks whether anything is left to do or to wait for; once there is not, the run is over for good. */
  private isOver(): boolean {
    if (this.isLeaving) return true;
    const isDone = this.ending !== null || this.shares.waiting === 0;
    if (!isDone || !this.lanes.every((lane) => lane.isOver())) return false;
    this.isLeaving = true;
    this.over.resolve();
    for (const lane of this.lanes) lane.ring();
    return true;
  }

  private hooksOf(index: number): LaneHooks {
    const others = () => this.lanes.filter((_, other) => other !== index);
    const rouse = () => {
      for (const lane of others()) lane.ring();
    };
    return {
      take: () => this.shares.take(index, this.paces()),
      putBack: (...jobs) => {
        // What another server makes by now does not come back by this one.
        this.shares.putBack(...jobs.filter((job) => this.shares.ownerOf(job) === index));
        rouse();
      },
      ending: () => this.ending,
      endBy: () => this.endBy,
      isOver: () => this.isOver(),
      waiting: () => this.shares.waiting,
      hasOthers: () => others().some((lane) => !lane.attendance.isOut),
      isAlone: () => this.lanes.length === 1,
      madeElsewhere: () => others().reduce((sum, { live }) => sum + live.images_done, 0),
      failsElsewhere: () => others().some(({ attendance }) => attendance.isFailing),
      fliesElsewhere: (item) => others().some(({ queue }) => queue.has(item)),
      onFailures: (message) => this.end({ kind: 'failures', message }),
      told: () => this.tell(),
      rouse,
      takeOver: () => this.takeOver(index),
    };
  }

  private paces() {
    return this.lanes.map(({ live, attendance }) => ({
      rate: live.rate,
      flying: live.flying,
      isOut: attendance.isOut,
    }));
  }

  private async takeOver(index: number): Promise<boolean> {
    if (this.ending !== null || this.isLeaving) return false;
    const found = await takeOver(this.parts, this.book, this.shares, this.lanes, index);
    if (found.kind === 'stuck') this.end({ kind: 'unreachable', message: found.message });
    return found.kind === 'taken';
  }

  /** Brings up to date what is said of the whole run. */
  private tell(): void {
    this.book.live.reason = this.endingWords() ?? this.troubleWords();
    this.parts.changed();
  }

  /** What keeps the run from going on; a server in trouble says nothing of a run that goes on elsewhere. */
  private troubleWords(): string | null {
    const troubled = this.lanes.find(({ words }) => words !== null);
    if (troubled === undefined) return null;
    if (this.lanes.length === 1) return troubled.words;
    if (this.lanes.every(({ words }) => words !== null))
      return `None of the ${this.lanes.length} servers goes on. ${troubled.words}`;
    const isWorking = this.lanes.some(({ words, live }) => words === null && live.flying > 0);
    return isWorking ? null : `What is left waits for ${troubled.live.name}. ${troubled.words}`;
  }

  private endingWords(): string | null {
    switch (this.ending?.kind) {
      case undefined:
        return null;
      case 'pause':
        return PAUSING;
      case 'stop':
        return STOPPING;
      default:
        return this.ending?.message ?? null;
    }
  }
}

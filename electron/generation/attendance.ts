import { AppFailure } from '../../core/contract/failure';
import type { Job } from '../../core/plan/jobs';
import { plainAddress } from '../../core/session/serverKey';
import { ComfyFailure } from '../comfy/http';
import { Absence, type AbsenceCause } from './absence';
import type { JobQueue } from './jobQueue';
import type { LaneHooks } from './laneHooks';
import { isMarkOf } from './marks';
import { prepareRun } from './preflight';
import type { LaneParts, RunBook } from './runBook';
import { POLL_MS } from './stall';

/** Failures in a row after which a server is left out: of one that is silent, and of one that answers wrongly. */
const SILENT_TIMES = 2;
const WRONG_TIMES = 3;

/** So many failures of one server in a row are put down to it when the others do well meanwhile. */
const FAILURES_OF_SERVER = 3;
const FAILS_ALONE = 'Three images in a row failed there.';

type RunHooks = Pick<
  LaneHooks,
  | 'ending'
  | 'isOver'
  | 'isAlone'
  | 'hasOthers'
  | 'madeElsewhere'
  | 'failsElsewhere'
  | 'fliesElsewhere'
  | 'told'
  | 'rouse'
>;

interface AttendanceHooks {
  onLeave(): void;
  onReturn(): void;
}

/** Whether a server takes part in its run: it is left out when it fails while others work, asked again, and taken in again. */
export class Attendance {
  private readonly parts: LaneParts;
  private readonly book: RunBook;
  private readonly queue: JobQueue;
  private readonly run: RunHooks;
  private readonly hooks: AttendanceHooks;
  private absence: Absence | null = null;
  /** It was asked whether it can make the set-up. */
  private isChecked = true;
  private relapses = 0;
  /** Jobs that failed there since it made its last image. */
  private failures: Job[] = [];
  private madeElsewhere = 0;

  constructor(parts: LaneParts, book: RunBook, queue: JobQueue, run: RunHooks, hooks: AttendanceHooks) {
    this.parts = parts;
    this.book = book;
    this.queue = queue;
    this.run = run;
    this.hooks = hooks;
    if (parts.live.out === null) return;
    this.isChecked = false;
    this.absence = this.newAbsence('silence');
  }

  get isOut(): boolean {
    return this.absence !== null;
  }

  get isSilent(): boolean {
    return this.absence?.cause === 'silence';
  }

  /** Since when it is left out, in ms; null while it takes part. */
  get outSince(): number | null {
    return this.absence?.since ?? null;
  }

  waitMs(): number {
    const pollMs = this.pollMs();
    return this.absence?.waitMs(this.now(), this.queue.flying.length) ?? pollMs;
  }

  /** An image failed there since it made its last. */
  get isFailing(): boolean {
    return this.failures.length > 0;
  }

  /** An image was made there. */
  made(): void {
    this.relapses = 0;
    this.failures = [];
  }

  /** A job failed there: a server on which everything fails while the others work well must not use up the list. */
  async failed(job: Job): Promise<void> {
    if (this.failures.length === 0) this.madeElsewhere = this.run.madeElsewhere();
    this.failures.push(job);
    if (!this.isOut && this.failures.length < FAILURES_OF_SERVER) return;
    const { failures } = this;
    const failsAlone = this.run.madeElsewhere() > this.madeElsewhere || !this.run.failsElsewhere();
    if (!failsAlone || !(await this.leave('faults', FAILS_ALONE))) return;
    this.failures = [];
    this.queue.putBack(...failures);
    // They did not fail for the run: if it was not the server's doing, the next one shows it.
    this.book.failuresInRow = 0;
  }

  /** A prompt of ours got on there. */
  gotOn(): void {
    if (this.absence !== null) this.absence.hasSign = true;
  }

  /** It was asked in vain, so many times in a row. */
  async missed(failure: ComfyFailure, times: number): Promise<void> {
    this.absence?.missed();
    const address = plainAddress(this.parts.connection.url);
    const message = failure.isSilence ? `ComfyUI at ${address} does not answer.` : failure.message;
    if (this.absence !== null) {
      // One that was never there keeps the words that say what to do.
      if (this.isChecked || !failure.isSilence) this.parts.live.out = message;
      return;
    }
    if (times >= (failure.isSilence ? SILENT_TIMES : WRONG_TIMES))
      await this.leave(failure.isSilence ? 'silence' : 'faults', message, failure.code);
  }

  /**
   * Leaves the server out: at once when it is silent, else only while others take part. Out: false when it stays in.
   * In: why, in a sentence.
   */
  async leave(cause: AbsenceCause, message: string, code = 'server_refuses'): Promise<boolean> {
    if (this.absence !== null) return true;
    if (this.run.ending() !== null || this.run.isAlone()) return false;
    if (cause !== 'silence' && !this.run.hasOthers()) return false;
    this.absence = this.newAbsence(cause);
    this.relapses += 1;
    // Whatever failed before belongs to another row; others may make it meanwhile.
    this.failures = [];
    const { live } = this.parts;
    live.out = message;
    live.current = null;
    this.hooks.onLeave();
    this.run.told();
    this.run.rouse();
    await this.record(code, `${live.name} is left out until it works again. ${message}`);
    return true;
  }

  /** Journals a fault of the server. */
  async record(code: string, message: string): Promise<void> {
    await this.book.record({ type: 'error_occurred', code, message, ...this.book.where('try_again') });
  }

  /** Asks a server that is left out how it is, and cleans up what nobody waits for any more. Rejects with ComfyFailure. */
  async ask(): Promise<void> {
    if (this.absence === null || this.run.ending() !== null) return;
    if (this.isChecked) await this.clear(this.absence);
    else await this.check(this.absence);
  }

  /** It answered. In: whether a job of ours had ended there. */
  async answered(hasLanded: boolean): Promise<void> {
    const { absence } = this;
    if (absence === null || !this.isChecked || this.run.ending() !== null || this.run.isOver()) return;
    if (hasLanded) absence.hasSign = true;
    if (!absence.isOver(this.now(), this.queue.flying.length)) {
      absence.missed();
      return;
    }
    this.absence = null;
    this.parts.live.out = null;
    this.hooks.onReturn();
    await this.book.log('info', `${this.parts.live.name} takes part again.`);
  }

  /** Jobs that were given up here may still wait or run; others make them. */
  private async clear(absence: Absence): Promise<void> {
    const { client } = this.parts.connection;
    const { running, pending } = await client.queue();
    const isStray = (item: (typeof pending)[number]) =>
      isMarkOf(this.parts.session.id, item.mark) && !this.queue.has(item) && !this.run.fliesElsewhere(item);
    await client.deleteFromQueue(pending.filter(isStray).map(({ prompt_id }) => prompt_id));
    const held = running.filter(isStray);
    for (const { prompt_id } of held) await client.interrupt(prompt_id);
    absence.isHeld = held.length > 0;
  }

  /** A server that was away at the start has to have everything, too. */
  private async check(absence: Absence): Promise<void> {
    const { parts } = this;
    try {
      parts.prepared = await prepareRun(parts.prepared.setup, parts.connection.client);
    } catch (error) {
      if (!(error instanceof AppFailure) || error instanceof ComfyFailure) throw error;
      absence.missed();
      parts.live.out = error.message;
      this.run.told();
      return;
    }
    if (this.run.isOver()) return;
    this.isChecked = true;
    const { version, demo } = parts.prepared;
    const checked = { type: 'setup_checked' as const, server: parts.server, version, demo };
    await this.book.record({ ...checked, ...this.book.where('generate_images') });
  }

  private newAbsence(cause: AbsenceCause): Absence {
    return new Absence(cause, this.now(), this.relapses, this.pollMs());
  }

  private pollMs(): number {
    return this.parts.options.pollMs ?? POLL_MS;
  }

  private now(): number {
    return this.parts.options.now().getTime();
  }
}

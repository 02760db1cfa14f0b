import type { Job } from '../../core/plan/jobs';
import type { EventOf, NewEvent } from '../../core/session/events';
import { formatStamp } from '../../core/session/identity';
import { jobNumbersOf } from '../../core/session/jobNumbers';
import type { HistoryEntry } from '../comfy/answers';
import { ComfyFailure } from '../comfy/http';
import { inspectPng } from '../comfy/imageCheck';
import type { ImageReference } from '../comfy/messages';
import type { Flight, JobQueue, RetryCause } from './jobQueue';
import type { KeptImageLog } from './keptImageLog';
import { outcomeOf } from './outcome';
import { RateMeter } from './progress';
import type { LaneParts, RunBook } from './runBook';

const FAILURES_IN_A_ROW = 3;

type MadeImage = Pick<EventOf<'image_completed'>, 'sha256' | 'size_bytes' | 'width' | 'height' | 'seconds'>;

/** What a landing asks of its run. */
export interface LandingHooks {
  isEnding(): boolean;
  /** Too many failures in a row; `message` says which. */
  onFailures(message: string): void;
  /** An image was made. */
  onMade(): void;
  /** A job failed, and that is journaled. */
  onFailed(job: Job, message: string): Promise<void>;
  /** Whether what goes wrong is put down to the server, which is left out while others work; false when nobody could stand in for it. */
  leaveOut(message: string): Promise<boolean>;
}

/** Brings jobs that the server has ended into the session: as images, as failures, or back to the list. */
export class Landing {
  private readonly parts: LaneParts;
  private readonly book: RunBook;
  private readonly queue: JobQueue;
  private readonly hooks: LandingHooks;
  private readonly log: KeptImageLog;
  private readonly meter = new RateMeter();

  constructor(parts: LaneParts, book: RunBook, queue: JobQueue, log: KeptImageLog, hooks: LandingHooks) {
    this.parts = parts;
    this.book = book;
    this.queue = queue;
    this.log = log;
    this.hooks = hooks;
  }

  /** The server does not answer, or does again: the speed is measured without such times. */
  serverIs(state: 'lost' | 'back'): void {
    this.meter[state](this.parts.options.now().getTime());
  }

  /** Deals with a job that has ended. */
  async settle(flight: Flight, entry: HistoryEntry): Promise<void> {
    const { job } = flight;
    const outcome = outcomeOf(entry, this.parts.prepared.output);
    if (outcome.kind === 'image') {
      await this.fetchImage(flight, outcome.image, outcome.seconds);
    } else if (flight.isOld || this.hooks.isEnding()) {
      this.queue.putBack(job);
    } else if (outcome.kind === 'interrupted') {
      await this.repeat(flight, 'interrupted');
    } else if (outcome.kind === 'out_of_memory' && this.queue.mayRetry(job, 'out_of_memory')) {
      this.queue.putBack(job);
      await this.parts.connection.client.free();
    } else if (outcome.kind === 'out_of_memory') {
      await this.blame(job, outcome.failure.code, outcome.failure.message);
    } else if (outcome.kind === 'no_image') {
      await this.withoutFile(flight, entry.is_cached);
    } else {
      await this.failJob(job, outcome.failure.code, outcome.failure.message);
    }
    if (this.parts.live.current?.file === job.file) this.parts.live.current = null;
    this.parts.changed();
  }

  private async fetchImage(flight: Flight, image: ImageReference, seconds: number | null): Promise<void> {
    const { connection, options, session } = this.parts;
    let bytes: Uint8Array | null;
    try {
      bytes = await connection.client.view(image);
      if (bytes !== null && !inspectPng(bytes).ok) bytes = await connection.client.view(image);
    } catch (error) {
      if (!(error instanceof ComfyFailure)) throw error;
      // The server has just said that it has the image, so a file that never comes is not a server that is gone.
      const isShut = error.kind === 'forbidden' || error.kind === 'untrusted';
      const cause = error.kind === 'unreachable' ? 'cut_off' : 'server_fault';
      if (isShut || this.queue.mayRetry(flight.job, cause)) {
        this.queue.launch(flight);
        throw error;
      }
      const message = error.kind === 'unreachable' ? GIVEN_UP.cut_off : error.message;
      await this.blame(flight.job, error.code, message);
      return;
    }
    if (bytes === null) {
      await this.repeat(flight, 'no_file');
      // Without a file name of its own the same job would be answered from the server's cache, with the file that is gone.
      if (this.parts.prepared.setup.leave_nothing_on_server) await connection.client.free();
      return;
    }
    const check = inspectPng(bytes);
    if (!check.ok) {
      await this.repeat(flight, 'damaged');
      return;
    }
    const misfit = this.sizeFault(flight.job, check);
    if (misfit !== null) {
      await this.failJob(flight.job, 'server_refuses', misfit);
      return;
    }
    this.book.proveOpen();
    const written = await options.writeImage(session, flight.job.file, bytes);
    const made = { ...written, width: check.width, height: check.height, seconds };
    await this.book.inTurn(() => this.count(flight.job, made, () => this.countForServer()));
    this.hooks.onMade();
  }

  private countForServer(): void {
    const { live, options } = this.parts;
    this.meter.add(options.now().getTime());
    live.rate = this.meter.rate;
    live.images_done += 1;
  }

  /** A prompt can be told to have ended a moment before its files are, so it is looked at again before it counts. */
  private async withoutFile(flight: Flight, isCached: boolean): Promise<void> {
    const { connection } = this.parts;
    if (this.queue.mayRetry(flight.job, 'bad_answer')) {
      this.queue.launch(flight);
    } else if (isCached) {
      // The server's cache knows the result and not its file; without the cache it is made, and written, again.
      await this.repeat(flight, 'no_file');
      await connection.client.free();
    } else {
      await this.failJob(flight.job, 'server_refuses', 'ComfyUI ended the workflow and saved no image.');
    }
  }

  /**
   * Pictures that are compared must have one size. In: an image that came, and its size in pixels. Out: a sentence when most of
   * those with its prompt and seed have another one, else null.
   */
  sizeFault(job: Job, { width, height }: { width: number; height: number }): string | null {
    const { plan, session } = this.parts;
    const counts = new Map<string, number>();
    for (const other of plan.jobs) {
      if (other.prompt_index !== job.prompt_index || other.seed_index !== job.seed_index) continue;
      const image = other.file === job.file ? undefined : session.state.images.get(other.file);
      if (image === undefined) continue;
      const size = `${image.width} × ${image.height}`;
      counts.set(size, (counts.get(size) ?? 0) + 1);
    }
    const size = `${width} × ${height}`;
    const [usual] = [...counts].sort(([, a], [, b]) => b - a).map(([name]) => name);
    if (usual === undefined || usual === size) return null;
    return `This image came out with ${size} pixels, and those it belongs to have ${usual}. Look what sets the size in the workflow, then resume.`;
  }

  /** An image that an earlier run left is on disk and whole: now it counts. */
  complete(job: Job, made: MadeImage): Promise<void> {
    return this.book.inTurn(() => this.count(job, made));
  }

  /** In: what else is counted with the image, before anybody is told of it. */
  private async count(job: Job, made: MadeImage, also?: () => void): Promise<void> {
    const { session, options, plan, server } = this.parts;
    const { prompt_index } = job;
    const timestamp = formatStamp(options.now());
    const place = this.book.whereIn(prompt_index, 'generate_images', 1);
    const record = { file: job.file, server, timestamp, ...made };
    const events: NewEvent[] = [{ type: 'image_completed', job: job.file, ...record, ...place }];
    const isLast = plan.jobs.every(
      (one) =>
        one.prompt_index !== prompt_index || one.file === job.file || session.state.images.has(one.file),
    );
    if (isLast) events.push({ type: 'prompt_completed', ...place });
    await this.book.recordWith(events, also);
    this.book.failuresInRow = 0;
    options.onImage(session, job, jobNumbersOf(session.state).get(job.file) ?? 0);
    await this.log.add(job, record);
  }

  async repeat(flight: Flight, cause: RetryCause): Promise<void> {
    const { job } = flight;
    // What an earlier process posted, or what a pause took back, was not lost by the server.
    if (flight.isOld || this.hooks.isEnding() || this.queue.mayRetry(job, cause)) this.queue.putBack(job);
    else await this.blame(job, 'server_refuses', GIVEN_UP[cause]);
  }

  /** A job that failed by the server's doing: where others can stand in for the server, the job is still to be made. */
  async blame(job: Job, code: string, message: string): Promise<void> {
    if (await this.hooks.leaveOut(message)) this.queue.putBack(job);
    else await this.failJob(job, code, message);
  }

  async failJob(job: Job, code: string, message: string): Promise<void> {
    const { session } = this.parts;
    await this.book.record({
      type: 'image_failed',
      job: job.file,
      code,
      message,
      ...this.book.whereIn(job.prompt_index, 'generate_images'),
    });
    this.book.failuresInRow += 1;
    await this.hooks.onFailed(job, message);
    if (this.book.failuresInRow < FAILURES_IN_A_ROW || this.hooks.isEnding()) return;
    const what = (message.split('. ')[0] ?? message).replace(/\.$/, '');
    const number = jobNumbersOf(session.state).get(job.file) ?? 0;
    this.hooks.onFailures(`Paused after three failures in a row: ${what} at image ${number}.`);
  }
}

const GIVEN_UP: Record<RetryCause, string> = {
  lost: 'ComfyUI lost this image again and again.',
  interrupted: 'This image was interrupted in ComfyUI again and again.',
  out_of_memory: 'ComfyUI ran out of memory.',
  no_file: 'ComfyUI made the image, but its file is gone.',
  damaged: 'The image arrived damaged again and again.',
  cut_off: 'ComfyUI made the image, but sending it broke off again and again.',
  bad_answer: 'ComfyUI did not answer as it should.',
  server_fault: 'ComfyUI did not answer as it should.',
};

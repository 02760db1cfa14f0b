import { AppFailure } from '../../core/contract/failure';
import type { Job } from '../../core/plan/jobs';
import type { EventOf, NewEvent } from '../../core/session/events';
import { ComfyFailure } from '../comfy/http';
import type { Flight, JobQueue } from './jobQueue';
import type { Landing } from './landing';
import { freshMark } from './marks';
import type { LaneParts, RunBook } from './runBook';

/** Brings jobs into the server's queue, journaled before they are posted. */
export class Posting {
  private readonly parts: LaneParts;
  private readonly book: RunBook;
  private readonly queue: JobQueue;
  private readonly landing: Landing;

  constructor(parts: LaneParts, book: RunBook, queue: JobQueue, landing: Landing) {
    this.parts = parts;
    this.book = book;
    this.queue = queue;
    this.landing = landing;
  }

  /**
   * Posts a job; one that the server refuses becomes a failure. In: the socket's client id, null without a socket.
   * Rejects with ComfyFailure when it is unclear whether the server has it: then the flight stays and is looked up.
   */
  async post(job: Job, clientId: string | null): Promise<void> {
    const { connection, prepared, options } = this.parts;
    const promptId = options.newUuid();
    const prefix = freshMark(this.parts.session.id, options);
    const flight: Flight = { job, promptId, prefix, isOld: false };
    // Known before it is posted: a message may come before the answer does.
    this.queue.launch(flight);
    try {
      const posting = await this.announce(flight);
      const graph = prepared.graphOf(job, prefix);
      const { origin } = prepared;
      const posted = await connection.client.postPrompt({
        graph,
        clientId: clientId ?? promptId,
        promptId,
        mark: prefix,
        origin,
        previews: this.book.live.previews,
      });
      // Given up while the answer was on its way: whoever took the others back did not see this one.
      if (this.book.isClosed) await connection.client.deleteFromQueue([posted.prompt_id]);
      if (posted.prompt_id === promptId) return;
      // Older servers choose the id themselves.
      const launched = this.queue.flight(promptId) ?? flight;
      this.queue.land(launched);
      this.queue.launch({ ...launched, promptId: posted.prompt_id });
      await this.book.record({ ...posting, prompt_id: posted.prompt_id });
    } catch (error) {
      await this.failed(flight, error);
    }
  }

  private async announce({ job, promptId, prefix }: Flight): Promise<EventOf<'images_generating'>> {
    const { server } = this.parts;
    const { prompt_index } = job;
    const posting: EventOf<'images_generating'> = {
      type: 'images_generating',
      job: job.file,
      server,
      prompt_id: promptId,
      prefix,
      ...this.book.whereIn(prompt_index, 'collect_image'),
    };
    const events: NewEvent[] = [posting];
    if (!this.book.begunPrompts.has(prompt_index)) {
      this.book.begunPrompts.add(prompt_index);
      events.unshift({ type: 'prompt_start', ...this.book.whereIn(prompt_index, 'generate_images') });
    }
    await this.book.record(...events);
    return posting;
  }

  private async failed(flight: Flight, error: unknown): Promise<void> {
    const isUnclear = error instanceof ComfyFailure;
    // A server that is not got through to is asked for ever; one that answers wrongly is not.
    if (isUnclear && (error.isInTheWay || this.queue.mayRetry(flight.job, 'server_fault'))) throw error;
    this.queue.land(flight);
    const isRefusal = error instanceof AppFailure && error.code === 'server_refuses';
    if (!isUnclear && !isRefusal) throw error;
    if (isUnclear) await this.landing.blame(flight.job, error.code, error.message);
    else await this.landing.failJob(flight.job, error.code, error.message);
  }
}

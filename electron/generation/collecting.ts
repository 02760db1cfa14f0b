import type { HistoryEntry, Queue } from '../comfy/answers';
import { ComfyFailure } from '../comfy/http';
import type { ImageReference } from '../comfy/messages';
import type { Flight, JobQueue } from './jobQueue';
import type { Landing } from './landing';
import type { LaneHooks } from './laneHooks';
import { isMarkOf } from './marks';
import type { LaneParts } from './runBook';

/** A job that the server has ended. */
export interface Landed {
  readonly flight: Flight;
  readonly entry: HistoryEntry;
}

/** What one round of looking brought. */
export interface Collected {
  readonly landed: readonly Landed[];
  /** The server's queue where it was asked for; null when every job had ended. */
  readonly queue: Queue | null;
}

/** Finds out what became of the jobs on their way: the socket only says when to look. */
export class Collecting {
  private readonly parts: LaneParts;
  private readonly queue: JobQueue;
  private readonly landing: Landing;
  private readonly run: Pick<LaneHooks, 'fliesElsewhere'>;

  constructor(parts: LaneParts, queue: JobQueue, landing: Landing, run: Pick<LaneHooks, 'fliesElsewhere'>) {
    this.parts = parts;
    this.queue = queue;
    this.landing = landing;
    this.run = run;
  }

  /** Finds the jobs that have ended; those that the server no longer knows go back to the list. Rejects with ComfyFailure. */
  async collect(): Promise<Collected> {
    const landed: Landed[] = [];
    const lost: Flight[] = [];
    const asked: { queue: Queue | null } = { queue: null };
    try {
      for (const flight of this.queue.flying) {
        const entry = await this.lookUp(flight, asked);
        if (entry === 'lost') lost.push(flight);
        else if (entry !== 'waiting') landed.push({ flight, entry });
      }
      if (asked.queue !== null) await this.sweep(asked.queue);
    } catch (error) {
      // What was found before the server failed is settled all the same.
      if (landed.length === 0) throw error;
    }
    const ended = landed.filter(({ flight }) => this.queue.land(flight));
    for (const flight of lost.reverse()) {
      if (this.queue.land(flight)) await this.landing.repeat(flight, 'lost');
    }
    return { landed: ended, queue: asked.queue };
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
      const items = [...asked.queue.running, ...asked.queue.pending];
      if (items.some((item) => item.prompt_id === flight.promptId)) return 'waiting';
      const renamed = items.find((item) => item.mark === flight.prefix);
      if (renamed !== undefined) {
        // Older servers choose the id themselves, and their answer never came.
        this.queue.land(flight);
        this.queue.launch({ ...flight, promptId: renamed.prompt_id });
        return 'waiting';
      }
      // It may have ended between the two questions, or under another id.
      return (
        (await client.history(flight.promptId)) ??
        (await client.recentlyEnded(flight.prefix)) ??
        (await this.fileLeft(flight)) ??
        'lost'
      );
    } catch (error) {
      const isBad = error instanceof ComfyFailure && !error.isInTheWay;
      if (!isBad || this.queue.mayRetry(flight.job, 'bad_answer')) throw error;
      if (this.queue.land(flight)) await this.landing.blame(flight.job, error.code, error.message);
      return 'waiting';
    }
  }

  /** A server that forgot a prompt, as after a restart, may have its file all the same: nobody else writes under its prefix. */
  private async fileLeft({ prefix }: Flight): Promise<HistoryEntry | null> {
    const { connection, prepared } = this.parts;
    // What it keeps for a while only has a name that nobody chose.
    if (prepared.setup.leave_nothing_on_server) return null;
    const slash = prefix.lastIndexOf('/');
    const filename = `${prefix.slice(slash + 1)}_00001_.png`;
    const image: ImageReference = { filename, subfolder: prefix.slice(0, slash), type: 'output' };
    if ((await connection.client.view(image)) === null) return null;
    const images = [{ node: prepared.output, image }];
    return { mark: prefix, outcome: 'success', images, is_cached: false, error: null, seconds: null };
  }

  /** A prompt that arrived after we had given it up would make its image a second time. */
  private async sweep({ pending }: Queue): Promise<void> {
    const flying = new Set(this.queue.flying.map(({ promptId }) => promptId));
    const strays = pending.filter(
      (item) =>
        isMarkOf(this.parts.session.id, item.mark) &&
        !flying.has(item.prompt_id) &&
        !this.run.fliesElsewhere(item),
    );
    await this.parts.connection.client.deleteFromQueue(strays.map((item) => item.prompt_id));
  }
}

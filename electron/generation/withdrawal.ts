import type { JobQueue } from './jobQueue';
import { isMarkOf } from './marks';
import type { LaneParts } from './runBook';

/** Takes a run's prompts back from the server when the run is to end early. Prompts of others are left alone. */
export class Withdrawal {
  private readonly parts: LaneParts;
  private readonly queue: JobQueue;
  private attempt: Promise<void> | null = null;
  private turn = 0;
  private done = false;

  constructor(parts: LaneParts, queue: JobQueue) {
    this.parts = parts;
    this.queue = queue;
  }

  /** True when the server has nothing of ours any more but what it is making, or has just made. */
  get isDone(): boolean {
    return this.done;
  }

  /** It must be done anew: the end is another one, or a prompt was posted since. */
  reset(): void {
    this.turn += 1;
    this.done = false;
    this.attempt = null;
  }

  /** Does it, or joins the attempt that is under way. In: whether the prompt that runs is interrupted too. Rejects with ComfyFailure. */
  run(isStop: boolean): Promise<void> {
    if (this.attempt !== null) return this.attempt;
    const turn = this.turn;
    const attempt = this.takeBack(isStop)
      .then(() => {
        if (turn === this.turn) this.done = true;
      })
      .finally(() => {
        if (turn === this.turn) this.attempt = null;
      });
    this.attempt = attempt;
    return attempt;
  }

  private async takeBack(isStop: boolean): Promise<void> {
    const { client } = this.parts.connection;
    const known = this.queue.flying.map(({ promptId }) => promptId);
    await client.deleteFromQueue(known);
    const { running, pending } = await client.queue();
    // Ours may be there under an id that never reached us: it is known by its mark.
    const isOurs = (mark: string | null) => isMarkOf(this.parts.session.id, mark);
    await client.deleteFromQueue(pending.filter(({ mark }) => isOurs(mark)).map((item) => item.prompt_id));
    if (!isStop) return;
    for (const { prompt_id, mark } of running)
      if (isOurs(mark) || known.includes(prompt_id)) await client.interrupt(prompt_id);
  }
}

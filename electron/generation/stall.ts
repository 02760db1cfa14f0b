import type { Queue } from '../comfy/answers';

/** How often a server is asked about its jobs where nobody says otherwise, in ms. */
export const POLL_MS = 2_000;
/** How long a server may answer and yet get nothing done before that is said, in ms. Loading a large model takes minutes. */
const STALL_MS = 180_000;

/** Why a server gets nothing done. */
export interface Stall {
  /** In a sentence. */
  readonly message: string;
  /** It only makes other people's images first, so nothing is wrong with it. */
  readonly isBusy: boolean;
}

/** Notices when a server answers and yet gets nothing done. All times in ms. */
export class StallWatch {
  private lastSign: number;
  private readonly limitMs: number;

  constructor(now: number, limitMs = STALL_MS) {
    this.lastSign = now;
    this.limitMs = limitMs;
  }

  /** The server has got on with our prompts. */
  sign(now: number): void {
    this.lastSign = now;
  }

  /** In: the server's queue, and the ids of our prompts. Out: null while there is nothing to say. */
  look(now: number, queue: Queue, ours: ReadonlySet<string>): Stall | null {
    const silentMs = now - this.lastSign;
    return silentMs < this.limitMs ? null : stallOf(queue, ours, silentMs);
  }
}

/**
 * Why a server that answers does not get on with our prompts.
 * In: its queue, the ids of our prompts, and how long nothing has come, in ms.
 */
export function stallOf(queue: Queue, ours: ReadonlySet<string>, silentMs: number): Stall {
  const minutes = Math.max(1, Math.round(silentMs / 60_000));
  const time = minutes === 1 ? 'a minute' : `${minutes} minutes`;
  if (queue.running.length === 0)
    return {
      isBusy: false,
      message: `ComfyUI takes images into its queue and has begun none for ${time}. Restart ComfyUI; this run then goes on by itself.`,
    };
  if (!queue.running.some(({ prompt_id }) => ours.has(prompt_id)))
    return {
      isBusy: true,
      message: 'ComfyUI is busy with other work. The images of this run wait their turn.',
    };
  return {
    isBusy: false,
    message: `Nothing has come from ComfyUI for ${time}, although it answers. If it does nothing, restart it; this run then goes on by itself.`,
  };
}

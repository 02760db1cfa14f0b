import type { QueueItem } from '../comfy/answers';
import type { Ending } from './endings';
import type { JobSource } from './jobQueue';

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
  /** True for a prompt of another lane: two addresses can lead to one server, which has but one queue. */
  fliesElsewhere(item: Pick<QueueItem, 'prompt_id' | 'mark'>): boolean;
  onFailures(message: string): void;
  /** The view is another. */
  told(): void;
  /** Wakes the other lanes: there may be something for them to do. */
  rouse(): void;
  /** Takes work over from a server that does not come back. Out: false when there is none. */
  takeOver(): Promise<boolean>;
}

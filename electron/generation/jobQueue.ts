import type { Job } from '../../core/plan/jobs';

/** A job on its way through a server. */
export interface Flight {
  readonly job: Job;
  readonly promptId: string;
  /** The unique prefix that it was posted with, which marks it on the server. */
  readonly prefix: string;
  /** Posted by an earlier process, or before a pause: its end is looked up, not judged. */
  readonly isOld: boolean;
}

/** Why a job is made once more. */
export type RetryCause =
  | 'lost'
  | 'interrupted'
  | 'out_of_memory'
  | 'no_file'
  | 'damaged'
  | 'cut_off'
  /** Asked what became of it, the server answered something else. */
  | 'bad_answer'
  | 'server_fault';

/** How often a job is tried again for each cause before it counts as failed. */
const LIMITS: Record<RetryCause, number> = {
  lost: 20,
  interrupted: 2,
  out_of_memory: 1,
  no_file: 3,
  damaged: 2,
  cut_off: 6,
  bad_answer: 6,
  server_fault: 4,
};

/** Where jobs come from, and go back to. */
export interface JobSource {
  /** The next job to post; undefined when there is none. */
  take(): Job | undefined;
  /** Puts jobs back on the list, at their places. */
  putBack(...jobs: readonly Job[]): void;
}

/** The jobs on their way through one server. */
export class JobQueue {
  private readonly source: JobSource;
  private readonly flights = new Map<string, Flight>();
  private readonly tries = new Map<string, Map<RetryCause, number>>();

  constructor(source: JobSource) {
    this.source = source;
  }

  get flying(): Flight[] {
    return [...this.flights.values()];
  }

  flight(promptId: string | null): Flight | undefined {
    return promptId === null ? undefined : this.flights.get(promptId);
  }

  /** Whether a prompt in a server's queue is one of these, whatever id the server gave it. */
  has({ prompt_id, mark }: { readonly prompt_id: string; readonly mark: string | null }): boolean {
    return this.flights.has(prompt_id) || [...this.flights.values()].some(({ prefix }) => prefix === mark);
  }

  /** The next job to post; undefined when there is none. */
  take(): Job | undefined {
    return this.source.take();
  }

  /** Puts jobs back on the list. */
  putBack(...jobs: readonly Job[]): void {
    this.source.putBack(...jobs);
  }

  launch(flight: Flight): void {
    this.flights.set(flight.promptId, flight);
  }

  /** The end of what flies now is looked up and no longer judged: the run itself takes it back. */
  markOld(): void {
    for (const [id, flight] of this.flights) this.flights.set(id, { ...flight, isOld: true });
  }

  /** False when it had already landed. */
  land(flight: Flight): boolean {
    return this.flights.delete(flight.promptId);
  }

  /** Counts one more try of a job. Out: true while there is one left for this cause. */
  mayRetry(job: Job, cause: RetryCause): boolean {
    const counts = this.tries.get(job.file) ?? new Map<RetryCause, number>();
    this.tries.set(job.file, counts);
    const count = (counts.get(cause) ?? 0) + 1;
    counts.set(cause, count);
    return count <= LIMITS[cause];
  }
}

import type { GenerationView } from '../../core/contract/sessionView';
import { type Job, planJobs } from '../../core/plan/jobs';
import { jobNumbersOf } from '../../core/session/jobNumbers';
import { countsOf } from '../../core/session/progress';
import { selfCheckWords } from '../../core/session/selfCheck';
import type { SessionState, StartedPlan } from '../../core/session/state';
import type { Timers } from '../sessions/timers';

/** All images of a started session. */
export interface RunPlan {
  /** In the order of making. */
  readonly jobs: readonly Job[];
  readonly byFile: ReadonlyMap<string, Job>;
}

const plans = new WeakMap<StartedPlan, RunPlan>();

/** The plan of a started session; worked out once, since it never changes. */
export function runPlanOf(started: StartedPlan): RunPlan {
  const known = plans.get(started);
  if (known !== undefined) return known;
  const jobs = planJobs(started.setup, started.order_seed);
  const plan: RunPlan = { jobs, byFile: new Map(jobs.map((job) => [job.file, job])) };
  plans.set(started, plan);
  return plan;
}

/** What is known of a run beyond the journal; it lives as long as the run. */
export interface LiveRun {
  phase: NonNullable<GenerationView['phase']>;
  current: { file: string; step: number; steps: number } | null;
  /** What keeps the run from going on at the moment, in a sentence. */
  reason: string | null;
  /** Images a second. */
  rate: number | null;
  /** Images in the making are shown. */
  previews: boolean;
}

/** How a run ended when even that could not be journaled. */
export interface UnrecordedEnd {
  readonly reason: string;
}

/** What a window sees of a session's generation. In: the journaled state, and the run if there is one. */
export function generationView(
  state: Readonly<SessionState>,
  live: LiveRun | null,
  unrecorded: UnrecordedEnd | null = null,
): GenerationView {
  const { images_done, images_total } = countsOf(state);
  const { run } = state;
  const numbers = jobNumbersOf(state);
  const status = live !== null ? 'running' : unrecorded !== null ? 'paused' : run.status;
  const failed = [...state.failures].map(([file, { message }]) => ({
    number: numbers.get(file) ?? 0,
    message,
  }));
  const rate = live?.rate ?? null;
  const current = live?.current ?? null;
  return {
    status,
    phase: live?.phase ?? (status === 'running' ? run.phase : null),
    images_done,
    images_total,
    failed: failed.sort((a, b) => a.number - b.number),
    current:
      current === null
        ? null
        : { number: numbers.get(current.file) ?? 0, step: current.step, steps: current.steps },
    rate,
    seconds_left: rate === null || rate <= 0 ? null : (images_total - images_done) / rate,
    checkpoint: run.checkpoint,
    reason: live !== null ? live.reason : (unrecorded?.reason ?? run.reason),
    can_resume: status === 'paused' && state.started !== null && !state.started.as_found,
    started_at: run.started_at,
    ended_at: live !== null ? null : run.ended_at,
    servers: [],
    previews: live?.previews ?? false,
    self_check: selfCheckView(state),
  };
}

function selfCheckView({ self_check }: Readonly<SessionState>): GenerationView['self_check'] {
  if (self_check === null) return null;
  return { state: self_check.ok ? 'passed' : 'failed', message: selfCheckWords(self_check) };
}

const WINDOW = 12;

/** Measures how fast images come, over the last few of them; the time in which the server was gone is left out. All times in milliseconds. */
export class RateMeter {
  private times: number[] = [];
  private lostAt: number | null = null;

  /** In: the time at which the server first did not answer. */
  lost(time: number): void {
    this.lostAt ??= time;
  }

  /** In: the time at which it answered again. */
  back(time: number): void {
    if (this.lostAt === null) return;
    const gap = time - this.lostAt;
    this.times = this.times.map((one) => one + gap);
    this.lostAt = null;
  }

  /** In: the time at which an image was done. */
  add(time: number): void {
    this.back(time);
    this.times.push(time);
    if (this.times.length > WINDOW) this.times.shift();
  }

  /** Images a second; null before the second image. */
  get rate(): number | null {
    const first = this.times[0];
    const last = this.times.at(-1);
    if (first === undefined || last === undefined || last <= first) return null;
    return ((this.times.length - 1) * 1000) / (last - first);
  }
}

/** Calls `tell` at once and then at most every `everyMs`, with the last call never lost. */
export function createThrottle(
  tell: () => void,
  everyMs: number,
  timers: Timers,
): { call(): void; flush(): void } {
  let stop: (() => void) | null = null;
  let isWanted = false;
  const open = () => {
    stop = null;
    if (isWanted) call();
  };
  function call(): void {
    if (stop !== null) {
      isWanted = true;
      return;
    }
    isWanted = false;
    stop = timers.after(everyMs, open);
    tell();
  }
  return {
    call,
    flush() {
      stop?.();
      stop = null;
      isWanted = false;
      tell();
    },
  };
}

import type { GenerationView, RunServer } from '../../core/contract/generationView';
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

/** The plan of a started session; worked out once, since an extension makes another `started`. */
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
  /** What keeps the run from going on at the moment, in a sentence. */
  reason: string | null;
  servers: readonly LiveServer[];
  /** Images in the making are shown. */
  previews: boolean;
}

/** How one server of a run stands. */
export interface LiveServer {
  /** As it is shown. */
  readonly name: string;
  /** Why it is left out, in a sentence; null while it takes part. */
  out: string | null;
  /** Jobs on their way through it. */
  readonly flying: number;
  images_done: number;
  /** Images a second. */
  rate: number | null;
  current: { file: string; step: number; steps: number } | null;
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
  // Nothing runs yet while a run waits in line.
  const servers = live === null || live.phase === 'queued' ? [] : live.servers;
  const rate = rateOf(servers);
  const shown = servers.map((server) => serverView(server, numbers));
  return {
    status,
    phase: live?.phase ?? (status === 'running' ? run.phase : null),
    images_done,
    images_total,
    failed: failed.sort((a, b) => a.number - b.number),
    current: shown.find(({ current }) => current !== null)?.current ?? null,
    rate,
    seconds_left: rate === null || rate <= 0 ? null : (images_total - images_done) / rate,
    checkpoint: run.checkpoint,
    reason: live !== null ? live.reason : (unrecorded?.reason ?? run.reason),
    can_resume: status === 'paused' && state.started !== null && !state.started.as_found,
    started_at: run.started_at,
    ended_at: live !== null ? null : run.ended_at,
    servers: shown,
    previews: live?.previews ?? false,
    self_check: selfCheckView(state),
  };
}

function selfCheckView({ self_check }: Readonly<SessionState>): GenerationView['self_check'] {
  if (self_check === null) return null;
  return { state: self_check.ok ? 'passed' : 'failed', message: selfCheckWords(self_check) };
}

function serverView(
  { name, out, flying, images_done, rate, current }: LiveServer,
  numbers: ReadonlyMap<string, number>,
): RunServer {
  return {
    name,
    state: out !== null ? 'out' : flying > 0 ? 'working' : 'idle',
    message: out,
    images_done,
    rate,
    current:
      current === null || out !== null
        ? null
        : { number: numbers.get(current.file) ?? 0, step: current.step, steps: current.steps },
  };
}

/** Images a second of all servers that work; between two images, of those that take part. */
function rateOf(servers: readonly LiveServer[]): number | null {
  const inUse = servers.filter(({ out }) => out === null);
  const working = inUse.filter(({ flying }) => flying > 0);
  const rates = (working.length > 0 ? working : inUse).flatMap(({ rate }) => (rate === null ? [] : [rate]));
  return rates.length === 0 ? null : rates.reduce((sum, rate) => sum + rate, 0);
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

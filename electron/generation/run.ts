import { AppFailure } from '../../core/contract/failure';
import { planPairs } from '../../core/plan/jobs';
import { createRandom } from '../../core/plan/random';
import { drawOrder } from '../../core/plan/trials';
import type { NewEvent } from '../../core/session/events';
import type { SessionId } from '../../core/session/identity';
import { stringifyJson } from '../../core/session/json';
import type { Setup } from '../../core/session/setup';
import { effectiveSetup, FIRST_RATER } from '../../core/session/state';
import type { OpenSession } from '../sessions/openSession';
import { realTimers } from '../sessions/timers';
import { withLimit } from './alarm';
import { type Ending, lastEvent } from './endings';
import type { Generation, GenerationOptions } from './generationPort';
import { checkSetup, type PreparedRun, prepareRun } from './preflight';
import { createThrottle, generationView, runPlanOf, type UnrecordedEnd } from './progress';
import { Run } from './sessionRun';

const TELL_EVERY_MS = 100;
const DEFAULT_SERVER = '127.0.0.1:8188';
const GIVE_UP_MS = 1_500;

/** A run and the session it works on. */
interface Lane {
  readonly session: OpenSession;
  readonly run: Run;
  readonly tell: { call(): void; flush(): void };
  readonly release: () => void;
}

/** Makes the runner of all sessions. Nothing runs until it is asked to. */
export function createGeneration(options: GenerationOptions): Generation {
  const timers = options.timers ?? realTimers;
  /** The first one runs, the others wait. */
  const lanes: Lane[] = [];
  const starting = new Map<SessionId, Promise<void>>();
  /** Ends that could not be journaled; they stand until the next start. */
  const unrecorded = new Map<SessionId, UnrecordedEnd>();
  let working: Promise<void> = Promise.resolve();
  let isDisposed = false;

  const laneOf = (id: SessionId) => lanes.find((lane) => lane.session.id === id);

  function view(session: Pick<OpenSession, 'id' | 'state'>) {
    return generationView(
      session.state,
      laneOf(session.id)?.run.book.live ?? null,
      unrecorded.get(session.id) ?? null,
    );
  }

  async function begin(session: OpenSession): Promise<void> {
    const { state } = session;
    const setup = effectiveSetup(state);
    const asked = stringifyJson(setup);
    if (state.started === null) checkSetup(setup);
    else if (runPlanOf(state.started).jobs.every((job) => state.images.has(job.file))) {
      await completeAgain(session);
      return;
    }
    const server = setup.servers[0] ?? options.defaultServer ?? DEFAULT_SERVER;
    const connection = await options.connect(server);
    const prepared = await prepareRun(setup, connection.client);
    if (isDisposed)
      throw new AppFailure('not_possible', 'Blindfold is closing. Start again after it has opened.');
    // A discard does not wait for a server; what it took back must not be started.
    if (session.state.started === null && stringifyJson(effectiveSetup(session.state)) !== asked)
      throw new AppFailure('not_possible', 'The set-up changed while the server was asked. Start again.');
    await session.append(...firstEvents(session, prepared, server));
    const { started } = session.state;
    if (started === null) throw new Error('The session was not started by its start.');
    unrecorded.delete(session.id);
    const tell = createThrottle(() => options.onProgress(session, view(session)), TELL_EVERY_MS, timers);
    const parts = {
      session,
      plan: runPlanOf(started),
      prepared,
      connection,
      server,
      options,
      timers,
      changed: tell.call,
    };
    lanes.push({ session, run: new Run(parts), tell, release: session.hold() });
    tell.call();
    if (lanes.length === 1) working = work();
  }

  function firstEvents(session: OpenSession, prepared: PreparedRun, server: string): NewEvent[] {
    const { state } = session;
    const total = state.started === null ? countImages(prepared) : runPlanOf(state.started).jobs.length;
    const place = { done: state.images.size, total };
    const checked: NewEvent[] = [
      { type: 'setup_loaded', ...place, next_action: 'check_setup' },
      {
        type: 'setup_checked',
        server,
        version: prepared.version,
        demo: prepared.demo,
        ...place,
        next_action: 'generate_images',
      },
    ];
    if (state.started !== null) {
      // A crash in the middle of the start can leave the order out; its seed is known, so it is the same one.
      const hasOrder = state.raters.some((rater) => rater.order.length > 0);
      return hasOrder ? checked : [orderOf(state.started.setup, state.started.order_seed), ...checked];
    }
    const { setup } = prepared;
    const order_seed = options.randomUint32();
    const blind_key = options.randomHex(32);
    return [
      { type: 'session_start', setup, order_seed, blind_key, ...place, next_action: 'check_setup' },
      orderOf(setup, order_seed),
      ...checked,
    ];
  }

  /** Works the lanes off, one after the other. */
  async function work(): Promise<void> {
    for (let lane = lanes[0]; lane !== undefined && !isDisposed; lane = lanes[0]) {
      await finish(lane, await failureOf(lane.run.make()));
    }
  }

  async function finish(lane: Lane, failure: unknown): Promise<void> {
    const { session } = lane;
    if (isDisposed) return;
    if (failure !== null) await recordFailure(lane, failure);
    lanes.splice(lanes.indexOf(lane), 1);
    lane.tell.flush();
    lane.release();
    if (failure !== null && !(failure instanceof AppFailure)) options.onFault?.(session, failure);
  }

  /** A disk that refuses ends the run; so does a bug. What was made stays, and the reason is said even when it cannot be written. */
  async function recordFailure(lane: Lane, failure: unknown): Promise<void> {
    const { session, run } = lane;
    const message = failure instanceof AppFailure ? storageWords(session, failure) : INSIDE;
    const reason = failure instanceof AppFailure ? 'storage' : 'failures';
    await run.giveUp(GIVE_UP_MS);
    const place = { ...run.book.where('resume'), next_action: 'resume' };
    const recorded = await failureOf(session.append({ type: 'session_paused', reason, message, ...place }));
    if (recorded !== null) unrecorded.set(session.id, { reason: message });
  }

  function requireLane(session: OpenSession, what: string): Lane | null {
    const lane = laneOf(session.id);
    if (lane !== undefined) return lane;
    if (view(session).status === 'paused') return null;
    throw new AppFailure(
      'not_possible',
      `No images are being made in this session, so there is nothing to ${what}.`,
    );
  }

  async function end(session: OpenSession, what: 'pause' | 'stop'): Promise<void> {
    await starting.get(session.id);
    const lane = requireLane(session, what);
    if (lane === null) return;
    const message =
      what === 'pause' ? 'Paused. Resume makes what is missing.' : 'Stopped. Resume makes what is missing.';
    const ending: Ending = { kind: what, message };
    if (lane === lanes[0]) {
      lane.run.end(ending);
      return;
    }
    lanes.splice(lanes.indexOf(lane), 1);
    lane.release();
    const { done, total } = lane.run.book.where('resume');
    await session.append(lastEvent(ending, done, total));
    lane.tell.flush();
  }

  async function start(session: OpenSession) {
    const lane = laneOf(session.id);
    if (lane !== undefined) lane.run.goOn();
    else {
      // Two starts at once are one.
      const begun = starting.get(session.id) ?? begin(session).finally(() => starting.delete(session.id));
      starting.set(session.id, begun);
      await begun;
    }
    return view(session);
  }

  return {
    start,
    view,
    isActive: (id) => laneOf(id) !== undefined,
    async resume(session) {
      if (session.state.started === null && !starting.has(session.id)) {
        throw new AppFailure('not_possible', 'This evaluation was not started yet. Start it first.');
      }
      return start(session);
    },
    async pause(session) {
      await end(session, 'pause');
      return view(session);
    },
    async stop(session) {
      await end(session, 'stop');
      return view(session);
    },
    async dispose() {
      isDisposed = true;
      // A start that waits for a server's answer journals nothing more, so the runs behind it need not wait for it.
      const begun = Promise.allSettled(starting.values());
      await withLimit(begun, GIVE_UP_MS, timers).catch(() => undefined);
      const open = lanes.splice(0);
      await Promise.all(open.map((lane) => closeLane(lane)));
      // What still waits for a server's answer journals nothing more, so it need not be waited for.
      await withLimit(working, GIVE_UP_MS, timers).catch(() => undefined);
    },
  };

  async function closeLane({ session, run, release, tell }: Lane): Promise<void> {
    const place = { ...run.book.where('resume'), next_action: 'resume' };
    const message = 'Paused because Blindfold was closed. Resume makes what is missing.';
    const given = run.giveUp(GIVE_UP_MS);
    const failure = await failureOf(
      session.append({ type: 'session_paused', reason: 'host_ended', message, ...place }),
    );
    await given;
    if (failure !== null && !(failure instanceof AppFailure)) options.onFault?.(session, failure);
    tell.flush();
    release();
  }
}

/** The order of showing and the sides, drawn over all planned pairs before the first image is made. */
function orderOf(setup: Setup, orderSeed: number): NewEvent {
  const order = drawOrder(planPairs(setup), createRandom(orderSeed, 'order'));
  return { type: 'order_drawn', rater: FIRST_RATER, round: 0, order };
}

const INSIDE = 'Paused: a fault inside Blindfold. The images are safe; Resume goes on.';

/** Nothing is missing: the session only has to say so. */
async function completeAgain(session: OpenSession): Promise<void> {
  if (session.state.run.status === 'completed') return;
  const done = session.state.images.size;
  await session.append({ type: 'session_completed', done, total: done, next_action: 'evaluate' });
}

function countImages({ setup }: PreparedRun): number {
  const pairs = planPairs(setup);
  return pairs.length + new Set(pairs.map((pair) => pair.baseline)).size;
}

function storageWords(session: OpenSession, failure: AppFailure): string {
  if (failure.code !== 'disk_full') return `Paused: ${failure.message}`;
  const images = [...session.state.images.values()];
  const total = session.state.started === null ? 0 : runPlanOf(session.state.started).jobs.length;
  const mean = images.reduce((sum, image) => sum + image.size_bytes, 0) / Math.max(1, images.length);
  const megabytes = Math.ceil((mean * (total - images.length)) / 1_000_000);
  const room = megabytes > 0 ? `about ${megabytes} MB` : 'some space';
  return `The disk is full. Nothing is lost. Free ${room}, then resume.`;
}

async function failureOf(promise: Promise<unknown>): Promise<unknown> {
  try {
    await promise;
    return null;
  } catch (error) {
    return error ?? new Error('Nothing was thrown.');
  }
}

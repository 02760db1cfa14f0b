import { AppFailure } from '../../core/contract/failure';
import { planPairs } from '../../core/plan/jobs';
import { createRandom } from '../../core/plan/random';
import { drawOrder } from '../../core/plan/trials';
import type { NewEvent } from '../../core/session/events';
import type { SessionId } from '../../core/session/identity';
import { stringifyJson } from '../../core/session/json';
import { filesToMake } from '../../core/session/settle';
import { plannedImages, type Setup } from '../../core/session/setup';
import { effectiveSetup, FIRST_RATER, type SessionState } from '../../core/session/state';
import { DEFAULT_ADDRESS } from '../comfy/address';
import type { OpenSession } from '../sessions/openSession';
import { endsWithin, realTimers } from '../sessions/timers';
import { type Ending, lastEvent } from './endings';
import type { Generation, GenerationOptions } from './generationPort';
import { missedCheckpoints } from './missedCheckpoints';
import { checkSetup, type PreparedRun, prepareRun } from './preflight';
import { createThrottle, generationView, runPlanOf, type UnrecordedEnd } from './progress';
import { requireRoom } from './requireRoom';
import { Run } from './sessionRun';

const TELL_EVERY_MS = 100;
const GIVE_UP_MS = 1_500;

/** A run and the session it works on. */
interface Lane {
  readonly session: OpenSession;
  readonly run: Run;
  readonly tell: { call(): void; flush(): void };
  readonly release: () => void;
  /** Settles when the run is over and its lane given up. */
  readonly over: PromiseWithResolvers<void>;
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

  /** In: the session, and an image that is given up to be made again, if any. */
  async function begin(session: OpenSession, again: string | null = null): Promise<void> {
    const { state } = session;
    const setup = effectiveSetup(state);
    const asked = stringifyJson(setup);
    if (state.started === null) checkSetup(setup);
    else if (state.started.as_found) throw nothingToMake(state);
    else if (again === null && runPlanOf(state.started).jobs.every((job) => state.images.has(job.file))) {
      await completeAgain(session);
      unrecorded.delete(session.id);
      return;
    }
    const server = setup.servers[0] ?? options.defaultServer ?? DEFAULT_ADDRESS;
    const connection = await options.connect(server);
    const prepared = await prepareRun(setup, connection.client);
    if (state.started === null) await requireRoom(prepared.setup, session.folder.path, options.fs);
    if (isDisposed)
      throw new AppFailure('not_possible', 'Blindfold is closing. Start again after it has opened.');
    // A discard does not wait for a server; what it took back must not be started.
    if (session.state.started === null && stringifyJson(effectiveSetup(session.state)) !== asked)
      throw new AppFailure('not_possible', 'The set-up changed while the server was asked. Start again.');
    await session.append(
      ...givenUp(session, again),
      ...(await missedCheckpoints(session)),
      ...firstEvents(session, prepared, server),
    );
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
    const over = Promise.withResolvers<void>();
    lanes.push({ session, run: new Run(parts), tell, release: session.hold(), over });
    tell.call();
    if (lanes.length === 1) working = work();
  }

  function firstEvents(session: OpenSession, prepared: PreparedRun, server: string): NewEvent[] {
    const { state } = session;
    const total = state.started === null ? countImages(prepared) : runPlanOf(state.started).jobs.length;
    const place = { prompt_index: null, done: state.images.size, total };
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
    // 53 bits: the largest whole number that every reader of the file takes.
    const order_seed = options.randomUint32() * 2 ** 21 + (options.randomUint32() >>> 11);
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
    lane.over.resolve();
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
    // A start that fails has begun nothing that could be ended; its own caller is told why.
    await starting.get(session.id)?.catch(() => undefined);
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
    lane.over.resolve();
  }

  async function start(session: OpenSession, again: string | null = null) {
    if (laneOf(session.id) === undefined) {
      // Two starts at once are one.
      const begun =
        starting.get(session.id) ?? begin(session, again).finally(() => starting.delete(session.id));
      starting.set(session.id, begun);
      await begun;
    }
    return view(session);
  }

  async function resume(session: OpenSession) {
    if (session.state.started === null && !starting.has(session.id)) {
      throw new AppFailure('not_possible', 'This evaluation was not started yet. Start it first.');
    }
    const lane = laneOf(session.id);
    // A run that is all but over cannot be turned round: a new one follows it.
    if (lane !== undefined && !lane.run.goOn()) await lane.over.promise;
    return start(session);
  }

  return {
    start: (session) => start(session),
    view,
    isActive: (id) => laneOf(id) !== undefined,
    resume,
    regenerate: (session, file) => start(session, file),
    async pause(session) {
      await end(session, 'pause');
      return view(session);
    },
    async stop(session) {
      await end(session, 'stop');
      return view(session);
    },
    previews(session, on) {
      const lane = laneOf(session.id);
      if (lane === undefined) {
        throw new AppFailure(
          'not_possible',
          'No images are being made in this session, so there is none in the making to show.',
        );
      }
      lane.run.book.live.previews = on;
      lane.tell.call();
      return view(session);
    },
    async dispose() {
      isDisposed = true;
      // A start that waits for a server's answer journals nothing more, so the runs behind it need not wait for it.
      const begun = Promise.allSettled(starting.values());
      await endsWithin(begun, GIVE_UP_MS, timers);
      const open = lanes.splice(0);
      await Promise.all(open.map((lane) => closeLane(lane)));
      // What still waits for a server's answer journals nothing more, so it need not be waited for.
      await endsWithin(working, GIVE_UP_MS, timers).catch(() => undefined);
    },
  };

  async function closeLane({ session, run, release, tell, over }: Lane): Promise<void> {
    const place = { ...run.book.where('resume'), next_action: 'resume' };
    const message = 'Paused because Blindfold was closed. Resume makes what is missing.';
    const given = run.giveUp(GIVE_UP_MS);
    // With nothing missing the run was about to say that it is complete; if it cannot any more, the next opening does.
    const failure =
      place.done >= place.total
        ? null
        : await failureOf(
            session.append({ type: 'session_paused', reason: 'host_ended', message, ...place }),
          );
    await given;
    if (failure !== null && !(failure instanceof AppFailure)) options.onFault?.(session, failure);
    tell.flush();
    release();
    over.resolve();
  }
}

/** The order of showing and the sides, drawn over all planned pairs before the first image is made. */
function orderOf(setup: Setup, orderSeed: number): NewEvent {
  const order = drawOrder(planPairs(setup, orderSeed), createRandom(orderSeed, 'order'));
  return { type: 'order_drawn', rater: FIRST_RATER, round: 0, order };
}

const INSIDE = 'Paused: a fault inside Blindfold. The images are safe; Resume goes on.';

/** What was made elsewhere is shown and judged, never made anew: no set-up of ours says how. */
function nothingToMake(state: Readonly<SessionState>): AppFailure {
  const isWhole = filesToMake(state).length === 0;
  return new AppFailure(
    'not_possible',
    isWhole
      ? 'All images of this session are there, so there is nothing to make. To make others, begin a new session.'
      : 'The images of this session were made elsewhere, so they cannot be made again here. Put the files back into its output folder, then check this session.',
  );
}

/** Nothing is missing: the session only has to say so. */
async function completeAgain(session: OpenSession): Promise<void> {
  const missed = await missedCheckpoints(session);
  if (session.state.run.status === 'completed' && missed.length === 0) return;
  const total = session.state.images.size;
  await session.append(...missed, lastEvent(null, total, total));
}

function givenUp({ state }: OpenSession, file: string | null): NewEvent[] {
  const image = file === null ? undefined : state.images.get(file);
  return image === undefined ? [] : [{ type: 'image_regenerated', job: image.file, sha256: image.sha256 }];
}

function countImages({ setup }: PreparedRun): number {
  return plannedImages(setup);
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

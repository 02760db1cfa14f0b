import { AppFailure } from '../../core/contract/failure';
import { draftOf, extensionOf, setupToGoOnWith } from '../../core/session/extending';
import type { SessionId } from '../../core/session/identity';
import { stringifyJson } from '../../core/session/json';
import { filesToMake } from '../../core/session/settle';
import type { SessionState } from '../../core/session/state';
import { DEFAULT_ADDRESS } from '../comfy/address';
import type { OpenSession } from '../sessions/openSession';
import { endsWithin, realTimers } from '../sessions/timers';
import { firstEvents, givenUp } from './beginnings';
import { type Ending, lastEvent } from './endings';
import type { Generation, GenerationOptions } from './generationPort';
import { missedCheckpoints } from './missedCheckpoints';
import { checkSetup } from './preflight';
import { createThrottle, generationView, runPlanOf, type UnrecordedEnd } from './progress';
import { readyServers } from './readyServers';
import { requireRoom } from './requireRoom';
import { Run } from './sessionRun';

const TELL_EVERY_MS = 100;
const GIVE_UP_MS = 1_500;

/** A run and the session it works on. */
interface SessionTurn {
  readonly session: OpenSession;
  readonly run: Run;
  readonly tell: { call(): void; flush(): void };
  readonly release: () => void;
  /** Settles when the run is over and its place in line given up. */
  readonly over: PromiseWithResolvers<void>;
}

/** What a run is asked for. */
interface Wish {
  /** An extension that is written down begins, too; else only what is missing is made. */
  readonly isStart: boolean;
  /** An image that is given up to be made again. */
  readonly again: string | null;
}

/** Makes the runner of all sessions. Nothing runs until it is asked to. */
export function createGeneration(options: GenerationOptions): Generation {
  const timers = options.timers ?? realTimers;
  /** The first one runs, the others wait. */
  const line: SessionTurn[] = [];
  const starting = new Map<SessionId, Promise<void>>();
  /** Ends that could not be journaled; they stand until the next start. */
  const unrecorded = new Map<SessionId, UnrecordedEnd>();
  let working: Promise<void> = Promise.resolve();
  let isDisposed = false;

  const turnOf = (id: SessionId) => line.find((turn) => turn.session.id === id);

  function view(session: Pick<OpenSession, 'id' | 'state'>) {
    return generationView(
      session.state,
      turnOf(session.id)?.run.book.live ?? null,
      unrecorded.get(session.id) ?? null,
    );
  }

  /** In: whether an extension that is written down begins, and an image that is given up to be made again, if any. */
  async function begin(session: OpenSession, { isStart, again }: Wish): Promise<void> {
    const { state } = session;
    const wanted = () => (isStart ? draftOf(session.state) : setupToGoOnWith(session.state));
    const setup = wanted();
    const asked = stringifyJson(setup);
    if (state.started === null || (isStart && extensionOf(state) !== null)) checkSetup(setup);
    else if (state.started.as_found) throw nothingToMake(state);
    else if (again === null && runPlanOf(state.started).jobs.every((job) => state.images.has(job.file))) {
      await completeAgain(session);
      unrecorded.delete(session.id);
      return;
    }
    const servers = setup.servers.length > 0 ? setup.servers : [options.defaultServer ?? DEFAULT_ADDRESS];
    const ready = await readyServers(
      setup,
      servers,
      (server) => options.connect(server),
      state.started !== null,
    );
    if (state.started === null || isStart) await requireRoom(ready.setup, session, options.fs);
    if (isDisposed)
      throw new AppFailure('not_possible', 'Blindfold is closing. Start again after it has opened.');
    // A discard does not wait for a server; what it took back must not be started.
    if (stringifyJson(wanted()) !== asked)
      throw new AppFailure('not_possible', 'The set-up changed while the server was asked. Start again.');
    await session.append(
      ...givenUp(session, again),
      ...(await missedCheckpoints(session)),
      ...firstEvents(session, setup, ready, options),
    );
    const { started } = session.state;
    if (started === null) throw new Error('The session was not started by its start.');
    unrecorded.delete(session.id);
    const tell = createThrottle(() => options.onProgress(session, view(session)), TELL_EVERY_MS, timers);
    const parts = { session, plan: runPlanOf(started), options, timers, changed: tell.call };
    const over = Promise.withResolvers<void>();
    line.push({ session, run: new Run(parts, ready.servers), tell, release: session.hold(), over });
    tell.call();
    if (line.length === 1) working = work();
  }

  /** Works the line off, one after the other. */
  async function work(): Promise<void> {
    for (let turn = line[0]; turn !== undefined && !isDisposed; turn = line[0]) {
      await finish(turn, await failureOf(turn.run.make()));
    }
  }

  async function finish(turn: SessionTurn, failure: unknown): Promise<void> {
    const { session } = turn;
    if (isDisposed) return;
    if (failure !== null) await recordFailure(turn, failure);
    line.splice(line.indexOf(turn), 1);
    turn.tell.flush();
    turn.release();
    turn.over.resolve();
    if (failure !== null && !(failure instanceof AppFailure)) options.onFault?.(session, failure);
  }

  /** A disk that refuses ends the run; so does a bug. What was made stays, and the reason is said even when it cannot be written. */
  async function recordFailure(turn: SessionTurn, failure: unknown): Promise<void> {
    const { session, run } = turn;
    const message = failure instanceof AppFailure ? storageWords(session, failure) : INSIDE;
    const reason = failure instanceof AppFailure ? 'storage' : 'failures';
    await run.giveUp(GIVE_UP_MS);
    const place = { ...run.book.where('resume'), next_action: 'resume' };
    const recorded = await failureOf(session.append({ type: 'session_paused', reason, message, ...place }));
    if (recorded !== null) unrecorded.set(session.id, { reason: message });
  }

  function requireTurn(session: OpenSession, what: string): SessionTurn | null {
    const turn = turnOf(session.id);
    if (turn !== undefined) return turn;
    if (view(session).status === 'paused') return null;
    throw new AppFailure(
      'not_possible',
      `No images are being made in this session, so there is nothing to ${what}.`,
    );
  }

  async function end(session: OpenSession, what: 'pause' | 'stop'): Promise<void> {
    // A start that fails has begun nothing that could be ended; its own caller is told why.
    await starting.get(session.id)?.catch(() => undefined);
    const turn = requireTurn(session, what);
    if (turn === null) return;
    const message =
      what === 'pause' ? 'Paused. Resume makes what is missing.' : 'Stopped. Resume makes what is missing.';
    const ending: Ending = { kind: what, message };
    if (turn === line[0]) {
      turn.run.end(ending);
      return;
    }
    line.splice(line.indexOf(turn), 1);
    turn.release();
    const { done, total } = turn.run.book.where('resume');
    await session.append(lastEvent(ending, done, total));
    turn.tell.flush();
    turn.over.resolve();
  }

  async function start(session: OpenSession, wish: Wish) {
    if (turnOf(session.id) === undefined) {
      // Two starts at once are one.
      const begun =
        starting.get(session.id) ?? begin(session, wish).finally(() => starting.delete(session.id));
      starting.set(session.id, begun);
      await begun;
    }
    return view(session);
  }

  async function resume(session: OpenSession) {
    if (session.state.started === null && !starting.has(session.id)) {
      throw new AppFailure('not_possible', 'This evaluation was not started yet. Start it first.');
    }
    const turn = turnOf(session.id);
    // A run that is all but over cannot be turned round: a new one follows it.
    if (turn !== undefined && !turn.run.goOn()) await turn.over.promise;
    return start(session, { isStart: false, again: null });
  }

  return {
    async start(session) {
      if (turnOf(session.id) !== undefined && extensionOf(session.state) !== null) throw stillMaking();
      return start(session, { isStart: true, again: null });
    },
    view,
    isActive: (id) => turnOf(id) !== undefined,
    resume,
    regenerate: (session, file) => start(session, { isStart: false, again: file }),
    async pause(session) {
      await end(session, 'pause');
      return view(session);
    },
    async stop(session) {
      await end(session, 'stop');
      return view(session);
    },
    previews(session, on) {
      const turn = turnOf(session.id);
      if (turn === undefined) {
        throw new AppFailure(
          'not_possible',
          'No images are being made in this session, so there is none in the making to show.',
        );
      }
      turn.run.book.live.previews = on;
      turn.tell.call();
      return view(session);
    },
    async dispose() {
      isDisposed = true;
      // A start that waits for a server's answer journals nothing more, so the runs behind it need not wait for it.
      const begun = Promise.allSettled(starting.values());
      await endsWithin(begun, GIVE_UP_MS, timers);
      const open = line.splice(0);
      await Promise.all(open.map((turn) => closeTurn(turn)));
      // What still waits for a server's answer journals nothing more, so it need not be waited for.
      await endsWithin(working, GIVE_UP_MS, timers).catch(() => undefined);
    },
  };

  async function closeTurn({ session, run, release, tell, over }: SessionTurn): Promise<void> {
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

function stillMaking(): AppFailure {
  return new AppFailure(
    'not_possible',
    'Images are being made. Wait for the end, or pause, then start again to make the new ones.',
  );
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

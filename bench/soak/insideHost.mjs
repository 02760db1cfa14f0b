/**
 * Loaded into the browser host's process before the host itself (`node --import`): its clock is one that is moved on from outside,
 * and it tells how much it holds. The host is the built one and knows nothing of it.
 */
import { readdirSync } from 'node:fs';
import { promisify } from 'node:util';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { isMainThread } from 'node:worker_threads';
import { MovedClock } from './movedClock.mjs';

/** How garbage is collected: so that what lives is moved together, and no memory kept for what comes. */
const ALL_OF_IT = { type: 'major', execution: 'sync', flavor: 'last-resort' };
/**
 * V8 keeps the memory that was cleared, and that of a thread that ended, for eight seconds, in case it is wanted again: real ones, which
 * no clock that is moved on makes shorter.
 */
const GIVEN_BACK_MS = 9000;

// Threads of the host make reports and read rows; nothing there waits for a time.
if (isMainThread) takeOver();

function takeOver() {
  const real = { Date, setTimeout, clearTimeout, performanceNow: performance.now.bind(performance) };
  const clock = new MovedClock({
    now: real.performanceNow,
    setTimeout: real.setTimeout,
    clearTimeout: real.clearTimeout,
    breathe: () => new Promise((done) => setImmediate(done)),
  });
  class MovedDate extends Date {
    /** @param {any[]} parts */
    constructor(...parts) {
      // @ts-expect-error Whatever a Date is made of.
      super(...(parts.length === 0 ? [MovedDate.now()] : parts));
    }
  }
  MovedDate.now = () => Math.trunc(real.Date.now() + clock.ahead);
  const clear = (/** @type {unknown} */ timer) => {
    if (!clock.clear(timer)) real.clearTimeout(/** @type {NodeJS.Timeout} */ (timer));
  };
  Object.assign(globalThis, {
    setTimeout: Object.assign(
      (
        /** @type {(...all: unknown[]) => void} */ run,
        /** @type {number} */ ms,
        /** @type {unknown[]} */ ...all
      ) => clock.after(() => run(...all), ms),
      { [promisify.custom]: promisify(real.setTimeout) },
    ),
    setInterval: (
      /** @type {(...all: unknown[]) => void} */ run,
      /** @type {number} */ ms,
      /** @type {unknown[]} */ ...all
    ) => clock.after(() => run(...all), ms, true),
    clearTimeout: clear,
    clearInterval: clear,
    Date: MovedDate,
  });
  performance.now = () => clock.now();

  setFlagsFromString('--expose-gc');
  /** @type {(how: typeof ALL_OF_IT) => void} */
  const collect = runInNewContext('gc');

  async function giveBack() {
    // What was let go of in one turn can be collected in the next.
    for (let turn = 0; turn < 3; turn += 1) {
      collect(ALL_OF_IT);
      await new Promise((done) => setImmediate(done));
    }
  }

  async function sample() {
    await giveBack();
    await new Promise((done) => real.setTimeout(done, GIVEN_BACK_MS));
    // The host may have made pictures meanwhile.
    await giveBack();
    const { rss, heapUsed, external } = process.memoryUsage();
    return {
      rss,
      heap: heapUsed + external,
      handles: process.getActiveResourcesInfo().filter((name) => name !== 'Immediate' && name !== 'Timeout')
        .length,
      descriptors: process.platform === 'linux' ? readdirSync('/proc/self/fd').length : null,
      timers: clock.waiting,
      elapsedMs: clock.now(),
    };
  }

  /** @param {{ id: number, moveOnMs?: number }} asked */
  async function answer({ id, moveOnMs }) {
    if (moveOnMs === undefined) return { id, sample: await sample() };
    await clock.moveOn(moveOnMs);
    return { id };
  }
  process.on('message', (/** @type {{ id: number }} */ asked) => {
    answer(asked).then(
      (told) => process.send?.(told),
      (error) => process.send?.({ id: asked.id, fault: String(error?.stack) }),
    );
  });
  process.channel?.unref();
}

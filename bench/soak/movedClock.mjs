/**
 * A clock that goes as the real one does and can also be moved on: whatever waits for a time that was passed over is called
 * then and there, in its order, as often as it would have been.
 */

/**
 * What the clock is built on.
 * @typedef {object} RealTime
 * @property {() => number} now Milliseconds that only go forward.
 * @property {(run: () => void, ms: number) => NodeJS.Timeout} setTimeout
 * @property {(timer: NodeJS.Timeout) => void} clearTimeout
 * @property {() => Promise<void>} breathe Lets everything else have a turn.
 */

/** The longest wait that Node's timers take, in ms. */
const LONGEST_MS = 2 ** 31 - 1;

/** Stands in for one of Node's timers. */
class MovedTimer {
  due = 0;
  isHeld = true;

  /**
   * @param {MovedClock} clock
   * @param {number} id
   * @param {number} ms
   * @param {boolean} again
   * @param {() => void} run
   */
  constructor(clock, id, ms, again, run) {
    this.clock = clock;
    this.id = id;
    this.ms = ms;
    this.again = again;
    this.run = run;
  }
  ref() {
    this.isHeld = true;
    this.clock.arm();
    return this;
  }
  unref() {
    this.isHeld = false;
    this.clock.arm();
    return this;
  }
  hasRef() {
    return this.isHeld;
  }
  refresh() {
    this.clock.start(this);
    return this;
  }
  close() {
    this.clock.clear(this);
    return this;
  }
  [Symbol.toPrimitive]() {
    return this.id;
  }
  [Symbol.dispose]() {
    this.clock.clear(this);
  }
}

export class MovedClock {
  /** How far it is ahead of the real clock, in ms. */
  ahead = 0;
  #last = 0;
  /** @type {Map<number, MovedTimer>} */
  #waiting = new Map();
  /**
   * Real time is waited for once, until the first of all is due.
   * @type {{ timer: NodeJS.Timeout | null, at: number }}
   */
  #armed = { timer: null, at: 0 };

  /** @param {RealTime} real */
  constructor(real) {
    this.real = real;
  }

  /** Milliseconds that only go forward. */
  now() {
    return this.real.now() + this.ahead;
  }

  /** Timers that wait. */
  get waiting() {
    return this.#waiting.size;
  }

  /**
   * @param {() => void} run
   * @param {number} [ms]
   * @param {boolean} [again] True: again and again.
   */
  after(run, ms = 1, again = false) {
    this.#last += 1;
    const pause = ms >= 1 && ms <= LONGEST_MS ? Math.trunc(ms) : 1;
    const timer = new MovedTimer(this, this.#last, pause, again, run);
    this.start(timer);
    return timer;
  }

  /** @param {MovedTimer} timer */
  start(timer) {
    timer.due = this.now() + timer.ms;
    this.#waiting.set(timer.id, timer);
    this.arm();
  }

  /**
   * Stops a timer. Out: false when it is none of this clock's.
   * @param {unknown} timer A timer or its number.
   */
  clear(timer) {
    const own = timer instanceof MovedTimer ? timer : this.#waiting.get(Number(timer));
    if (own === undefined) return false;
    this.#waiting.delete(own.id);
    this.arm();
    return true;
  }

  /**
   * Goes on by so many milliseconds, from one waiting timer to the next.
   * @param {number} ms
   */
  async moveOn(ms) {
    const goal = this.now() + ms;
    for (;;) {
      const next = this.#next();
      if (next === null || next.due > goal) break;
      this.#jumpTo(next.due);
      this.#ring(next);
      await this.real.breathe();
    }
    this.#jumpTo(goal);
    this.arm();
  }

  /** Waits in real time for the first that is due. */
  arm() {
    const next = this.#next();
    const at = next === null ? 0 : next.due - this.ahead;
    const { timer } = this.#armed;
    if (timer !== null && (next === null || at !== this.#armed.at)) this.real.clearTimeout(timer);
    if (next === null) this.#armed = { timer: null, at };
    else if (timer === null || at !== this.#armed.at)
      this.#armed = {
        timer: this.real.setTimeout(() => this.#ringDue(), Math.max(1, Math.ceil(at - this.real.now()))),
        at,
      };
    const isHeld = [...this.#waiting.values()].some((one) => one.isHeld);
    if (isHeld) this.#armed.timer?.ref();
    else this.#armed.timer?.unref();
  }

  #ringDue() {
    this.#armed = { timer: null, at: 0 };
    const due = [...this.#waiting.values()].filter((timer) => timer.due <= this.now());
    this.arm();
    for (const timer of due.sort((a, b) => a.due - b.due)) this.#ring(timer);
  }

  #next() {
    /** @type {MovedTimer | null} */
    let first = null;
    for (const timer of this.#waiting.values()) if (first === null || timer.due < first.due) first = timer;
    return first;
  }

  /** @param {number} time */
  #jumpTo(time) {
    this.ahead += Math.max(0, time - this.now());
  }

  /** @param {MovedTimer} timer */
  #ring(timer) {
    if (!this.#waiting.has(timer.id)) return;
    if (timer.again) this.start(timer);
    else this.clear(timer);
    timer.run();
  }
}

import type { Job } from '../../core/plan/jobs';

/** How one server does, as far as sharing asks. */
export interface Pace {
  /** Images a second; null while that is not known. */
  readonly rate: number | null;
  /** Jobs on their way through the server. */
  readonly flying: number;
  readonly isOut: boolean;
}

/** A prompt pair with one seed: the baseline and its candidates, all made on one server, so that they can be compared. */
export interface Spot {
  readonly jobs: readonly Job[];
}

interface Place extends Spot {
  readonly jobs: Job[];
  /** The server that it belongs to, by its place in the run; null while it is free. */
  owner: number | null;
  /** Jobs that are still on the list. */
  open: number;
  /** So many open jobs mean that nothing of it was begun: then it is free again. */
  untouched: number;
}

/** While there are no more free spots than this for each server, they are dealt out by how soon each server would be done. */
const SCARCE = 4;

/**
 * The jobs of a run that are still to be made, shared among its servers. A spot belongs to one server from its first job on, and is
 * free again when that job comes back unmade. Servers take spots as they need work, so the shares follow their speed; each goes
 * on in the order of the plan, which suits its cache.
 */
export class Shares {
  private readonly order = new Map<string, number>();
  private readonly jobs: readonly Job[];
  private readonly places = new Map<string, Place>();
  private readonly unclaimed = new Line();
  private readonly own: readonly Line[];

  /** In: the plan in its order, and for each image file that is there the server that made it: null when it is none of these. */
  constructor(jobs: readonly Job[], made: ReadonlyMap<string, number | null>, servers: number) {
    this.jobs = jobs;
    this.own = Array.from({ length: servers }, () => new Line());
    for (const [index, job] of jobs.entries()) {
      this.order.set(job.file, index);
      const place = this.placeOf(job);
      place.jobs.push(job);
      const maker = made.get(job.file);
      if (maker === undefined) place.open += 1;
      // Every pair holds the baseline, so its server comes before all others.
      else if (maker !== null && (place.owner === null || job.candidate === null)) place.owner = maker;
    }
    for (const place of this.places.values())
      place.untouched = place.owner === null ? place.open : place.jobs.length;
    for (const [index, job] of jobs.entries())
      if (!made.has(job.file)) this.lineOf(this.placeOf(job)).add(index);
  }

  /** Jobs on the list. */
  get waiting(): number {
    return this.own.reduce((sum, line) => sum + line.length, this.free);
  }

  /** Jobs on the list that any server may make. */
  get free(): number {
    return this.unclaimed.length;
  }

  /** Jobs on the list that only this server may make. */
  load(server: number): number {
    return this.own[server]?.length ?? 0;
  }

  /**
   * The next job for a server, which then owns its spot; undefined when there is none, or when the free spots are better left to
   * faster servers. In: how all servers do, by their places.
   */
  take(server: number, paces: readonly Pace[]): Job | undefined {
    const own = this.own[server]?.first;
    const free = this.unclaimed.first;
    const isNew = free !== undefined && (own === undefined || free < own) && this.mayClaim(server, paces);
    const index = isNew ? free : own;
    const job = index === undefined ? undefined : this.jobs[index];
    if (index === undefined || job === undefined) return undefined;
    const place = this.placeOf(job);
    if (isNew) this.give(place, server);
    this.lineOf(place).remove(index);
    place.open -= 1;
    return job;
  }

  /** Puts jobs back on the list, each at its place in the plan. */
  putBack(...jobs: readonly Job[]): void {
    for (const job of jobs) {
      const place = this.placeOf(job);
      const index = this.order.get(job.file);
      if (index === undefined || !this.lineOf(place).add(index)) continue;
      place.open += 1;
      if (place.open === place.untouched) this.give(place, null);
    }
  }

  /** A job is on its way through a server, or was found already made by it. Out: false when its spot belongs to another one; then nothing changes. */
  bind(job: Job, server: number, isMade: boolean): boolean {
    const place = this.placeOf(job);
    if (place.owner !== null && place.owner !== server) return false;
    if (place.owner === null) this.give(place, server);
    if (this.lineOf(place).remove(this.order.get(job.file) ?? -1)) place.open -= 1;
    if (isMade) place.untouched = place.jobs.length;
    return true;
  }

  /** Which server a job's spot belongs to; null while it is free. */
  ownerOf(job: Job): number | null {
    return this.placeOf(job).owner;
  }

  spotOf(job: Job): Spot {
    return this.placeOf(job);
  }

  /** The spots that belong to a server and have jobs on the list. */
  openSpots(server: number): Spot[] {
    return [...this.places.values()].filter(({ owner, open }) => owner === server && open > 0);
  }

  /** Gives a spot to another server, which makes all of it, also what was made already. */
  move(spot: Spot, server: number): void {
    const [first] = spot.jobs;
    if (first === undefined) return;
    const place = this.placeOf(first);
    this.give(place, server);
    place.untouched = place.jobs.length;
    place.open = place.jobs.length;
    for (const job of place.jobs) this.lineOf(place).add(this.order.get(job.file) ?? 0);
  }

  /**
   * While free spots are plenty anyone takes the next one. The last ones go to whoever would be done with them first; a server
   * whose speed nobody knows yet takes one and shows what it can. Otherwise a slow server could hold up the end.
   */
  private mayClaim(server: number, paces: readonly Pace[]): boolean {
    const inUse = paces.filter((pace) => !pace.isOut).length;
    const next = this.jobs[this.unclaimed.first ?? 0];
    if (inUse < 2 || next === undefined) return true;
    const size = this.placeOf(next).open;
    if (this.free > SCARCE * inUse * size) return true;
    const mine = paces[server];
    const loadOf = (one: number) => this.load(one) + (paces[one]?.flying ?? 0);
    if (mine === undefined || mine.rate === null) return loadOf(server) === 0;
    const known = paces.flatMap(({ rate, isOut }) => (rate === null || isOut ? [] : [rate]));
    const mean = known.reduce((sum, rate) => sum + rate, 0) / Math.max(1, known.length);
    const doneIn = (one: number) => (loadOf(one) + size) / (paces[one]?.rate ?? mean);
    const own = doneIn(server);
    return paces.every((pace, other) => pace.isOut || other === server || own <= doneIn(other));
  }

  private placeOf(job: Job): Place {
    const key = `${job.prompt_index}_${job.seed_index}`;
    let place = this.places.get(key);
    if (place === undefined) {
      place = { jobs: [], owner: null, open: 0, untouched: 0 };
      this.places.set(key, place);
    }
    return place;
  }

  private lineOf({ owner }: Place): Line {
    return (owner === null ? undefined : this.own[owner]) ?? this.unclaimed;
  }

  /** Changes who owns a place; what of it is on the list goes along. */
  private give(place: Place, owner: number | null): void {
    const from = this.lineOf(place);
    place.owner = owner;
    const to = this.lineOf(place);
    if (from === to) return;
    for (const job of place.jobs) {
      const index = this.order.get(job.file) ?? -1;
      if (from.remove(index)) to.add(index);
    }
  }
}

/** Places of jobs in the plan, in order. */
class Line {
  private readonly items: number[] = [];

  get length(): number {
    return this.items.length;
  }

  get first(): number | undefined {
    return this.items[0];
  }

  /** False when it was there already. */
  add(item: number): boolean {
    const at = this.search(item);
    if (this.items[at] === item) return false;
    this.items.splice(at, 0, item);
    return true;
  }

  /** False when it was not there. */
  remove(item: number): boolean {
    const at = this.search(item);
    if (this.items[at] !== item) return false;
    this.items.splice(at, 1);
    return true;
  }

  /** Where an item stands, or would. */
  private search(item: number): number {
    let low = 0;
    let high = this.items.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.items[middle] ?? 0) < item) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

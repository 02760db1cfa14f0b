import { describe, expect, it } from 'vitest';
import { type Job, planJobs } from '../../core/plan/jobs';
import { blankSetup } from '../../core/session/setup';
import { type Pace, Shares } from './shares';

/** A plan with so many prompts and seeds: five images each, in five groups. */
function plan(prompts: number, seeds: number): Job[] {
  const setup = {
    ...blankSetup(),
    loras: ['a.safetensors'],
    weight_range: null,
    weights: [0.25, 0.5, 0.75, 1],
    seeds: Array.from({ length: seeds }, (_, index) => index),
    prompt_pairs: Array.from({ length: prompts }, (_, index) => ({ positive: `p${index}`, negative: '' })),
  };
  return planJobs(setup, 7);
}

const PACE: Pace = { rate: null, flying: 0, isOut: false };
const spotOf = (job: Job) => `${job.prompt_index}_${job.seed_index}`;
const sharesOf = (jobs: readonly Job[], servers: number, made = new Map<string, number | null>()) =>
  new Shares(jobs, made, servers);

/** Makes a whole plan on servers of these speeds, two jobs ahead each, and tells who made what and how long it took. */
function simulate(jobs: readonly Job[], speeds: readonly number[]) {
  const shares = sharesOf(jobs, speeds.length);
  const queues = speeds.map((): Job[] => []);
  const made = speeds.map((): Job[] => []);
  const progress = speeds.map(() => 0);
  let time = 0;
  const paces = () =>
    speeds.map((rate, server): Pace => {
      const isKnown = (made[server]?.length ?? 0) >= 2;
      return { rate: isKnown ? rate : null, flying: queues[server]?.length ?? 0, isOut: false };
    });
  const fill = () => {
    for (let slot = 1; slot <= 2; slot += 1)
      for (const [server, queue] of queues.entries()) {
        const job = queue.length < slot ? shares.take(server, paces()) : undefined;
        if (job !== undefined) queue.push(job);
      }
  };
  for (fill(); queues.some((queue) => queue.length > 0); fill()) {
    const left = speeds.map((speed, server) =>
      queues[server]?.length ? (1 - (progress[server] ?? 0)) / speed : Number.POSITIVE_INFINITY,
    );
    const step = Math.min(...left);
    time += step;
    for (const [server, speed] of speeds.entries()) {
      if (queues[server]?.length === 0) continue;
      progress[server] = (progress[server] ?? 0) + step * speed;
      if ((progress[server] ?? 0) < 1 - 1e-9) continue;
      progress[server] = 0;
      const job = queues[server]?.shift();
      if (job !== undefined) made[server]?.push(job);
    }
  }
  expect(shares.waiting).toBe(0);
  return { made, time };
}

describe('one server', () => {
  it('gets the whole plan in its order', () => {
    const jobs = plan(3, 2);
    const shares = sharesOf(jobs, 1);
    expect(jobs.map(() => shares.take(0, [PACE]))).toEqual(jobs);
    expect(shares.take(0, [PACE])).toBeUndefined();
  });

  it('makes again first what came back', () => {
    const jobs = plan(2, 1);
    const shares = sharesOf(jobs, 1);
    const [first, second] = [shares.take(0, [PACE]), shares.take(0, [PACE])];
    if (first === undefined || second === undefined) throw new Error('nothing to take');
    shares.putBack(second, first);
    shares.putBack(first);
    expect(shares.waiting).toBe(10);
    expect([shares.take(0, [PACE]), shares.take(0, [PACE])]).toEqual([first, second]);
  });
});

describe('several servers', () => {
  it.each([
    [1, 1],
    [3, 1],
    [1, 2, 3],
    [5, 1, 1, 1],
  ])(
    'make each spot on one of them, and each in the order of the plan where spots are plenty: speeds %j',
    (...speeds) => {
      const jobs = plan(20, 5);
      const { made, time } = simulate(jobs, speeds);
      expect(made.flat()).toHaveLength(jobs.length);
      const makers = new Map<string, number>();
      for (const [server, list] of made.entries())
        for (const job of list) {
          expect(makers.get(spotOf(job)) ?? server).toBe(server);
          makers.set(spotOf(job), server);
        }
      const all = speeds.reduce((sum, speed) => sum + speed, 0);
      // Within one spot of the slowest of what is possible.
      expect(time).toBeLessThanOrEqual(jobs.length / all + 5 / Math.min(...speeds) + 1);
      for (const list of made) {
        const switches = list.filter(
          (job, index) => index > 0 && job.candidate !== list[index - 1]?.candidate,
        );
        expect(switches.length).toBeLessThanOrEqual(4 + 4);
      }
    },
  );

  it('leave the last spots to the fast ones: a slow server does not hold up the end', () => {
    // Two of the four spots each would take 10 / 0.1 = 100.
    const { made, time } = simulate(plan(2, 2), [1, 0.1]);
    expect(made[1]?.length).toBe(5);
    expect(time).toBeCloseTo(50);
    expect(simulate(plan(2, 2), [1, 1]).time).toBeCloseTo(10);
  });

  it('never leave a spot lying when those that were to make it are out', () => {
    const jobs = plan(1, 2);
    const shares = sharesOf(jobs, 2);
    const slow: Pace = { ...PACE, rate: 0.01 };
    const fast: Pace = { ...PACE, rate: 1 };
    expect(shares.take(0, [slow, fast])).toBeUndefined();
    expect(shares.take(0, [slow, { ...fast, isOut: true }])).toBe(jobs[0]);
  });
});

describe('a spot', () => {
  it('is free again when its first job comes back unmade, and bound for good once something of it was made', () => {
    const jobs = plan(1, 1);
    const shares = sharesOf(jobs, 2);
    const out: Pace = { ...PACE, isOut: true };
    const first = shares.take(0, [PACE, PACE]);
    if (first === undefined) throw new Error('nothing to take');
    expect(shares.take(1, [PACE, PACE])).toBeUndefined();
    shares.putBack(first);
    expect(shares.ownerOf(first)).toBeNull();
    expect(shares.take(1, [out, PACE])).toBe(first);
    const second = shares.take(1, [out, PACE]);
    if (second === undefined) throw new Error('nothing to take');
    shares.putBack(second);
    expect(shares.ownerOf(second)).toBe(1);
    expect([shares.take(0, [PACE, out]), shares.load(1), shares.free]).toEqual([undefined, 4, 0]);
    expect(shares.openSpots(1)).toEqual([shares.spotOf(second)]);
  });

  it('belongs after a restart to who made its images, the baseline before all; a server that is not there any more has no claim', () => {
    const jobs = plan(1, 3);
    const at = (seed: number, candidate: number | null) => {
      const job = jobs.find((one) => one.seed_index === seed && one.candidate === candidate);
      if (job === undefined) throw new Error('not planned');
      return job;
    };
    const made = new Map([
      [at(0, null).file, 1],
      [at(0, 2).file, 0],
      [at(1, 3).file, 0],
      [at(2, null).file, null],
    ]);
    const shares = sharesOf(jobs, 2, made);
    expect([0, 1, 2].map((seed) => shares.ownerOf(at(seed, 1)))).toEqual([1, 0, null]);
    expect(shares.waiting).toBe(11);
    expect([shares.load(0), shares.load(1), shares.free]).toEqual([4, 3, 4]);
    expect(shares.bind(at(1, 1), 1, false)).toBe(false);
    expect(shares.bind(at(2, 1), 1, false)).toBe(true);
    expect([shares.load(0), shares.load(1), shares.free]).toEqual([4, 6, 0]);
    shares.putBack(at(2, 1));
    expect(shares.free).toBe(4);
    // What was found made holds it for good.
    shares.bind(at(2, 1), 0, true);
    const next = shares.take(0, [PACE, PACE]);
    if (next === undefined) throw new Error('nothing to take');
    shares.putBack(next);
    expect(shares.ownerOf(at(2, 1))).toBe(0);
  });

  it('moves as a whole, with what was made of it', () => {
    const jobs = plan(1, 2);
    const shares = sharesOf(jobs, 2, new Map(jobs.slice(0, 4).map(({ file }) => [file, 0])));
    const [spot] = shares.openSpots(0);
    if (spot === undefined) throw new Error('no spot');
    expect(shares.take(1, [PACE, PACE])).toBeUndefined();
    shares.move(spot, 1);
    expect([shares.load(0), shares.load(1), shares.waiting]).toEqual([3, 5, 8]);
    expect(spot.jobs.map(() => shares.take(1, [PACE, PACE]))).toEqual(
      jobs.filter((job) => spot.jobs.includes(job)),
    );
  });
});

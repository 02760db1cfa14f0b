import { jobNumbersOf } from '../../core/session/jobNumbers';
import { isJudged } from '../../core/session/judged';
import type { Lane } from './lane';
import type { RunBook, RunParts } from './runBook';
import type { Shares, Spot } from './shares';

/** How long a server may be gone before what it had begun is made anew elsewhere, in ms. */
const RETURN_MS = 60_000;

/** What became of the wish to do something. */
export type TakenOver =
  | { readonly kind: 'taken' }
  /** There is nothing to take over at the moment. */
  | { readonly kind: 'nothing' }
  /** All that is left hangs on servers that are gone, and may not be made elsewhere. `message`: why, for the person. */
  | { readonly kind: 'stuck'; readonly message: string };

/**
 * Gives a server that has nothing to do what one that does not come back had begun: all images of one prompt and seed are made anew,
 * since they are only compared when one server made them. What was judged already stays as it is.
 * In: the idle server's place among the lanes. Rejects with AppFailure when the disk refuses.
 */
export async function takeOver(
  parts: RunParts,
  book: RunBook,
  shares: Shares,
  lanes: readonly Lane[],
  index: number,
): Promise<TakenOver> {
  const { state } = parts.session;
  const isMade = ({ file }: { file: string }) => state.images.has(file);
  const gone = lanes.flatMap((lane, from) => (isGone(parts, lane) ? openSpots(shares, lane, from) : []));
  const free = gone.filter(({ spot }) => !spot.jobs.some((job) => isMade(job) && isJudged(state, job.file)));
  // What costs the fewest images comes first.
  const [least] = free.toSorted(
    (a, b) => a.spot.jobs.filter(isMade).length - b.spot.jobs.filter(isMade).length,
  );
  if (least === undefined) return gone.length === 0 ? { kind: 'nothing' } : stuckOr(parts, shares, lanes);
  const { spot, lane } = least;
  const made = spot.jobs.filter(isMade);
  const files = new Set(spot.jobs.map(({ file }) => file));
  for (const flight of lane.queue.flying) if (files.has(flight.job.file)) lane.queue.land(flight);
  shares.move(spot, index);
  // By their drawn numbers: the order of making would tell what they are.
  const numbers = jobNumbersOf(state);
  const numberOf = ({ file }: { file: string }) => numbers.get(file) ?? 0;
  const givenUp = made
    .toSorted((a, b) => numberOf(a) - numberOf(b))
    .map(({ file }) => ({
      type: 'image_regenerated' as const,
      job: file,
      sha256: state.images.get(file)?.sha256,
    }));
  const message = `${lane.live.name} did not come back. What it had begun of one prompt and seed is made anew by ${lanes[index]?.live.name ?? 'another server'}.`;
  await book.record(...givenUp, {
    type: 'log',
    level: 'warning',
    message,
    step: 2,
    prompt_index: null,
    job: null,
  });
  return { kind: 'taken' };
}

interface OpenSpot {
  readonly spot: Spot;
  readonly lane: Lane;
}

/** Left out for so long that nobody waits for it any more; while it is being asked, it may be just coming back. */
function isGone({ options }: RunParts, { attendance, isAtRest }: Lane): boolean {
  const since = attendance.outSince;
  return since !== null && isAtRest && options.now().getTime() - since >= (options.returnMs ?? RETURN_MS);
}

/** What belongs to a server and is not all made: jobs on the list, and jobs that it was given and that nobody has seen since. */
function openSpots(shares: Shares, lane: Lane, index: number): OpenSpot[] {
  const spots = new Set(shares.openSpots(index));
  for (const { job } of lane.queue.flying) if (shares.ownerOf(job) === index) spots.add(shares.spotOf(job));
  return [...spots].map((spot) => ({ spot, lane }));
}

/** Nobody can go on once every server that takes part is idle, and the others are not waited for any more. */
function stuckOr(parts: RunParts, shares: Shares, lanes: readonly Lane[]): TakenOver {
  const inUse = lanes.flatMap((lane, index) => (lane.attendance.isOut ? [] : [{ lane, index }]));
  const out = lanes.filter(({ attendance }) => attendance.isOut);
  const isIdle = inUse.every(({ lane, index }) => lane.queue.flying.length === 0 && shares.load(index) === 0);
  if (!isIdle || shares.free > 0 || !out.every((lane) => isGone(parts, lane))) return { kind: 'nothing' };
  const names = out.map(({ live }) => live.name).join(' and ');
  const message = `Paused: ${names} did not come back, and what is left belongs to pairs that were made there and judged already. Start it, then resume.`;
  return { kind: 'stuck', message };
}

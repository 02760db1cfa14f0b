import { open, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { NextTrial } from '../core/contract/trialView';
import type { ApiAnswer, RunningHost } from '../e2e/runningHost';
import { good, readAs } from './answers';
import { type Figure, figureOf, median, quantile, rounded } from './figure';

const ROUNDS = 5;
const VOTES = 50;
const SAVES = 20;
/** How many votes must be open for their figure. */
export const VOTES_TIMED = ROUNDS * VOTES;
/** About as long as a vote's line in the journal. */
const LINE = `${'x'.repeat(320)}\n`;

/** How long some work takes, in ms. */
async function timeOf(work: () => Promise<unknown>): Promise<number> {
  const begun = performance.now();
  await work();
  return performance.now() - begun;
}

/**
 * P5: a vote by the HTTP API, from the call to the answer that it is on the disk, beside writing and flushing as many bytes in
 * turn with it. In: a session with `VOTES_TIMED` trials open, and a folder on the same disk.
 */
export async function voteFigure(host: RunningHost, id: string, folder: string): Promise<Figure> {
  const votes: number[] = [];
  const bare: number[] = [];
  const file = await open(join(folder, 'bare'), 'a');
  let trial = await nextTrial(host, id);
  for (let index = 0; index < VOTES_TIMED; index += 1) {
    if ('done' in trial) throw new Error(`There are only ${index} trials to vote on.`);
    const vote = { trial_id: trial.trial_id, choice: index % 2 === 0 ? 'A' : 'B' };
    let answer: ApiAnswer['body'] = {};
    votes.push(
      await timeOf(async () => {
        answer = await good(host, 'POST', `/sessions/${id}/votes`, vote);
      }),
    );
    trial = readAs('vote.cast', answer).next;
    bare.push(
      await timeOf(async () => {
        await file.appendFile(LINE);
        await file.sync();
      }),
    );
  }
  await file.close();
  return figureOf({
    no: 'P5',
    what: `a vote on disk, p95 of ${VOTES} in each round, more than a bare write and flush`,
    runs: inRounds(votes).map(
      (times, round) => quantile(times, 0.95) - quantile(inRounds(bare)[round] ?? [], 0.95),
    ),
    unit: 'ms',
    aim: 10,
    plain: `bare write and flush: ${p95(bare)} ms`,
    beside: `a vote in all: median ${rounded(median(votes))}, p95 ${p95(votes)} ms`,
  });
}

/**
 * P12: saving a session with 6,000 votes, a change before each time, beside writing and flushing as many bytes in turn with it.
 * In: the folder of the sessions, and such a session in it with its last trial open.
 */
export async function saveFigure(host: RunningHost, root: string, id: string): Promise<Figure> {
  const last = await nextTrial(host, id);
  if ('done' in last) throw new Error('The large session has no trial left.');
  const saves: number[] = [];
  const bare: number[] = [];
  let saved: Uint8Array | null = null;
  for (let index = 0; index < ROUNDS * SAVES; index += 1) {
    const choice = index % 2 === 0 ? 'A' : 'B';
    await good(host, 'POST', `/sessions/${id}/votes`, { trial_id: last.trial_id, choice });
    saves.push(await timeOf(() => good(host, 'POST', `/sessions/${id}/save`)));
    // Read once: with megabytes to collect after each save this process would take the processors from the host.
    saved ??= await readFile(join(root, id, 'session_meta.json'));
    const bytes = saved;
    bare.push(await timeOf(() => writeAndFlush(join(root, 'bare'), bytes)));
  }
  const { votes_done, unsaved_changes } = readAs('session.get', await good(host, 'GET', `/sessions/${id}`));
  if (votes_done !== 6000 || unsaved_changes !== 0)
    throw new Error(`The large session has ${votes_done} votes and ${unsaved_changes} unsaved changes.`);
  return figureOf({
    no: 'P12',
    what: `save of a session with 6,000 votes, p95 of ${SAVES} in each round`,
    runs: inRounds(saves).map((times) => quantile(times, 0.95)),
    unit: 'ms',
    aim: 100,
    plain: `bare write and flush of ${rounded((saved?.length ?? 0) / 1e6)} MB: ${p95(bare)} ms`,
    beside: `of all: median ${rounded(median(saves))}, p95 ${p95(saves)} ms`,
  });
}

async function nextTrial(host: RunningHost, id: string): Promise<NextTrial> {
  return readAs('trial.next', await good(host, 'GET', `/sessions/${id}/trials/next`));
}

/** Times in the order in which they were taken, as rounds of one length. */
function inRounds(times: readonly number[]): number[][] {
  const length = times.length / ROUNDS;
  return Array.from({ length: ROUNDS }, (_, round) => times.slice(round * length, (round + 1) * length));
}

const p95 = (times: readonly number[]) => rounded(quantile(times, 0.95));

async function writeAndFlush(path: string, bytes: Uint8Array): Promise<void> {
  const file = await open(path, 'w');
  await file.writeFile(bytes);
  await file.sync();
  await file.close();
}

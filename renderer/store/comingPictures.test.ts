import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Trial } from '../../core/contract/trialView';
import { exampleTrial } from '../../core/testing/exampleEvaluation';
import { JUDGED_ID as ID, judgedDetail, judgingBackend } from '../testing/judgingBackend';
import { readyPicture } from '../testing/readyPictures';
import { setClient } from './backend';
import { comingPictures, dropComing, picturesTaken } from './comingPictures';
import { useEvaluation } from './evaluation';
import { followEvaluation } from './evaluationFollow';
import type { Pictures } from './evaluationPictures';
import { submit } from './evaluationVotes';
import { sessionEvent } from './session';

/** Pictures that come when the test says so, and which were let go. */
const loads = vi.hoisted(() => ({
  begun: [] as { trial: Trial; arrive: () => void }[],
  released: [] as Pictures[],
}));
vi.mock('./evaluationPictures', () => ({
  loadPictures: (trial: Trial) =>
    new Promise<Pictures>((resolve) => {
      const pictures = { a: readyPicture('Picture A'), b: readyPicture('Picture B') };
      loads.begun.push({ trial, arrive: () => resolve(pictures) });
    }),
  releasePictures: (pictures: Pictures) => loads.released.push(pictures),
}));

beforeEach(() => {
  loads.begun = [];
  loads.released = [];
});

afterEach(() => dropComing());

describe('comingPictures', () => {
  it('loads the pictures of a showing once, until they are taken', () => {
    const trial = exampleTrial(1);
    const first = comingPictures(trial);
    expect(comingPictures({ ...trial, image_a: '/image/another' })).toBe(first);
    picturesTaken(trial);
    expect(comingPictures(trial)).not.toBe(first);
    expect(loads.begun).toHaveLength(2);
  });

  it('lets go of what nobody took, also when it comes later', async () => {
    const [one, other] = [comingPictures(exampleTrial(1)), comingPictures(exampleTrial(2))];
    picturesTaken(exampleTrial(1));
    dropComing();
    for (const { arrive } of loads.begun) arrive();
    await Promise.all([one, other]);
    expect(loads.released).toEqual([await other]);
  });
});

it('a vote that is quicker than the next pair waits for the pictures on their way, and loads none twice', async () => {
  judgingBackend({ trials: 5 });
  sessionEvent({ type: 'created', detail: judgedDetail(0, 5) });
  const stop = followEvaluation(ID);
  const shown = () => useEvaluation.getState().shown?.trial.trial_id ?? null;
  const settled = (check: () => void) => vi.waitFor(check, { interval: 1 });
  const arrive = async (place: number) => {
    await settled(() => expect(loads.begun.length).toBeGreaterThan(place));
    loads.begun[place]?.arrive();
  };
  await arrive(0);
  await settled(() => expect([shown(), loads.begun.length]).toEqual(['t1', 2]));
  submit('A');
  expect(shown()).toBeNull();
  await arrive(1);
  await settled(() => expect(shown()).toBe('t2'));
  await arrive(2);
  await settled(() => expect(useEvaluation.getState().ahead).toHaveLength(1));
  expect(loads.begun.slice(0, 3).map(({ trial }) => trial.trial_id)).toEqual(['t1', 't2', 't3']);
  stop();
  setClient(null);
  sessionEvent({ type: 'closed' });
});

import { create } from 'zustand';
import type { GivenVote, NextTrial, Trial } from '../../core/contract/trialView';
import type { Choice, VoteFlag } from '../../core/session/events';
import { call } from './backend';
import { comingPictures, dropComing, picturesTaken } from './comingPictures';
import type { Pictures } from './evaluationPictures';
import { askNext } from './nextAhead';
import { tellFailure } from './notices';
import { raterArg } from './ownRater';

/** A trial with its pictures, both ready. */
export interface Showing {
  trial: Trial;
  pictures: Pictures;
}

/** One question of the pair on the stage. */
export type Question = Trial['together'][number];

/** What a vote is going to say; it goes with the vote. */
export interface Draft {
  choice: Choice | null;
  stars: number | null;
  note: string | null;
  flags: readonly VoteFlag[];
}

interface Judging extends Draft {
  sessionId: string | null;
  /** What is on the stage, at the question that the keys answer; null while nothing is ready. */
  shown: Showing | null;
  /** The shown trial was voted on earlier, and is on the stage to be looked at or changed. */
  isAgain: boolean;
  /** The open trials after it in their order, ready to take its place. */
  ahead: readonly Showing[];
  /** Set when there is nothing more to judge now: how many pairs are still to be made. */
  done: { waiting: number } | null;
  /** What was submitted a moment ago, for the quiet mark. */
  mark: Choice | null;
  /** How long the latest votes took, in ms. */
  paces: readonly number[];
  /** Why no trial could be had, in a sentence. */
  failure: string | null;
}

const NO_DRAFT: Draft = { choice: null, stars: null, note: null, flags: [] };

const BLANK: Judging = {
  ...NO_DRAFT,
  sessionId: null,
  shown: null,
  isAgain: false,
  ahead: [],
  done: null,
  mark: null,
  paces: [],
  failure: null,
};

/** The judging of the open session. */
export const useEvaluation = create<Judging>()(() => BLANK);

/** So many showings are ready ahead of the one on the stage; more would only hold memory. */
export const SHOWINGS_AHEAD = 2;

/** What goes on between the stage and the backend; nothing of it is shown. */
export const course = {
  /** What the stage was told in an earlier turn of the story no longer concerns it. */
  turn: 0,
  /** Votes given before this number grew are void: one before them could not be kept. */
  voids: 0,
  /** Votes go to the backend one after the other, in the order they were given. */
  queue: Promise.resolve() as Promise<void>,
  /** How many votes are on their way. */
  onTheWay: 0,
  /** While a vote is taken back, no answer to an earlier one brings up another pair. */
  isUndoing: false,
  /** When the shown question could first be answered, on the page's clock, in ms. */
  paintedAt: 0,
  /** What was begun and not yet kept, by trial: it is there again when its trial is. */
  drafts: new Map<string, Draft>(),
};

/** Begins a new turn: whatever is still on its way concerns the stage no more. Out: its number. */
export function newTurn(): number {
  course.turn += 1;
  dropComing();
  course.isUndoing = false;
  return course.turn;
}

/** Empties the stage, for a session or for none. */
export function clearStage(sessionId: string | null): void {
  newTurn();
  course.drafts.clear();
  useEvaluation.setState({ ...BLANK, sessionId, paces: useEvaluation.getState().paces });
}

/** The same pair at another of its questions, by that one's place. */
export function atQuestion({ trial, pictures }: Showing, place: number): Showing {
  const question = trial.together[place];
  if (question === undefined) return { trial, pictures };
  const number = trial.number + place - placeOf(trial);
  return { pictures, trial: { ...trial, ...question, number } };
}

/** The place of a trial among the questions of its pair. */
export function placeOf({ trial_id, together }: Trial): number {
  return Math.max(
    0,
    together.findIndex((one) => one.trial_id === trial_id),
  );
}

/** What is to be said on a question: what was begun, else what its vote says. */
export function draftOf({ trial_id, vote }: Pick<Trial, 'trial_id' | 'vote'>): Draft {
  const begun = course.drafts.get(trial_id);
  if (begun !== undefined) return { ...begun, choice: begun.choice ?? vote?.choice ?? null };
  return vote === null ? NO_DRAFT : { ...vote };
}

/** Puts a showing on the stage, or none; a trial that was voted on is shown again. */
export function putOnStage(showing: Showing | null, ahead: readonly Showing[], mark: Choice | null): void {
  useEvaluation.setState({
    shown: showing,
    ahead,
    isAgain: showing !== null && showing.trial.vote !== null,
    mark,
    ...(showing === null ? NO_DRAFT : draftOf(showing.trial)),
    ...(showing === null ? {} : { done: null, failure: null }),
  });
  course.paintedAt = performance.now();
}

/** A showing whose question has this vote; null: none any more. */
export function withVote({ trial, pictures }: Showing, trialId: string, vote: GivenVote | null): Showing {
  return {
    pictures,
    trial: {
      ...trial,
      vote: trial.trial_id === trialId ? vote : trial.vote,
      together: trial.together.map((one) => (one.trial_id === trialId ? { ...one, vote } : one)),
    },
  };
}

/** Whether a pair can only be skipped, because a picture of it cannot be shown. */
export function isBrokenPair({ pictures }: Showing): boolean {
  return pictures.a === null || pictures.b === null;
}

/** Asks for the next trial and shows it, whatever is shown now. */
export async function openNext(): Promise<void> {
  const mine = newTurn();
  const id = useEvaluation.getState().sessionId;
  if (id === null) return;
  putOnStage(null, [], null);
  useEvaluation.setState({ done: null, failure: null });
  try {
    await course.queue;
    if (mine !== course.turn) return;
    await show(await askNext(id), mine);
    await prefetch(mine);
  } catch (error) {
    refuse(error, mine);
  }
}

function refuse(error: unknown, mine: number): void {
  if (mine !== course.turn) return;
  useEvaluation.setState({ failure: error instanceof Error ? error.message : String(error) });
}

/** Puts a trial on the stage once both its pictures are ready. In: what comes after it, and the turn that asked. */
async function show(next: NextTrial, mine: number): Promise<void> {
  if ('done' in next) {
    if (mine !== course.turn) return;
    putOnStage(null, [], useEvaluation.getState().mark);
    useEvaluation.setState({ done: { waiting: next.waiting } });
    return;
  }
  const pictures = await comingPictures(next);
  if (mine !== course.turn) return;
  picturesTaken(next);
  const { ahead, mark } = useEvaluation.getState();
  putOnStage({ trial: next, pictures }, ahead, mark);
}

/** Goes on from the answer to a vote: shows what it says where the stage is empty, and gets more ready. */
export async function goOnFrom(next: NextTrial, mine: number): Promise<void> {
  if (course.isUndoing) return;
  try {
    if (useEvaluation.getState().shown === null) await show(next, mine);
    await prefetch(mine);
  } catch (error) {
    if (useEvaluation.getState().shown === null) refuse(error, mine);
  }
}

/** The turn for which showings are being fetched: one fetches all that are missing. */
let fetching: number | null = null;

/** Gets the open trials after the shown one ready. What cannot be had now is asked for when its turn comes. */
export async function prefetch(mine: number): Promise<void> {
  if (fetching === mine) return;
  fetching = mine;
  try {
    while (await fetchOneAhead(mine)) {
      // One after the other: each is counted from what is ready by then.
    }
  } finally {
    if (fetching === mine) fetching = null;
  }
}

/** Out: whether there may be another to get. */
async function fetchOneAhead(mine: number): Promise<boolean> {
  const { sessionId, shown, ahead, isAgain } = useEvaluation.getState();
  const isIdle = mine === course.turn && course.onTheWay === 0 && !course.isUndoing;
  if (!isIdle || sessionId === null || shown === null || ahead.length >= SHOWINGS_AHEAD) return false;
  const last = lastReady();
  const next = await call('trial.next', {
    session_id: sessionId,
    ...raterArg(sessionId),
    // The open trial on the stage is the first of those that are counted.
    ahead: ahead.length + (isAgain ? 0 : 1),
  });
  if ('done' in next || mine !== course.turn || isReady(next)) return false;
  const pictures = await comingPictures(next);
  // Votes given meanwhile move the stage on, but what follows the last one that is ready stays the same.
  if (mine !== course.turn || lastReady() !== last || isReady(next)) return false;
  picturesTaken(next);
  useEvaluation.setState((state) => ({ ahead: [...state.ahead, { trial: next, pictures }] }));
  return true;
}

/** The trial that the next one to get ready follows; null when it is the first. */
function lastReady(): string | null {
  const { shown, ahead, isAgain } = useEvaluation.getState();
  const last = ahead.at(-1) ?? (isAgain ? null : shown);
  return last?.trial.together[0]?.trial_id ?? null;
}

function isReady(next: Trial): boolean {
  const { shown, ahead } = useEvaluation.getState();
  return [shown, ...ahead].some((showing) => showing !== null && isSameShowing(showing.trial, next));
}

/** Whether two trials are questions of one showing, so that the pictures stay. */
export function isSameShowing(one: Trial, other: Trial): boolean {
  return one.together.some(({ trial_id }) => trial_id === other.trial_id);
}

/** Tries once more to show a trial whose pictures could not be loaded. */
export async function showAgain(): Promise<void> {
  const { sessionId, shown } = useEvaluation.getState();
  if (sessionId === null || shown === null) return;
  const mine = course.turn;
  const { trial_id } = shown.trial;
  try {
    await show(await call('trial.get', { session_id: sessionId, ...raterArg(sessionId), trial_id }), mine);
  } catch (error) {
    if (mine === course.turn) tellFailure(error);
  }
}

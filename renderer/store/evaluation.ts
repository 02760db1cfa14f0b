import { create } from 'zustand';
import type { CommandArgs } from '../../core/contract/commands';
import { AppFailure } from '../../core/contract/failure';
import type { SessionDetail } from '../../core/contract/sessionView';
import type { NextTrial, Trial } from '../../core/contract/trialView';
import type { Choice } from '../../core/session/events';
import { call } from './backend';
import { useConnection } from './connection';
import { loadPictures, type Pictures } from './evaluationPictures';
import { proposeRest, withPace } from './judgePace';
import { tellFailure } from './notices';
import { openDetail, refreshSession, useSession } from './session';
import { tellJudgedAlready, tellVoteNotKept } from './voteWords';

/** A trial with its pictures, both ready. */
export interface Showing {
  trial: Trial;
  pictures: Pictures;
}

interface Judging {
  sessionId: string | null;
  /** What is on the stage; null while nothing is ready. */
  shown: Showing | null;
  /** The trial after it, ready to take its place. */
  ahead: Showing | null;
  /** Set when there is nothing more to judge now: how many pairs are still to be made. */
  done: { waiting: number } | null;
  /** Chosen and not yet submitted. */
  choice: Choice | null;
  stars: number | null;
  /** What was submitted a moment ago, for the quiet mark. */
  mark: Choice | null;
  /** How long the latest votes took, in ms. */
  paces: readonly number[];
  /** Why no trial could be had, in a sentence. */
  failure: string | null;
}

const BLANK: Judging = {
  sessionId: null,
  shown: null,
  ahead: null,
  done: null,
  choice: null,
  stars: null,
  mark: null,
  paces: [],
  failure: null,
};

/** The judging of the open session. */
export const useEvaluation = create<Judging>()(() => BLANK);

/** How long the mark of a vote stays, in ms. */
export const MARK_MS = 150;

let paintedAt = 0;
let markTimer: ReturnType<typeof setTimeout> | null = null;
/** What the stage was told in an earlier turn of the story no longer concerns it. */
let turn = 0;
/** Votes given before this number grew are void: one before them could not be kept. */
let voids = 0;
/** Votes go to the backend one after the other, in the order they were given. */
let queue: Promise<void> = Promise.resolve();
/** Trials whose vote is on its way. */
const onTheWay = new Set<string>();
/** How many votes of this rater the stage knows of; another number means votes from elsewhere. */
let knownVotes: number | null = null;
/** While a vote is taken back, no answer to an earlier one brings up another pair. */
let isUndoing = false;

/** Opens the judging of a session at its next trial; the answer ends it. */
export function followEvaluation(sessionId: string): () => void {
  begin(sessionId);
  const stops = [
    useConnection.subscribe((now, before) => {
      const { shown, done } = useEvaluation.getState();
      if (now.link === 'open' && before.link === 'lost' && shown === null && done === null) void openNext();
    }),
    useSession.subscribe(hearVotes),
  ];
  return () => {
    for (const stop of stops) stop();
    turn += 1;
    useEvaluation.setState({ ...BLANK, paces: useEvaluation.getState().paces });
  };
}

function begin(sessionId: string): void {
  const { paces } = useEvaluation.getState();
  useEvaluation.setState({ ...BLANK, sessionId, paces });
  knownVotes = votesOf(openDetail());
  void openNext();
}

function votesOf(detail: SessionDetail | null): number | null {
  const evaluation = detail?.evaluation;
  return evaluation?.raters.find(({ name }) => name === evaluation.rater)?.votes_done ?? null;
}

/** Another window, or a script, may judge the same session. What this stage has on its way it counts itself. */
function hearVotes(): void {
  const votes = votesOf(openDetail());
  if (votes === null || votes === knownVotes || onTheWay.size > 0 || isUndoing) return;
  knownVotes = votes;
  void followOthers(turn);
}

/** Goes on to the next open trial when the shown one was judged elsewhere, unless the person has begun on it. */
async function followOthers(mine: number): Promise<void> {
  const { sessionId, shown, done } = useEvaluation.getState();
  if (sessionId === null) return;
  if (shown === null) {
    if (done !== null) await openNext();
    return;
  }
  try {
    const { trial_id } = shown.trial;
    const found = await call('trial.get', { session_id: sessionId, trial_id });
    const now = useEvaluation.getState();
    if (mine !== turn || now.shown?.trial.trial_id !== trial_id || onTheWay.size > 0) return;
    const isJudged = found.vote !== null && shown.trial.vote === null;
    if (isJudged && now.choice === null && now.stars === null) await openNext();
    else {
      useEvaluation.setState({ ahead: null });
      await prefetch(mine);
    }
  } catch {
    // What cannot be asked now shows when the vote goes its way: it leaves another one alone.
  }
}

/** Resolves when every vote given so far has been answered. */
export function votesSent(): Promise<void> {
  return queue;
}

/** Asks for the next trial and shows it, whatever is shown now. */
export async function openNext(): Promise<void> {
  const mine = newTurn();
  const id = useEvaluation.getState().sessionId;
  if (id === null) return;
  useEvaluation.setState({ shown: null, ahead: null, done: null, choice: null, stars: null, failure: null });
  try {
    await queue;
    if (mine !== turn) return;
    await show(await call('trial.next', { session_id: id }), mine);
    await prefetch(mine);
  } catch (error) {
    refuse(error, mine);
  }
}

function newTurn(): number {
  turn += 1;
  onTheWay.clear();
  isUndoing = false;
  return turn;
}

function refuse(error: unknown, mine: number): void {
  if (mine !== turn) return;
  useEvaluation.setState({ failure: error instanceof Error ? error.message : String(error) });
}

/** Puts a trial on the stage once both its pictures are ready. */
async function show(next: NextTrial, mine: number): Promise<void> {
  if ('done' in next) {
    if (mine === turn) useEvaluation.setState({ shown: null, ahead: null, done: { waiting: next.waiting } });
    return;
  }
  const pictures = await loadPictures(next);
  if (mine !== turn) return;
  useEvaluation.setState({
    shown: { trial: next, pictures },
    done: null,
    failure: null,
    choice: next.vote?.choice ?? null,
    stars: next.vote?.stars ?? null,
  });
  paintedAt = performance.now();
}

/** Gets the trial after the shown one ready. What cannot be had now is asked for when its turn comes. */
async function prefetch(mine: number): Promise<void> {
  const { sessionId, shown, ahead } = useEvaluation.getState();
  if (mine !== turn || sessionId === null || shown === null || ahead !== null || onTheWay.size > 0) return;
  const next = await call('trial.next', { session_id: sessionId, ahead: 1 });
  if ('done' in next || mine !== turn || next.trial_id === shown.trial.trial_id) return;
  const pictures = await loadPictures(next);
  // A vote given meanwhile has moved the stage on: its own answer brings what comes next.
  if (mine !== turn || useEvaluation.getState().shown?.trial.trial_id !== shown.trial.trial_id) return;
  useEvaluation.setState({ ahead: { trial: next, pictures } });
}

/** Marks a choice that is submitted later. */
export function choose(choice: Choice): void {
  if (useEvaluation.getState().shown !== null) useEvaluation.setState({ choice });
}

/** Sets how much better, 1 to 5; the same number again takes it back. */
export function setStars(stars: number): void {
  useEvaluation.setState((state) =>
    state.shown === null ? {} : { stars: state.stars === stars ? null : stars },
  );
}

/** Submits a vote on the shown trial: the next pair takes its place at once, and the vote goes its way. */
export function submit(choice: Choice): void {
  const { sessionId, shown, ahead, stars, paces } = useEvaluation.getState();
  if (sessionId === null || shown === null) return;
  const isBroken = shown.pictures.a === null || shown.pictures.b === null;
  if (isBroken && choice !== 'skip') return;
  const elapsed = Math.max(0, Math.round(performance.now() - paintedAt));
  const [mine, voidsThen] = [turn, voids];
  onTheWay.add(shown.trial.trial_id);
  useEvaluation.setState({
    shown: ahead,
    ahead: null,
    choice: ahead?.trial.vote?.choice ?? null,
    stars: ahead?.trial.vote?.stars ?? null,
    mark: choice,
    paces: withPace(paces, elapsed),
  });
  paintedAt = performance.now();
  clearMarkSoon();
  proposeRest(elapsed);
  queue = queue.then(() =>
    send(
      {
        session_id: sessionId,
        trial_id: shown.trial.trial_id,
        choice,
        stars: choice === 'A' || choice === 'B' ? stars : null,
        flags: isBroken ? ['broken_image'] : [],
        elapsed_ms: elapsed,
        only_if_open: shown.trial.vote === null,
      },
      shown,
      mine,
      voidsThen,
    ),
  );
}

/** Sends a vote. It is sent even when the stage was left meanwhile: given is given. */
async function send(
  vote: CommandArgs<'vote.cast'>,
  voted: Showing,
  mine: number,
  voidsThen: number,
): Promise<void> {
  if (voidsThen !== voids) return;
  try {
    const { next } = await call('vote.cast', vote);
    if (voted.trial.vote === null && knownVotes !== null) knownVotes += 1;
    // The first new vote also keeps what an earlier process left unsaved, so that is not asked any more.
    if (openDetail()?.recovery != null) void refreshSession();
    if (mine !== turn) return;
    onTheWay.delete(vote.trial_id);
    if (onTheWay.size > 0) return;
    // Off the queue, so that the next vote does not wait for pictures.
    void goOn(next, mine);
  } catch (error) {
    if (error instanceof AppFailure && error.code === 'already_voted') {
      tellJudgedAlready(voted.trial.number);
      if (mine !== turn) return;
      onTheWay.delete(vote.trial_id);
      if (onTheWay.size > 0) return;
      if (useEvaluation.getState().shown === null) void openNext();
      else void followOthers(mine);
      return;
    }
    voids += 1;
    tellVoteNotKept(voted.trial.number, error);
    if (mine !== turn) return;
    // The vote is not kept: its pair comes back, and those given after it are void.
    newTurn();
    useEvaluation.setState({
      shown: voted,
      ahead: null,
      done: null,
      choice: null,
      stars: null,
      mark: null,
    });
  }
}

async function goOn(next: NextTrial, mine: number): Promise<void> {
  if (isUndoing) return;
  try {
    if (useEvaluation.getState().shown === null) await show(next, mine);
    await prefetch(mine);
  } catch (error) {
    if (useEvaluation.getState().shown === null) refuse(error, mine);
  }
}

/** Takes the last vote back and shows its trial again. */
export function undo(): void {
  const { sessionId, shown: before, ahead } = useEvaluation.getState();
  if (sessionId === null || isUndoing) return;
  const mine = turn;
  isUndoing = true;
  // The stage is empty meanwhile, so that no vote falls on the pair that goes.
  useEvaluation.setState({ shown: null, choice: null, stars: null, mark: null });
  queue = queue.then(async () => {
    try {
      const trial = await call('vote.undo', { session_id: sessionId });
      if (knownVotes !== null) knownVotes -= 1;
      if (mine !== turn) return;
      const next = newTurn();
      useEvaluation.setState(({ paces }) => ({ ahead: null, done: null, paces: paces.slice(0, -1) }));
      await show(trial, next);
      void goOn(trial, next);
    } catch (error) {
      tellFailure(error);
      if (mine !== turn) return;
      isUndoing = false;
      if (before === null) void openNext();
      else useEvaluation.setState({ shown: before, ahead });
    }
  });
}

/** Tries once more to show a trial whose pictures could not be loaded. */
export async function showAgain(): Promise<void> {
  const { sessionId, shown } = useEvaluation.getState();
  if (sessionId === null || shown === null) return;
  const mine = turn;
  try {
    await show(await call('trial.get', { session_id: sessionId, trial_id: shown.trial.trial_id }), mine);
  } catch (error) {
    if (mine === turn) tellFailure(error);
  }
}

function clearMarkSoon(): void {
  if (markTimer !== null) clearTimeout(markTimer);
  markTimer = setTimeout(() => useEvaluation.setState({ mark: null }), MARK_MS);
}

import type { CommandArgs } from '../../core/contract/commands';
import { AppFailure } from '../../core/contract/failure';
import type { GivenVote } from '../../core/contract/trialView';
import type { Choice } from '../../core/session/events';
import { call } from './backend';
import {
  atQuestion,
  course,
  type Draft,
  draftOf,
  goOnFrom,
  isBrokenPair,
  newTurn,
  openNext,
  placeOf,
  putOnStage,
  type Showing,
  useEvaluation,
  withVote,
} from './evaluation';
import { proposeRest, withPace } from './judgePace';
import { ownRaterOf, raterArg } from './ownRater';
import { painted, paintFirst } from './paint';
import { openDetail, refreshSession } from './session';
import { trialVoted } from './votedTrials';
import { tellJudgedAlready, tellVoteNotKept } from './voteWords';

/** How long the mark of a vote stays, in ms. */
export const MARK_MS = 150;
let markTimer: ReturnType<typeof setTimeout> | null = null;

/** How many votes of this rater the stage knows of; another number means votes from elsewhere. */
export const ownVoteCount: { known: number | null } = { known: null };

/** Counts votes that this stage gave, or with -1 took back. */
export function countOwnVotes(by: 1 | -1): void {
  if (ownVoteCount.known !== null) ownVoteCount.known += by;
}

/** Whether a vote is of the session and the rater that are on the stage. */
function isOwn({ session_id, rater }: CommandArgs<'vote.cast'>): boolean {
  return session_id === useEvaluation.getState().sessionId && (rater ?? null) === ownRaterOf(session_id);
}

let tellElsewhere: (turn: number) => void = () => {};

/** Hears that a vote met one that was given elsewhere; the answer ends it. */
export function onVotesElsewhere(listener: (turn: number) => void): () => void {
  tellElsewhere = listener;
  return () => {
    tellElsewhere = () => {};
  };
}

/** Resolves when every vote given so far has been answered. */
export function votesSent(): Promise<void> {
  return course.queue;
}

/**
 * Submits a vote on the asked question: the next open question of the pair is asked, else the next pair takes its place at
 * once, and the vote goes its way.
 */
export function submit(choice: Choice): void {
  const { sessionId, shown, ahead, stars, note, flags, paces } = useEvaluation.getState();
  if (sessionId === null || shown === null || course.isUndoing) return;
  const isBroken = isBrokenPair(shown);
  if (isBroken && choice !== 'skip') return;
  const elapsed = sinceAsked();
  const given = givenOf(choice, { choice, stars, note, flags }, isBroken);
  const answered = [shown, ...(isBroken ? othersOpen(shown) : [])];
  let voted = shown;
  for (const { trial } of answered) voted = withVote(voted, trial.trial_id, given);
  const open = openAfter(voted);
  paintFirst();
  if (open === null) putOnStage(ahead[0] ?? null, ahead.slice(1), choice);
  else {
    useEvaluation.setState({ shown: open, mark: choice, ...draftOf(open.trial) });
    course.paintedAt = performance.now();
  }
  if (shown.trial.vote === null) useEvaluation.setState({ paces: withPace(paces, elapsed) });
  clearMarkSoon();
  proposeRest(elapsed);
  for (const one of answered) cast(sessionId, one, given, elapsed);
}

/**
 * Sends what was changed on the asked question beside its choice, where it has a vote already: a note on an earlier trial
 * needs no second vote. Called before the stage turns to something else.
 */
export function keepDetails(): void {
  const { sessionId, shown, stars, note, flags } = useEvaluation.getState();
  if (sessionId === null || shown === null || course.isUndoing || openDetail()?.state === 'read_only') return;
  const { trial_id, vote } = shown.trial;
  if (vote === null || !course.drafts.has(trial_id)) return;
  const given = givenOf(vote.choice, { choice: vote.choice, stars, note, flags }, false);
  course.drafts.delete(trial_id);
  if (isSameVote(given, vote)) return;
  useEvaluation.setState({ shown: withVote(shown, trial_id, given) });
  cast(sessionId, shown, given, sinceAsked());
}

/** How long the asked question has been there, in whole ms. */
function sinceAsked(): number {
  return Math.max(0, Math.round(performance.now() - course.paintedAt));
}

function givenOf(choice: Choice, { stars, note, flags }: Draft, isBroken: boolean): GivenVote {
  return {
    choice,
    stars: choice === 'A' || choice === 'B' ? stars : null,
    note,
    flags: isBroken && !flags.includes('broken_image') ? [...flags, 'broken_image'] : [...flags],
  };
}

function isSameVote(one: GivenVote, other: GivenVote): boolean {
  return (
    one.choice === other.choice &&
    one.stars === other.stars &&
    one.note === other.note &&
    one.flags.length === other.flags.length &&
    one.flags.every((flag) => other.flags.includes(flag))
  );
}

/** The pair at its next question without a vote, round at the end; null when all have one. */
function openAfter(showing: Showing): Showing | null {
  return othersOpen(showing)[0] ?? null;
}

/** The pair at each other question without a vote, from the asked one on. */
function othersOpen(showing: Showing): Showing[] {
  const { together } = showing.trial;
  const place = placeOf(showing.trial);
  return together
    .map((_, step) => (place + step) % together.length)
    .filter((at) => at !== place && together[at]?.vote === null)
    .map((at) => atQuestion(showing, at));
}

/** In: the stage as it was before the vote, to come back to should it not be kept. */
function cast(sessionId: string, before: Showing, vote: GivenVote, elapsed_ms: number): void {
  const { trial } = before;
  // Should it not be kept, what was said beside the choice is there again with its trial.
  const draft = { ...vote, choice: trial.vote?.choice ?? null };
  course.drafts.set(trial.trial_id, draft);
  course.onTheWay += 1;
  const args: CommandArgs<'vote.cast'> = {
    session_id: sessionId,
    ...raterArg(sessionId),
    trial_id: trial.trial_id,
    ...vote,
    elapsed_ms,
    only_if_open: trial.vote === null,
  };
  const given: Given = { args, vote, draft, before, mine: course.turn, voids: course.voids };
  course.queue = course.queue.then(() => send(given));
}

interface Given {
  args: CommandArgs<'vote.cast'>;
  vote: GivenVote;
  draft: Draft;
  /** The stage as it was before the vote. */
  before: Showing;
  /** In which turn it was given, and how many had been voided by then. */
  mine: number;
  voids: number;
}

/** Sends a vote. It is sent even when the stage was left meanwhile: given is given. */
async function send({ args, vote, draft, before, mine, voids }: Given): Promise<void> {
  const { trial } = before;
  // The host is as busy with a vote as the screen is with the next pair.
  await painted();
  if (voids !== course.voids) {
    course.onTheWay -= 1;
    return;
  }
  try {
    const { next } = await call('vote.cast', args);
    await painted();
    course.onTheWay -= 1;
    if (trial.vote === null && !trial.training && isOwn(args)) countOwnVotes(1);
    if (isOwn(args)) trialVoted(trial, vote);
    // The first new vote also keeps what an earlier process left unsaved, so that is not asked any more.
    if (openDetail()?.recovery != null) void refreshSession();
    // What was changed since then is still to be kept.
    if (course.drafts.get(args.trial_id) === draft) course.drafts.delete(args.trial_id);
    if (mine !== course.turn) return;
    if (course.onTheWay > 0) return;
    // Off the queue, so that the next vote does not wait for pictures.
    void goOnFrom(next, mine);
  } catch (error) {
    course.onTheWay -= 1;
    if (error instanceof AppFailure && error.code === 'already_voted') {
      tellJudgedAlready(trial.number);
      if (mine !== course.turn) return;
      course.drafts.delete(args.trial_id);
      if (course.onTheWay > 0) return;
      if (useEvaluation.getState().shown === null) void openNext();
      else tellElsewhere(mine);
      return;
    }
    course.voids += 1;
    tellVoteNotKept(trial.number, error);
    if (mine !== course.turn) {
      // The stage shows something else by now: the pair is the next open one again.
      if (isOwn(args)) useEvaluation.setState({ ahead: [] });
      return;
    }
    // The vote is not kept: its pair comes back, and those given after it are void.
    newTurn();
    putOnStage(before, [], null);
  }
}

function clearMarkSoon(): void {
  if (markTimer !== null) clearTimeout(markTimer);
  markTimer = setTimeout(() => useEvaluation.setState({ mark: null }), MARK_MS);
}

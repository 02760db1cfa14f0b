import { create } from 'zustand';
import type { GivenVote, Trial, VotedTrial } from '../../core/contract/trialView';
import { call, failureText } from './backend';
import { course, useEvaluation } from './evaluation';
import { raterArg } from './ownRater';

type Trials = readonly VotedTrial[];

interface VotedTrials {
  /** Whether the strip is on the page. */
  isOpen: boolean;
  /** Practice first, then by number; null until they were asked for. */
  trials: Trials | null;
  /** Why they could not be had, in a sentence. */
  failure: string | null;
}

/** The trials that the rater of this window has voted on, for going back to one. */
export const useVotedTrials = create<VotedTrials>()(() => ({ isOpen: false, trials: null, failure: null }));

/** The question that is on its way, and what came to pass since it was asked. */
let asking: { list: Promise<Trials | null>; changes: ((trials: Trials) => Trials)[] } | null = null;

/** Opens or closes the strip. */
export function toggleStrip(): void {
  useVotedTrials.setState(({ isOpen }) => ({ isOpen: !isOpen }));
  lookAtVotedTrials();
}

/** Asks for the trials where the strip is open and does not have them. */
export function lookAtVotedTrials(): void {
  if (useVotedTrials.getState().isOpen) void loadVotedTrials();
}

/** Forgets the trials: they are another rater's, or others than were known. */
export function forgetVotedTrials(): void {
  asking = null;
  useVotedTrials.setState({ trials: null, failure: null });
}

/** The trials voted on, once they are here; null when they cannot be had, which the strip says. */
export async function loadVotedTrials(): Promise<Trials | null> {
  const { trials } = useVotedTrials.getState();
  const { sessionId } = useEvaluation.getState();
  if (trials !== null || sessionId === null) return trials;
  if (asking !== null) return asking.list;
  const mine = { changes: [] as ((trials: Trials) => Trials)[], list: Promise.resolve<Trials | null>(null) };
  asking = mine;
  mine.list = fetchList(sessionId, mine);
  return mine.list;
}

async function fetchList(sessionId: string, mine: NonNullable<typeof asking>): Promise<Trials | null> {
  try {
    await course.queue;
    mine.changes = [];
    const found = await call('trial.list', { session_id: sessionId, ...raterArg(sessionId) });
    if (asking !== mine) return null;
    const trials = mine.changes.reduce(
      (list, change) => change(list),
      [...found.trials].sort(inOrder) as Trials,
    );
    useVotedTrials.setState({ trials, failure: null });
    return trials;
  } catch (error) {
    if (asking === mine) useVotedTrials.setState({ failure: failureText(error) });
    return null;
  } finally {
    if (asking === mine) asking = null;
  }
}

/** Takes in a vote that was kept. */
export function trialVoted(trial: Trial, { choice, stars, note, flags }: GivenVote): void {
  const { trial_id, number, training, pair_number, metric } = trial;
  const voted = {
    trial_id,
    number,
    training,
    pair_number,
    metric,
    choice,
    stars,
    flags,
    has_note: note !== null,
  };
  change((trials) => withTrial(trials, voted));
}

/** Takes out a trial whose vote was taken back. */
export function trialOpened(trialId: string): void {
  change((trials) => trials.filter(({ trial_id }) => trial_id !== trialId));
}

function change(apply: (trials: Trials) => Trials): void {
  asking?.changes.push(apply);
  const { trials } = useVotedTrials.getState();
  if (trials !== null) useVotedTrials.setState({ trials: apply(trials) });
}

/** The trials with one more, or with one changed, in their order. */
export function withTrial(trials: Trials, trial: VotedTrial): Trials {
  const at = trials.findLastIndex((one) => inOrder(one, trial) <= 0);
  const isChange = trials[at]?.trial_id === trial.trial_id;
  return [...trials.slice(0, isChange ? at : at + 1), trial, ...trials.slice(at + 1)];
}

function inOrder(one: VotedTrial, other: VotedTrial): number {
  return Number(other.training) - Number(one.training) || one.number - other.number;
}

import type { CommandAnswer, CommandArgs, CommandName } from '../../core/contract/commands';
import { AppFailure } from '../../core/contract/failure';
import type { SessionDetail } from '../../core/contract/sessionView';
import type { GivenVote, NextTrial, Trial, VotedTrial } from '../../core/contract/trialView';
import { exampleRater, exampleTrial } from '../../core/testing/exampleEvaluation';
import type { Client } from '../backend/client';
import { setClient } from '../store/backend';
import { sessionEvent } from '../store/session';

export const JUDGED_ID = '20260412_214507';
const METRICS = ['Style', 'Quality', 'Anatomy', 'Likeness', 'Light'];

type Cast = CommandArgs<'vote.cast'>;

/**
 * A backend that holds the votes of one session, for tests of the judging. In: how many trials there are, and how many of
 * them are the questions of one pair on one screen. It can be told to fail, to hold its answers back, and to break a picture.
 */
export function judgingBackend({ trials: total = 4, questions = 1 } = {}) {
  const votes: Cast[] = [];
  const calls: CommandName[] = [];
  const raters: (string | undefined)[] = [];
  let showing = 0;
  let held: (() => void)[] | null = null;

  const voteOn = (id: string): GivenVote | null => {
    const found = votes.find(({ trial_id }) => trial_id === id);
    if (found === undefined) return null;
    const { choice, stars = null, note = null, flags = [] } = found;
    return { choice, stars, note, flags };
  };
  const pairOf = (number: number) => Math.ceil(number / questions);
  const idsOf = (pair: number) =>
    Array.from({ length: questions }, (_, place) => (pair - 1) * questions + place + 1);
  const trial = (number: number): Trial => {
    showing += 1;
    const pair = pairOf(number);
    const metricOf = (one: number) => METRICS[(one - 1) % questions] ?? 'Style';
    return exampleTrial(number, {
      total,
      pair_number: pair,
      pairs_total: total / questions,
      metric: metricOf(number),
      image_a: `/image/${fake.broken.has(number) ? 'broken' : 'whole'}-${showing}a`,
      image_b: `/image/whole-${showing}b`,
      vote: voteOn(`t${number}`),
      together: idsOf(pair).map((one) => ({
        trial_id: `t${one}`,
        metric: metricOf(one),
        vote: voteOn(`t${one}`),
      })),
    });
  };
  const next = (ahead: number): NextTrial => {
    const open = Array.from({ length: total }, (_, place) => place + 1).filter(
      (number) => voteOn(`t${number}`) === null,
    );
    // A pair counts once, at its first open question.
    const firsts = open.filter((number, place) => pairOf(number) !== pairOf(open[place - 1] ?? 0));
    const found = firsts[ahead];
    return found === undefined ? { done: true, waiting: 0 } : trial(found);
  };

  const answers: Partial<Record<CommandName, (args: never) => unknown>> = {
    'session.get': () => judgedDetail(votes.length, total),
    'trial.next': ({ ahead = 0 }: CommandArgs<'trial.next'>) => next(ahead),
    'trial.get': ({ trial_id }: CommandArgs<'trial.get'>) => trial(Number(trial_id.slice(1))),
    'trial.list': () => ({
      trials: votes.map(({ trial_id, choice, stars, note, flags }): VotedTrial => {
        const { number, pair_number, metric } = trial(Number(trial_id.slice(1)));
        return {
          trial_id,
          number,
          training: false,
          pair_number,
          metric,
          choice,
          stars: stars ?? null,
          has_note: (note ?? null) !== null,
          flags: flags ?? [],
        };
      }),
    }),
    'vote.cast': async (args: Cast) => {
      if (held !== null) await new Promise<void>((resolve) => held?.push(resolve));
      if (fake.failVotes) throw new AppFailure('storage_failed', 'The disk is full.');
      const before = votes.findIndex(({ trial_id }) => trial_id === args.trial_id);
      if (args.only_if_open === true && before >= 0)
        throw new AppFailure('already_voted', 'This trial has a vote already.');
      if (before >= 0) votes[before] = args;
      else votes.push(args);
      return { vote_id: `v${votes.length}`, next: next(0) };
    },
    'vote.undo': () => {
      const last = votes.pop();
      if (last === undefined) throw new AppFailure('not_possible', 'There is no vote to take back.');
      return trial(Number(last.trial_id.slice(1)));
    },
  };
  const fake = {
    votes,
    calls,
    /** Whom each call was about. */
    raters,
    answers,
    failVotes: false,
    broken: new Set<number>(),
    /** From now on votes are answered only when `release` is called. */
    hold: () => {
      held = [];
    },
    release: () => {
      const waiting = held ?? [];
      held = null;
      for (const go of waiting) go();
    },
    /** What the votes say, in the order of first voting: `t1 A`. */
    said: () => votes.map(({ trial_id, choice }) => `${trial_id} ${choice}`),
  };
  const client: Client = {
    call: async <C extends CommandName>(command: C, args: CommandArgs<C>): Promise<CommandAnswer<C>> => {
      calls.push(command);
      raters.push((args as { rater?: string }).rater);
      const answer = answers[command];
      if (answer === undefined) throw new Error(`The test has no ${command}.`);
      return (await answer(args as never)) as CommandAnswer<C>;
    },
    onPush: () => () => undefined,
    onState: () => () => undefined,
    dispose: () => undefined,
  };
  setClient(client);
  return fake;
}

/** As much of that session as the judging looks at. */
export function judgedDetail(votes_done: number, votes_total: number, round = 0): SessionDetail {
  const raters = ['rater 1', 'rater 2'].map((name) => exampleRater(name, votes_done, votes_total));
  const evaluation = { rater: 'rater 1', raters, votes_done, votes_total, round };
  return { session_id: JUDGED_ID, recovery: null, evaluation } as unknown as SessionDetail;
}

/** How many votes there are comes by push. */
export function tellVotes(votes_done: number, votes_total: number, round = 0): void {
  const { evaluation } = judgedDetail(votes_done, votes_total, round);
  sessionEvent({ type: 'evaluationChanged', id: JUDGED_ID, evaluation });
}

import { createRandom } from '../plan/random';
import { tooFastBelow } from '../report/quality';
import type { CountedVote, GivenAnswers, ReportFilter, ReportInput, SeenChoice } from '../report/report';

type Entry = {
  rater: string;
  pair: string;
  metric: string;
  choice: 'A' | 'B' | 'same' | 'skip';
  swap: boolean;
  lora_better: boolean | null;
  stars: number | null;
  voted_at: string;
  after_reveal: boolean;
  elapsed_ms: number | null;
  note: string | null;
  kind: 'repeat' | 'catch' | 'training';
};

/** What a results file's figures are counted from, as the page on the format says and nothing else. In: the file, parsed with every digit of its seeds. */
// biome-ignore lint/suspicious/noExplicitAny: what a stranger reads has no types.
export function resultsInput(file: any): ReportInput {
  const pairs = new Map<string, { candidate: number; prompt_index: number; seed: number | bigint }>(
    // biome-ignore lint/suspicious/noExplicitAny: as above.
    file.plan.pairs.map((pair: any) => [pair.pair, pair]),
  );
  const filter: ReportFilter | null = file.filter;
  const isCounted = ({ rater, pair }: Entry) => {
    const own = pairs.get(pair);
    return (
      own !== undefined &&
      (filter?.raters?.includes(rater) ?? true) &&
      (filter?.prompts?.includes(own.prompt_index) ?? true) &&
      (filter?.seeds?.map(String).includes(String(own.seed)) ?? true)
    );
  };
  const all: Entry[] = file.votes;
  const votes = all
    .filter(isCounted)
    .sort((a, b) => Date.parse(a.voted_at) - Date.parse(b.voted_at))
    .map((vote): CountedVote => {
      const pair = pairs.get(vote.pair) as { candidate: number; prompt_index: number; seed: number | bigint };
      const undecided = vote.choice === 'skip' ? 'skip' : 'tie';
      return {
        pair_id: vote.pair,
        ...{ candidate: pair.candidate, prompt_index: pair.prompt_index, seed: pair.seed },
        metric: vote.metric,
        outcome: vote.lora_better === null ? undecided : vote.lora_better ? 'win' : 'loss',
        chose_left: vote.lora_better === null ? null : vote.choice === 'A',
        stars: vote.stars,
        rater: vote.rater,
        at: vote.voted_at,
        after_reveal: vote.after_reveal,
        note: vote.note,
      };
    });
  const voters = file.raters.filter(({ rater }: { rater: string }) =>
    all.some((vote) => vote.rater === rater),
  );
  const heard = voters.filter(
    ({ rater }: { rater: string }) => filter === null || votes.some((vote) => vote.rater === rater),
  );
  return {
    session_id: file.session.session_id,
    demo: file.session.demo,
    raters: heard.map(({ label }: { label: string }) => label),
    metrics: file.setup.metrics,
    candidates: file.plan.candidates,
    prompts: file.plan.prompts.map(({ positive }: { positive: string }) => positive),
    seeds: file.setup.own_seeds === null ? file.plan.seeds : [],
    voters: voters.map(({ rater, label }: { rater: string; label: string }) => ({ rater, label })),
    filter,
    votes,
    method: file.method,
    revealed_early: file.session.revealed_early,
    votes_taken_back: file.session.votes_taken_back,
    ended_early: file.session.ended_early,
    unfinished: file.session.unfinished,
    extensions: file.session.extensions,
    own_seeds: file.setup.own_seeds !== null,
    mixed_pairs: file.session.mixed_pairs,
    answers: file.raters.flatMap(({ rater, label }: { rater: string; label: string }) => {
      const isOwn = (entry: Entry) => entry.rater === rater;
      return answersOf(rater, label, all.filter(isOwn), file.checks.filter(isOwn), isCounted);
    }),
    past_rounds: file.session.past_rounds,
    self_check: file.session.self_check,
    bootstrap_seed: file.chance.bootstrap_seed,
    random: (seed) => createRandom(seed, 'report'),
  };
}

function answersOf(
  rater: string,
  label: string,
  all: Entry[],
  checks: Entry[],
  isCounted: (entry: Entry) => boolean,
): GivenAnswers[] {
  const seen = ({ choice, lora_better }: Entry): SeenChoice | null =>
    choice === 'skip' ? null : lora_better === null ? 'same' : lora_better ? 'lora' : 'baseline';
  const timesOf = (votes: Entry[]) =>
    votes.flatMap(({ choice, elapsed_ms }) => (choice === 'skip' || elapsed_ms === null ? [] : [elapsed_ms]));
  const votes = all.filter(isCounted);
  const own = checks.filter(isCounted);
  if (votes.length + own.length === 0) return [];
  return [
    {
      rater,
      label,
      repeats: own.flatMap((check) => {
        if (check.kind !== 'repeat') return [];
        const first = votes.find(({ pair, metric }) => pair === check.pair && metric === check.metric);
        const [before, again] = [first === undefined ? null : seen(first), seen(check)];
        return before === null || again === null ? [] : [[before, again] as const];
      }),
      catches: own.flatMap(({ kind, choice }) => {
        if (kind !== 'catch' || choice === 'skip') return [];
        return [
          choice === 'same' ? ('same' as const) : choice === 'A' ? ('left' as const) : ('right' as const),
        ];
      }),
      training: own.filter(({ kind }) => kind === 'training').length,
      times: timesOf(votes),
      too_fast_below: tooFastBelow(timesOf(all)),
    },
  ];
}

import { describe, expect, it } from 'vitest';
import { createRandom } from '../../plan/random';
import { parseJson } from '../../session/json';
import { judgedStory } from '../../testing/judgedStory';
import { buildReport } from '../figures';
import { reportInput } from '../input';
import { tooFastBelow } from '../quality';
import type { CountedVote, GivenAnswers, ReportFilter, ReportInput, SeenChoice } from '../report';
import { resultsJson } from './resultsJson';

const MADE = { version: '1.2.3', now: '2024-02-01T10:00:00.000Z' };

/** A session of two raters, looked at before its end, with checks, notes and seeds beyond 2^53. */
function judged() {
  const story = judgedStory({
    loras: ['/home/somebody/loras/snowfox.safetensors'],
    weights: [0.5, -1],
    seeds: [18_446_744_073_709_551_615n],
    metrics: ['Quality'],
    workflow: {
      '1': { class_type: 'Secret', inputs: { api_key: 'sk-secret', path: 'C:\\Users\\somebody\\x' } },
    },
  });
  const { state, tell } = story;
  for (const [rater, letters] of [
    ['rater 1', 'AABASAAB'],
    ['Ann', 'ABBBSABA'],
  ] as const) {
    if (rater === 'Ann') {
      const order = state.raters[0]?.order ?? [];
      tell({ type: 'order_drawn', rater, round: 0, order });
    }
    for (const place of Array(30).keys()) {
      const choices = { A: 'A', B: 'B', S: place % 3 === 0 ? 'skip' : 'same' } as const;
      const choice = choices[letters[(place * 7) % letters.length] as keyof typeof choices];
      const isDecided = choice === 'A' || choice === 'B';
      tell({
        ...story.nextVote(choice, rater),
        stars: isDecided && place % 2 === 0 ? 1 + (place % 5) : null,
        note: `note ${place}`,
        elapsed_ms: 200 + place * 90,
      });
    }
  }
  tell({ type: 'revealed', by: 'hand', votes_done: 60, votes_total: 70 });
  return state;
}

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

/** What the page on the format says of how the figures come of the file, and nothing else. */
// biome-ignore lint/suspicious/noExplicitAny: what a stranger reads has no types.
function inputOf(file: any): ReportInput {
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

describe('resultsJson', () => {
  const state = judged();

  it('holds all that its own figures are counted from', () => {
    for (const filter of [null, { prompts: [0, 3, 4, 5, 6, 9, 11] }, { raters: ['Ann'] }]) {
      const report = buildReport(reportInput(state, 77, filter));
      expect(report.votes_total).toBeGreaterThan(5);
      expect([report.voters.length, report.quality.all.repeats_alike.of > 0]).toEqual([2, true]);
      // biome-ignore lint/suspicious/noExplicitAny: what a stranger reads has no types.
      const file = parseJson(resultsJson(report, state, MADE)) as any;
      expect(file.votes.length).toBeGreaterThanOrEqual(report.votes_total + report.skips_total);
      const { figures } = file;
      expect(buildReport(inputOf(file))).toEqual(figures);
      // But for the folder of the LoRA file they are those of the report.
      expect(figures.verdict).toEqual(report.verdict);
      expect(figures.quality).toEqual(report.quality);
    }
  });

  it('keeps every digit of seeds, and neither servers nor folders nor secrets', () => {
    const text = resultsJson(buildReport(reportInput(state, 77)), state, MADE);
    expect(text).toContain('"seed": 18446744073709551615');
    expect(text).toContain('snowfox.safetensors');
    expect(text).not.toMatch(/127\.0\.0\.1|somebody|sk-secret|c0ffee|blind_key|prompt-1"/);
    expect(JSON.parse(text)).toMatchObject({
      format: 'blindfold-results',
      format_version: 1,
      written_by: { version: '1.2.3' },
      chance: { bootstrap_seed: 77, order_seed: 4711 },
    });
  });
});

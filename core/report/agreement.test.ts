import { describe, expect, it } from 'vitest';
import { krippendorffAlpha } from '../statistics/agreement';
import { exampleEvaluation, weightsOf } from './exampleEvaluation';
import { buildReport } from './figures';
import type { CountedVote, ReportInput } from './report';

const one = weightsOf('a.safetensors', 0.8);

/** Each rater's line of votes, on the same pairs in turn. */
function judgedBy(lines: Record<string, string>, more: Partial<ReportInput> = {}): ReportInput {
  const raters = Object.keys(lines);
  const votes = raters.flatMap((rater) =>
    exampleEvaluation(one, { Style: [lines[rater] ?? ''] }).votes.map(
      (vote): CountedVote => ({ ...vote, rater }),
    ),
  );
  const voters = raters.map((rater) => ({ rater, label: rater }));
  return { ...exampleEvaluation(one, { Style: [''] }), votes, raters, voters, ...more };
}

function agreementOf(input: ReportInput) {
  return buildReport(input).metrics[0]?.agreement ?? null;
}

describe('the agreement of raters', () => {
  it('is the ordinal alpha of loss, tie and win, with the answers that are alike', () => {
    const found = agreementOf(judgedBy({ Ann: 'WWLTWLWW', Ben: 'WLLTWWWS', Cem: 'WW' }));
    const units = [
      [1, 1, 1],
      [1, -1, 1],
      [-1, -1],
      [0, 0],
      [1, 1],
      [-1, 1],
      [1, 1],
    ];
    expect(found).toMatchObject({
      raters: 3,
      pairs: 7,
      // Three answers make three comparisons, of which one or all are alike.
      alike: { count: 3 + 1 + 4, of: 3 + 3 + 5 },
      alpha: krippendorffAlpha(units, 'ordinal'),
    });
    expect(found?.low).toBeLessThan(found?.alpha ?? -9);
    expect(found?.high).toBeGreaterThan(found?.alpha ?? 9);
  });

  it('does not exist where no pair was judged by two, skips apart', () => {
    const ben = judgedBy({ Ben: 'WL' }).votes.map((vote) => ({ ...vote, pair_id: `${vote.pair_id}b` }));
    const ann = judgedBy({ Ann: 'WLW' }, { raters: ['Ann', 'Ben'] });
    expect(agreementOf({ ...ann, votes: [...ann.votes, ...ben] })).toBeNull();
    expect(agreementOf(judgedBy({ Ann: 'WLW', Ben: 'SSS' }))).toBeNull();
    expect(buildReport({ ...ann, votes: [...ann.votes, ...ben] }).verdict).toContain(
      'Votes of 2 raters are counted together; no two judged the same pair, so whether they agree cannot be said.',
    );
  });

  it('has no alpha where every answer is the same, and no interval from one pair', () => {
    const same = judgedBy({ Ann: 'WWW', Ben: 'WWW' });
    expect(agreementOf(same)).toMatchObject({
      alike: { count: 3, of: 3 },
      alpha: null,
      low: null,
      high: null,
    });
    expect(buildReport(same).verdict).toContain('On Style raters answered alike in all of 3 comparisons.');
    expect(agreementOf(judgedBy({ Ann: 'WW', Ben: 'L' }))).toMatchObject({ alpha: 0, low: null, high: null });
  });

  it('is the same in whatever order the votes came', () => {
    const input = judgedBy({ Ann: 'WWLTWLWWLL', Ben: 'WLLTWWWTLW' });
    expect(agreementOf({ ...input, votes: [...input.votes].reverse() })).toEqual(agreementOf(input));
  });

  it('is told with each metric', () => {
    const { verdict, methods } = buildReport(judgedBy({ Ann: 'WWLTWLWWLL', Ben: 'WLLTWWWTLW' }));
    expect(verdict.filter((sentence) => sentence.includes('alpha'))).toEqual([
      expect.stringMatching(
        /^On Style raters answered alike in 6 of 10 comparisons: Krippendorff's alpha is 0\.\d\d, 95% interval -?[01](\.\d\d)? to [01](\.\d\d)?, where 0 is chance and 0\.8 counts as reliable\.$/,
      ),
    ]);
    expect(methods.join(' ')).toContain("Krippendorff's alpha");
    expect(buildReport(exampleEvaluation(one, { Style: ['WL'] })).methods.join(' ')).not.toContain('alpha');
  });
});

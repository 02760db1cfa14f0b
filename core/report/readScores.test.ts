import { describe, expect, it } from 'vitest';
import { generationEvents, sampleState, voteEvent } from '../session/sampleJournal';
import { FIRST_RATER, findRater } from '../session/state';
import { scoresCsv } from './export';
import { scoreRows } from './input';
import { readScores } from './readScores';

const AT = '2024-01-15T14:30:22.000Z';

describe('the votes in scores.csv', () => {
  it('are those that were written, whatever their notes hold, but for the part of a second', () => {
    const state = sampleState([
      ...generationEvents(),
      voteEvent(0, 'Quality', 'A', { stars: 4, note: 'sharp, "clean"\nfur', flags: ['broken_image'] }),
      voteEvent(1, 'Quality', 'same', { elapsed_ms: null }),
      voteEvent(2, 'Style', 'B'),
    ]);
    const written = findRater(state, FIRST_RATER)?.votes ?? [];
    expect(written).toHaveLength(3);
    expect(readScores(scoresCsv(scoreRows(state)), AT)).toEqual(
      written.map((vote, index) => ({
        rater: FIRST_RATER,
        label: null,
        vote: { ...vote, vote_id: `scores-${index}` },
      })),
    );
  });

  it("of an older tool have the sides that follow from who won, and the session's time", () => {
    const text =
      'pair_index,metric,lora_path,choice,stars,lora_better\r\n' +
      '0,Quality,./sessions/x/output\\a.png,A,3.0,True\r\n' +
      '1,Quality,/elsewhere/b.png,B,,False\r\n' +
      '2,Quality,c.png,B,,True\r\n' +
      '3,Quality,d.png,maybe,,\r\n' +
      '4,,e.png,A,,\r\n';
    const found = readScores(text, AT);
    expect(found.map(({ vote }) => [vote.pair, vote.choice, vote.swap, vote.stars, vote.at])).toEqual([
      ['a.png', 'A', true, 3, AT],
      ['b.png', 'B', true, null, AT],
      ['c.png', 'B', false, null, AT],
    ]);
  });

  it.each(['', '\n', 'x', '"', 'metric,choice\n"', '\0\0,\n"a"b,c\n'])('are none in %j', (text) => {
    expect(readScores(text, AT)).toEqual([]);
  });
});

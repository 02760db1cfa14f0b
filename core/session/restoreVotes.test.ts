import { describe, expect, it } from 'vitest';
import { toDocument } from './document';
import { replay } from './journal';
import { parseJson, stringifyJson } from './json';
import { restore } from './restore';
import {
  generationEvents,
  placed,
  SAMPLE_CREATED_AT,
  SAMPLE_ID,
  sampleState,
  voteEvent,
} from './sampleJournal';
import { FIRST_RATER, findRater, type JsonObject } from './state';

const options = { sessionId: SAMPLE_ID, createdAt: SAMPLE_CREATED_AT, blindKey: 'key' };
const NEVER = 'The part named step_3_evaluation could not be read.';
const whole = () => {
  const votes = [voteEvent(0, 'Quality', 'A'), voteEvent(1, 'Quality', 'same', { vote_id: 'v2' })];
  const state = sampleState([...generationEvents(), ...votes]);
  return parseJson(stringifyJson(toDocument(state, 1_705_325_422))) as JsonObject;
};
const votesOf = (document: JsonObject) => {
  const { state, repairs } = restore(document, options);
  const { votes = [], shown = [] } = findRater(state, FIRST_RATER) ?? {};
  return { votes, shown, repairs };
};

describe('a saved file whose older fields are damaged', () => {
  const { votes, shown } = votesOf(whole());
  const from = `The list of scores could not be read. ${votes.length} votes were taken from the part named blindfold.`;

  it.each<[string, unknown, string[]]>([
    ['a number', 17, [NEVER, from]],
    ['without its scores', { evaluation_complete: false }, [from]],
    ['with scores that are no list', { scores: 'all' }, [from]],
  ])('has its votes when the evaluation is %s, and says so', (_what, step3, repairs) => {
    expect(votes.length).toBeGreaterThan(1);
    const damaged = { ...whole(), step_3_evaluation: step3 } as JsonObject;
    expect(votesOf(damaged)).toEqual({ votes, shown, repairs });
  });

  it('says that votes are gone where nothing else tells them', () => {
    const { blindfold: _own, ...foreign } = whole();
    expect(votesOf({ ...foreign, step_3_evaluation: 17 })).toMatchObject({ votes: [], repairs: [NEVER] });
  });

  it('has no votes where another tool took them back', () => {
    const emptied = { ...whole(), step_3_evaluation: { scores: [] } } as JsonObject;
    expect(votesOf(emptied)).toEqual({ votes: [], shown, repairs: [] });
  });

  it('has its order of showing when that is no list', () => {
    const document = whole();
    const step2 = { ...(document['step_2_generation'] as JsonObject), shuffled_results: 'x' };
    expect(votesOf({ ...document, step_2_generation: step2 })).toMatchObject({ votes, shown });
  });
});

describe('a saved file that another tool has sorted or doubled', () => {
  it('keeps the order of voting, so that a vote changed afterwards takes no other one’s place', () => {
    const document = whole();
    const step3 = document['step_3_evaluation'] as JsonObject;
    const scores = (step3['scores'] as JsonObject[]).toReversed();
    const { state } = restore({ ...document, step_3_evaluation: { ...step3, scores } }, options);
    const numbers = () => findRater(state, FIRST_RATER)?.votes.map(({ nth }) => nth);
    expect(numbers()).toEqual([1, 2]);
    const more = [
      voteEvent(2, 'Quality', 'A', { vote_id: 'v3' }),
      voteEvent(0, 'Quality', 'B', { vote_id: 'v4' }),
    ];
    replay(state, placed(more, state.journal_seq + 1));
    expect(findRater(state, FIRST_RATER)?.votes.map(({ vote_id }) => vote_id)).toEqual(['v4', 'v2', 'v3']);
  });

  it('counts a rater once, and one vote for a trial', () => {
    const document = whole();
    const own = document['blindfold'] as JsonObject;
    const [first] = own['raters'] as JsonObject[];
    const votes = first?.['votes'] as JsonObject[] | undefined;
    const ann = { ...first, name: 'Ann', votes: [...(votes ?? []), ...(votes ?? [])] };
    const { state } = restore(
      { ...document, blindfold: { ...own, raters: [first, ann, ann] as JsonObject[] } },
      options,
    );
    expect(state.raters.map(({ name, votes }) => [name, votes.map(({ nth }) => nth)])).toEqual([
      [FIRST_RATER, [1, 2]],
      ['Ann', [1, 2]],
    ]);
  });
});

import { describe, expect, it } from 'vitest';
import { planSchema, summarySchema } from '../contract/sessionView';
import { planSummary } from '../plan/planSummary';
import { toDocument } from './document';
import { type JsonValue, parseJson, stringifyJson } from './json';
import { isEvaluationComplete, isGenerationComplete, nextPositions, stepOf } from './progress';
import { pythonDocument, RESULTS } from './pythonSample';
import { restore } from './restore';
import {
  generationEvents,
  SAMPLE_CREATED_AT,
  SAMPLE_ID,
  sampleSetup,
  sampleState,
  voteEvent,
} from './sampleJournal';
import { effectiveSetup, FIRST_RATER, findRater, type JsonObject } from './state';
import { measuredOf, summaryOf } from './view';

const options = { sessionId: SAMPLE_ID, createdAt: SAMPLE_CREATED_AT, blindKey: 'key' };

function read(text: string) {
  return restore(parseJson(text, { nonFiniteAsNull: true }) as JsonObject, options);
}

function readObject(document: unknown) {
  return read(stringifyJson(document));
}

describe('a file of the Python tool, half voted', () => {
  const { state, repairs } = readObject(pythonDocument());
  const rater = findRater(state, FIRST_RATER);

  it('needs no repair', () => {
    expect(repairs).toEqual([]);
    expect(state.timestamp).toBe(1_705_325_422.5);
    expect(state.created_at).toBe(SAMPLE_CREATED_AT);
  });

  it('has its pairs under its own file names, wherever it ran, with its own seeds beyond the list', () => {
    expect(
      [...state.pairs.values()].map((pair) => [pair.lora, pair.baseline, pair.weight, pair.seed]),
    ).toEqual([
      ['a_fox_w0.5_s42_20240115_143005.png', 'a_fox_w0_s42_20240115_143005.png', 0.5, 42],
      ['a_fox_w1_s43_20240115_1430010.png', 'a_fox_w0_s43_20240115_1430010.png', 1, 43],
      ['a_bear_w0.5_s42_20240115_143005.png', 'a_bear_w0_s42_20240115_143005.png', 0.5, 42],
      [
        'a_bear_w1_s18446744073709551615_20240115_1430010.png',
        'a_bear_w0_s18446744073709551615_20240115_1430010.png',
        1,
        18_446_744_073_709_551_615n,
      ],
    ]);
    expect(effectiveSetup(state).seeds).toEqual([42, 43, 18_446_744_073_709_551_615n]);
    expect(state.setup.seeds).toEqual([42]);
    expect(state.images.size).toBe(8);
  });

  it('goes on exactly where it was, with its order and sides', () => {
    expect(rater?.shown.map((entry) => [entry.pair.slice(0, 6), entry.swap])).toEqual([
      ['a_bear', true],
      ['a_fox_', false],
      ['a_bear', true],
      ['a_fox_', false],
    ]);
    expect(rater === undefined ? null : nextPositions(state, rater, 1)).toEqual([
      { index: 1, metricIndex: 1 },
    ]);
    expect(rater?.votes.map((vote) => [vote.metric, vote.choice, vote.stars])).toEqual([
      ['Quality', 'A', 3],
      ['Style', 'same', null],
      ['Quality', 'B', null],
    ]);
    expect(isGenerationComplete(state)).toBe(true);
    expect(state.run.status).toBe('completed');
    expect(stepOf(state)).toBe(3);
  });

  it('is written so that the older tool reads the same from it', () => {
    const before = parseJson(stringifyJson(pythonDocument())) as JsonObject;
    const after = parseJson(stringifyJson(toDocument(state, 1_705_325_422.5), 2)) as JsonObject;
    const plain = (value: JsonValue | undefined) => stringifyJson(value).replaceAll('output\\\\', 'output/');
    const step = (document: JsonObject, key: string) => document[key] as JsonObject;
    for (const key of ['results', 'shuffled_results']) {
      expect(plain(step(after, 'step_2_generation')[key])).toBe(
        plain(step(before, 'step_2_generation')[key]),
      );
    }
    expect(plain(after['step_3_evaluation'])).toBe(plain(before['step_3_evaluation']));
    expect(plain(after['step_1_setup'])).toBe(plain(before['step_1_setup']));
  });
});

describe('a file of the Python tool that we have saved since', () => {
  it('is the same session at the next start', () => {
    const first = readObject(pythonDocument()).state;
    const second = readObject(toDocument(first, 1_705_325_422.5)).state;
    const { source: _first, ...before } = first;
    const { source: _second, ...after } = second;
    expect(after).toEqual({ ...before, started: { ...before.started, blind_key: 'key' } });
    const third = readObject(toDocument(second, 1_705_325_422.5));
    expect(third.repairs).toEqual([]);
    expect(stringifyJson(toDocument(third.state, 1))).toBe(stringifyJson(toDocument(second, 1)));
  });
});

describe('what stands in files in the wild', () => {
  it('the metrics that the evaluation began with count, not those of the draft', () => {
    const { state } = readObject(pythonDocument({ step1: { metrics: ['Something new'] } }));
    expect(effectiveSetup(state).metrics).toEqual(['Quality', 'Style']);
    expect(state.setup.metrics).toEqual(['Something new']);
  });

  it('NaN and infinities are read as null', () => {
    const text = stringifyJson(pythonDocument())
      .replace('"timestamp":1705325422.5', '"timestamp":NaN')
      .replace('"stars":3', '"stars":-Infinity');
    const { state } = read(text);
    expect(state.timestamp).toBeNull();
    expect(findRater(state, FIRST_RATER)?.votes[0]?.stars).toBeNull();
  });

  it('an evaluation that is over stays over', () => {
    const { state } = readObject(pythonDocument({ step3: { evaluation_complete: true } }));
    expect(isEvaluationComplete(state)).toBe(true);
    expect(stepOf(state)).toBe(4);
  });

  it('a run that did not finish can be judged but not resumed; with everything there it is complete', () => {
    const unfinished = { generation_complete: false, generating: true };
    const some = readObject(pythonDocument({ step2: { ...unfinished, results: RESULTS.slice(0, 3) } })).state;
    expect(some.run.status).toBe('failed');
    expect(findRater(some, FIRST_RATER)?.shown).toHaveLength(3);
    const all = readObject(pythonDocument({ step2: unfinished })).state;
    expect(all.run.status).toBe('completed');
  });

  it.each<[string, unknown, [number, number, number] | null, number[] | null]>([
    ['a range', [0.1, 1, 0.1], [0.1, 1, 0.1], null],
    ['a range whose step falls short in binary', [0.7, 0.8, 0.1], [0.7, 0.8, 0.1], null],
    ['three weights', [0, 0.5, 1], null, [0, 0.5, 1]],
    ['three falling weights', [1, 0.5, 0.25], null, [1, 0.5, 0.25]],
    ['two weights', [0.5, 1], null, [0.5, 1]],
    ['none', null, null, null],
    ['nonsense', 'all', null, null],
  ])('weight_range as %s', (_name, weight_range, range, weights) => {
    const { state } = readObject({ step_1_setup: { weight_range } });
    expect(state.setup.weight_range).toEqual(range);
    expect(state.setup.weights).toEqual(weights);
  });

  it('any key may be missing or of another kind', () => {
    const whole = parseJson(stringifyJson(pythonDocument())) as JsonObject;
    for (const [step, value] of Object.entries(whole)) {
      const keys =
        typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.keys(value) : [];
      for (const odd of [undefined, null, 7, 'text', [1, null, {}], { a: 1 }]) {
        expect(() => readObject({ ...whole, [step]: odd })).not.toThrow();
        for (const key of keys) {
          const changed = { ...whole, [step]: { ...(value as JsonObject), [key]: odd } };
          const { state } = readObject(changed);
          expect(() => stringifyJson(toDocument(state, 1))).not.toThrow();
        }
      }
    }
    expect(readObject({}).state.run.status).toBe('pending');
  });

  it.each<[string, (own: Record<string, unknown>, document: Record<string, unknown>) => void]>([
    ['a time of saving that is no time', (_own, document) => Object.assign(document, { timestamp: 1e300 })],
    [
      'a checkpoint at no place',
      (own) =>
        Object.assign(own['run'] as object, { checkpoint: { type: 'x', seq: -1.5, next_action: 'y' } }),
    ],
    [
      'images of impossible size and time',
      (own) => {
        for (const image of own['images'] as object[])
          Object.assign(image, { size_bytes: 1e300, seconds: -1e308 });
      },
    ],
  ])('%s is left at its default, so that the session can be told', (_what, spoil) => {
    const document = toDocument(sampleState(generationEvents()), 5) as Record<string, unknown>;
    spoil(document['blindfold'] as Record<string, unknown>, document);
    const { state } = readObject(document);
    const extras = { state: 'ok', unsaved_changes: 0, last_event_at: null, thumbnail: null } as const;
    expect(summarySchema.safeParse(summaryOf(state, extras)).success).toBe(true);
    expect(
      planSchema.safeParse(planSummary(effectiveSetup(state), { ...measuredOf(state), freeBytes: null }))
        .success,
    ).toBe(true);
    expect(state.run.checkpoint?.seq ?? 0).toBeGreaterThanOrEqual(0);
  });

  it('a score that makes no sense is left out, and named', () => {
    const document = pythonDocument();
    const [first] = document.step_3_evaluation.scores;
    Object.assign(first as object, { choice: 'Z' });
    const { state, repairs } = readObject(document);
    expect(findRater(state, FIRST_RATER)?.votes).toHaveLength(2);
    expect(repairs).toEqual(['1 of the 3 scores could not be read and was left out.']);
  });

  it('what cannot be read in our own lists is left out one by one, and named', () => {
    const document = toDocument(
      sampleState([...generationEvents(), voteEvent(0, 'Quality', 'A'), voteEvent(1, 'Quality', 'B')]),
      5,
    ) as Record<string, unknown>;
    const own = document['blindfold'] as Record<string, { length: number }>;
    const images = own['images'] as unknown as object[];
    images[0] = [];
    own['posted'] = 'x' as never;
    const raters = own['raters'] as unknown as { votes: unknown[] }[];
    raters.push(
      { name: null, votes: [] } as never,
      { name: 'zoe', order: [], shown: [], votes: [7] } as never,
    );
    const { state, repairs } = readObject(document);
    expect(state.images.size).toBe(images.length - 1);
    expect(state.raters.map((rater) => rater.name)).toEqual([FIRST_RATER, 'zoe']);
    expect(findRater(state, FIRST_RATER)?.votes).toHaveLength(2);
    expect(repairs).toEqual([
      `1 of the ${images.length} images could not be read and was left out.`,
      'The list of posted jobs could not be read and was left out.',
      `1 of the ${raters.length} raters could not be read and was left out.`,
      '1 of the 1 votes of zoe could not be read and was left out.',
    ]);
  });

  it('two votes for one trial are one, the last', () => {
    const document = pythonDocument();
    const { scores } = document.step_3_evaluation;
    const [first] = scores;
    if (first === undefined) throw new Error('There is no vote in the sample.');
    const choice = first.choice === 'same' ? 'A' : 'same';
    scores.push({ ...first, choice, lora_better: null });
    const votes = findRater(readObject(document).state, FIRST_RATER)?.votes ?? [];
    expect(votes).toHaveLength(scores.length - 1);
    expect(votes[0]?.choice).toBe(choice);
  });

  it('a result that makes no sense is left out, the others stay', () => {
    const results = [{ baseline: null }, 'x', RESULTS[0], { ...RESULTS[1], weight: 'heavy' }];
    const { state } = readObject(pythonDocument({ step2: { results } }));
    expect([...state.pairs.keys()]).toEqual(['a_fox_w0.5_s42_20240115_143005.png']);
    expect(findRater(state, FIRST_RATER)?.shown).toHaveLength(1);
  });

  it('the names baseline_0_0.png and lora_0_0.png are names like any other', () => {
    const result = {
      ...RESULTS[0],
      baseline: { ...RESULTS[0]?.baseline, image_path: 'C:\\out\\baseline_0_0.png' },
      lora: { ...RESULTS[0]?.lora, image_path: '/home/me/lora_0_0.png' },
    };
    const { state } = readObject(pythonDocument({ step2: { results: [result], shuffled_results: [] } }));
    expect([...state.pairs.values()]).toMatchObject([{ baseline: 'baseline_0_0.png', lora: 'lora_0_0.png' }]);
  });
});

describe('a file of our own', () => {
  const events = [...generationEvents(), voteEvent(0, 'Quality', 'A', { note: 'ours', elapsed_ms: 900 })];

  function changed(change: (document: JsonObject) => void) {
    const document = parseJson(stringifyJson(toDocument(sampleState(events), 5))) as JsonObject;
    change(document);
    return restore(document, options);
  }

  it('keeps its secrets, times and remarks', () => {
    const { state, repairs } = changed(() => undefined);
    expect(repairs).toEqual([]);
    expect(state.started).toMatchObject({ order_seed: 4711, blind_key: 'c0ffee' });
    expect(findRater(state, FIRST_RATER)?.votes).toMatchObject([
      { note: 'ours', elapsed_ms: 900, vote_id: 'vote-0-Quality' },
    ]);
    expect(state.setup).toEqual(sampleSetup());
  });
});

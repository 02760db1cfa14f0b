import { describe, expect, it } from 'vitest';
import { planPairs } from '../plan/jobs';
import { isLoraBetter, toDocument } from './document';
import type { NewEvent } from './events';
import { type JsonValue, parseJson, stringifyJson } from './json';
import { restore } from './restore';
import {
  generationEvents,
  imageEvents,
  SAMPLE_CREATED_AT,
  SAMPLE_ID,
  SAMPLE_SEED,
  sampleJobs,
  sampleOrder,
  sampleSetup,
  sampleState,
  startEvents,
  voteEvent,
} from './sampleJournal';
import { FIRST_RATER, findRater, type JsonObject, type SessionState } from './state';

const TIMESTAMP = 1_705_325_422.25;
const VOTES: NewEvent[] = [
  voteEvent(0, 'Quality', 'A', { stars: 4, note: 'sharper', flags: ['both_bad'] }),
  voteEvent(0, 'Style', 'same'),
  voteEvent(1, 'Quality', 'B', { stars: 1 }),
];

/** What a save writes and the next start reads. */
function written(state: SessionState): JsonObject {
  return parseJson(stringifyJson(toDocument(state, TIMESTAMP), 2)) as JsonObject;
}

function reread(document: JsonObject): SessionState {
  return restore(document, { sessionId: SAMPLE_ID, createdAt: SAMPLE_CREATED_AT, blindKey: 'other' }).state;
}

describe('the document of a session that was generated and half voted', () => {
  const state = sampleState([...generationEvents(), ...VOTES]);
  const document = written(state);
  const order = sampleOrder();
  const pairs = new Map(planPairs(sampleSetup(), 7).map((pair) => [pair.lora, pair]));
  const resultOf = (name: string | undefined) => {
    const pair = pairs.get(name ?? '');
    if (pair === undefined) throw new Error('Not a pair of the sample.');
    const { prompt, negative_prompt, seed, weight } = pair;
    const image = (file: string, lora_name: string, of: number) => ({
      image_path: `./sessions/20240115_143022/output/${file}`,
      lora_name,
      weight: of,
      prompt,
      seed,
      timestamp: '20240115_143100',
    });
    return {
      baseline: image(pair.baseline, '', 0),
      lora: image(pair.lora, 'snowfox_v3.safetensors', weight),
      weight,
      prompt,
      negative_prompt,
      seed,
    };
  };

  it('has the six keys in their order, then ours', () => {
    expect(Object.keys(document)).toEqual([
      'session_id',
      'timestamp',
      'step_1_setup',
      'step_2_generation',
      'step_3_evaluation',
      'step_4_report',
      'schema_version',
      'blindfold',
    ]);
    expect(document['session_id']).toBe('20240115_143022');
    expect(document['timestamp']).toBe(TIMESTAMP);
    expect(document['schema_version']).toBe(3);
  });

  it('has exactly the fields of step 1', () => {
    expect(stringifyJson(document['step_1_setup'])).toBe(
      stringifyJson({
        lora_filename: 'snowfox_v3.safetensors',
        weight_range: [0.4, 0.8, 0.4],
        seeds: [SAMPLE_SEED],
        metrics: ['Quality', 'Style'],
        prompt_pairs: [
          { positive: 'a fox in the snow', negative: 'blurry' },
          { positive: 'Füchse im Schnee', negative: '' },
        ],
      }),
    );
  });

  it('has exactly the fields of step 2, each pair whole, in the order of showing with its side', () => {
    expect(stringifyJson(document['step_2_generation'])).toBe(
      stringifyJson({
        generation_complete: true,
        generating: false,
        results: [...pairs.keys()].map(resultOf),
        shuffled_results: order.map(({ pair, swap }) => ({ result: resultOf(pair), swap })),
        lora_filename: 'snowfox_v3.safetensors',
        weight_range: [0.4, 0.8, 0.4],
        prompt_pairs_for_generation: sampleSetup().prompt_pairs,
        metrics_for_evaluation: ['Quality', 'Style'],
        seeds_for_generation: [SAMPLE_SEED],
      }),
    );
  });

  it('has exactly the fields of step 3 and 4', () => {
    const score = (
      index: number,
      metric: string,
      choice: string,
      stars: number | null,
      better: boolean | null,
    ) => {
      const { baseline, lora, weight, prompt, seed } = resultOf(order[index]?.pair);
      return {
        pair_index: index,
        metric,
        baseline_path: baseline.image_path,
        lora_path: lora.image_path,
        weight,
        prompt,
        seed,
        choice,
        stars,
        lora_better: better,
      };
    };
    expect(stringifyJson(document['step_3_evaluation'])).toBe(
      stringifyJson({
        evaluation_complete: false,
        current_eval_index: 1,
        current_metric_index: 1,
        scores: [
          score(0, 'Quality', 'A', 4, order[0]?.swap === true),
          score(0, 'Style', 'same', null, null),
          score(1, 'Quality', 'B', 1, order[1]?.swap === false),
        ],
      }),
    );
    expect(document['step_4_report']).toEqual({ report_generated: false });
  });

  it('says in our own part what the run, the votes and the plan are', () => {
    const own = document['blindfold'] as JsonObject;
    expect(own['journal_seq']).toBe(state.journal_seq);
    expect(own['run']).toMatchObject({
      status: 'completed',
      progress: 100,
      images_done: 6,
      images_total: 6,
      images_failed: 0,
      errors: [],
      started_at: '2024-01-15T14:30:23.000Z',
      can_resume: false,
    });
    expect(own['started']).toMatchObject({ order_seed: 4711, blind_key: 'c0ffee' });
    expect((own['raters'] as JsonObject[])[0]?.['votes']).toHaveLength(3);
    expect(own).toMatchObject({ notes: '', pinned: false, revealed_at: null, recovered_from_disk: false });
  });

  it('is read back as the same state', () => {
    const { source: _source, timestamp, ...rest } = reread(document);
    const { source: _none, timestamp: _never, ...before } = state;
    expect(rest).toEqual(before);
    expect(timestamp).toBe(TIMESTAMP);
  });
});

describe('other moments', () => {
  it('a revealed session keeps the count of votes taken back since', () => {
    const [first] = VOTES;
    if (first?.type !== 'vote_cast') throw new Error('The sample begins with a vote.');
    const state = sampleState([
      ...generationEvents(),
      ...VOTES,
      { type: 'revealed', by: 'hand', votes_done: 3, votes_total: 8 },
      { type: 'vote_undone', vote_id: first.vote_id, rater: FIRST_RATER },
    ]);
    const document = written(state);
    expect(document['blindfold']).toMatchObject({ votes_taken_back: 1 });
    expect(reread(document).revealed).toEqual(state.revealed);
    const older = { ...(document['blindfold'] as JsonObject), votes_taken_back: 'some' };
    expect(reread({ ...document, blindfold: older }).revealed?.votes_taken_back).toBe(0);
  });

  it('a session before its start has empty steps', () => {
    const document = written(
      sampleState([
        { type: 'setup_changed', changes: sampleSetup({ weights: [1, 0.2], weight_range: null }) },
      ]),
    );
    expect(document['step_1_setup']).toMatchObject({ weight_range: [0.2, 1, 0.8] });
    expect(document['step_2_generation']).toEqual({
      generation_complete: false,
      generating: false,
      results: [],
      shuffled_results: [],
      lora_filename: null,
      weight_range: null,
      prompt_pairs_for_generation: [],
      metrics_for_evaluation: [],
      seeds_for_generation: [],
    });
    expect(document['step_3_evaluation']).toMatchObject({
      current_eval_index: 0,
      current_metric_index: 0,
      scores: [],
    });
    expect(reread(document).setup).toEqual(sampleSetup({ weights: [1, 0.2], weight_range: null }));
  });

  it('a running session holds only the pairs that are whole', () => {
    const jobs = sampleJobs();
    const [first] = planPairs(sampleSetup(), 7);
    const half = jobs.filter((job) => job.file === first?.baseline || job.file === first?.lora);
    const state = sampleState([
      ...startEvents(),
      ...half.flatMap((job, index) => imageEvents(job, index + 1)),
    ]);
    const step = written(state)['step_2_generation'] as JsonObject;
    expect(step).toMatchObject({ generation_complete: false, generating: true });
    expect(step['results']).toHaveLength(1);
    expect(reread(written(state)).run.status).toBe('running');
  });

  it('an evaluation that is over stands behind its last pair', () => {
    const all = [0, 1, 2, 3].flatMap((index) =>
      ['Quality', 'Style'].map((metric) => voteEvent(index, metric, 'skip')),
    );
    const step = written(sampleState([...generationEvents(), ...all]))['step_3_evaluation'];
    expect(step).toMatchObject({ evaluation_complete: true, current_eval_index: 4, current_metric_index: 0 });
  });

  it('a vote says whether the LoRA won by the side that it was shown on', () => {
    expect(isLoraBetter({ choice: 'A', swap: true })).toBe(true);
    expect(isLoraBetter({ choice: 'A', swap: false })).toBe(false);
    expect(isLoraBetter({ choice: 'B', swap: true })).toBe(false);
    expect(isLoraBetter({ choice: 'B', swap: false })).toBe(true);
    expect(isLoraBetter({ choice: 'same', swap: true })).toBeNull();
    expect(isLoraBetter({ choice: 'skip', swap: false })).toBeNull();
  });
});

describe('fields that we do not know', () => {
  /** The same document with a field of another tool in every object, however deep, and integers beyond 2^53 in it. */
  function marked(value: JsonValue, path = '$'): JsonValue {
    if (Array.isArray(value)) return value.map((item, index) => marked(item, `${path}[${index}]`));
    if (typeof value !== 'object' || value === null) return value;
    const out: JsonObject = {};
    for (const [key, item] of Object.entries(value)) out[key] = marked(item, `${path}.${key}`);
    out['x_other_tool'] = {
      at: path,
      big: 12_345_678_901_234_567_890n,
      list: [1, { deep: -9_007_199_254_740_993n }],
    };
    return out;
  }

  /** Paths of the objects that carry the mark. */
  function marks(value: JsonValue, path = '$'): string[] {
    if (Array.isArray(value)) return value.flatMap((item, index) => marks(item, `${path}[${index}]`));
    if (typeof value !== 'object' || value === null) return [];
    const own = Object.entries(value).flatMap(([key, item]) =>
      key === 'x_other_tool' ? [] : marks(item, `${path}.${key}`),
    );
    return 'x_other_tool' in value ? [path, ...own] : own;
  }

  it('survive a load and a save at every level, digit for digit', () => {
    const state = sampleState([...generationEvents(), ...VOTES, { type: 'rater_added', rater: 'second' }]);
    const before = marked(written(state)) as JsonObject;
    const after = written(reread(before));
    expect(marks(after).sort()).toEqual(marks(before).sort());
    expect(stringifyJson(after)).toBe(stringifyJson(before));
  });

  it('stay with their own image, vote and prompt when others come or go', () => {
    const state = sampleState([...generationEvents(), ...VOTES]);
    const document = marked(written(state)) as JsonObject;
    const loaded = reread(document);
    loaded.setup = {
      ...loaded.setup,
      prompt_pairs: [{ positive: 'new', negative: '' }, ...loaded.setup.prompt_pairs],
    };
    const rater = findRater(loaded, FIRST_RATER);
    rater?.votes.shift();
    const after = written(loaded);
    const prompts = (after['step_1_setup'] as JsonObject)['prompt_pairs'] as JsonObject[];
    expect(prompts.map((prompt) => (prompt['x_other_tool'] as JsonObject | undefined)?.['at'])).toEqual([
      undefined,
      '$.step_1_setup.prompt_pairs[0]',
      '$.step_1_setup.prompt_pairs[1]',
    ]);
    const scores = (after['step_3_evaluation'] as JsonObject)['scores'] as JsonObject[];
    expect(scores.map((score) => (score['x_other_tool'] as JsonObject)['at'])).toEqual([
      '$.step_3_evaluation.scores[1]',
      '$.step_3_evaluation.scores[2]',
    ]);
  });

  it('named __proto__ are plain data too', () => {
    const text = stringifyJson(written(sampleState(generationEvents()))).replace(
      /^\{/,
      '{"__proto__":{"evil":1},',
    );
    const after = stringifyJson(toDocument(reread(parseJson(text) as JsonObject), 1));
    expect(after).toContain('"__proto__":{"evil":1}');
    expect(({} as { evil?: number }).evil).toBeUndefined();
  });
});

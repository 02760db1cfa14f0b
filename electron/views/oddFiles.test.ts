import { describe, expect, it } from 'vitest';
import { sessionDetailSchema, summarySchema } from '../../core/contract/sessionView';
import { toDocument } from '../../core/session/document';
import { type JsonValue, parseJson, stringifyJson } from '../../core/session/json';
import { restore } from '../../core/session/restore';
import {
  generationEvents,
  SAMPLE_CREATED_AT,
  SAMPLE_ID,
  sampleState,
  voteEvent,
} from '../../core/session/sampleJournal';
import type { JsonObject, SessionState } from '../../core/session/state';
import { generationView } from '../generation/progress';
import type { OpenSession } from '../sessions/openSession';
import { sessionFolder } from '../sessions/sessionFolder';
import { createSessionViews } from './sessionViews';

const views = createSessionViews({
  images: { emblem: (_folder, file) => `/image/${file}` },
  generationOf: ({ state }) => generationView(state, null),
});

function sessionOf(state: SessionState): OpenSession {
  const refuse = () => Promise.reject(new Error('Nothing is written here.'));
  return {
    id: SAMPLE_ID,
    folder: sessionFolder('/nowhere', SAMPLE_ID),
    state,
    readOnly: false,
    damaged: null,
    repairs: [],
    unsavedChanges: 0,
    savedAt: null,
    lastEventAt: null,
    recovery: null,
    events: [],
    stamp: null,
    append: refuse,
    save: refuse,
    discard: refuse,
    recover: refuse,
    readLog: refuse,
    hold: () => () => undefined,
    close: refuse,
  };
}

function read(document: JsonValue): SessionState {
  const parsed = parseJson(stringifyJson(document), { nonFiniteAsNull: true }) as JsonObject;
  return restore(parsed, { sessionId: SAMPLE_ID, createdAt: SAMPLE_CREATED_AT, blindKey: 'key' }).state;
}

/** Every place of a document, as the keys that lead there; of a list its first two items, since the others are alike. */
function placesOf(value: JsonValue, path: readonly (string | number)[] = []): (string | number)[][] {
  if (typeof value !== 'object' || value === null) return [[...path]];
  const items = Object.entries(value).slice(0, Array.isArray(value) ? 2 : undefined);
  const inner = items.flatMap(([key, item]) =>
    placesOf(item, [...path, Array.isArray(value) ? Number(key) : key]),
  );
  return [[...path], ...inner];
}

/** The document with something else at one place. */
function changed(value: JsonValue, path: readonly (string | number)[], odd: JsonValue): JsonValue {
  const [key, ...rest] = path;
  if (key === undefined) return odd;
  if (Array.isArray(value))
    return value.map((item, index) => (index === key ? changed(item, rest, odd) : item));
  const object = value as JsonObject;
  return { ...object, [key]: changed(object[key] ?? null, rest, odd) };
}

const ODD: JsonValue[] = [
  null,
  -1,
  1e300,
  1_705_329_022_000,
  2n ** 70n,
  'x',
  '+275760-09-13T00:00:00.000Z',
  [],
  {},
  [[null]],
  ['a', 'b', 'c', 'd', 'e', 'f'],
];

const FOREIGN: JsonObject = {
  session_id: SAMPLE_ID,
  timestamp: 1_705_325_422.5,
  step_1_setup: {
    lora_filename: 'fox.safetensors',
    weight_range: [0.5, 1, 0.5],
    seeds: [42],
    metrics: ['Quality'],
  },
  step_2_generation: {
    generation_complete: true,
    results: [
      {
        baseline: { image_path: './sessions/x/output\\a.png' },
        lora: {
          image_path: './sessions/x/output\\b.png',
          lora_name: 'fox.safetensors',
          timestamp: '20240115_143005',
        },
        weight: 0.5,
        prompt: 'a fox',
        negative_prompt: '',
        seed: 43,
      },
    ],
    metrics_for_evaluation: ['Quality'],
  },
  step_3_evaluation: { scores: [{ pair_index: 0, metric: 'Quality', choice: 'A', stars: 2 }] },
};

describe('a session file that holds something odd at any place', () => {
  const own = toDocument(sampleState([...generationEvents(), voteEvent(0, 'Quality', 'A')]), 5) as JsonObject;
  it.each([
    ['our own', own],
    ["another tool's", FOREIGN],
  ])(
    'can still be shown: %s',
    (_whose, document) => {
      // What is no object at all is a broken file, and never gets this far.
      for (const place of placesOf(document).slice(1)) {
        for (const odd of ODD) {
          const session = sessionOf(read(changed(document, place, odd)));
          const where = `${place.join('.')} = ${stringifyJson(odd)}`;
          expect(summarySchema.safeParse(views.summary(session)).error, where).toBeUndefined();
          expect(sessionDetailSchema.safeParse(views.detail(session)).error, where).toBeUndefined();
        }
      }
    },
    60_000,
  );

  it('and asks for more images than memory holds: the plan is left out, and that is said', () => {
    const started = own['blindfold'] as JsonObject;
    const many = {
      ...own,
      step_2_generation: {
        ...(own['step_2_generation'] as JsonObject),
        weight_range: [0.1, 10, 0.1],
        seeds_for_generation: Array.from({ length: 1000 }, (_, index) => index),
        prompt_pairs_for_generation: Array.from({ length: 300 }, (_, index) => ({
          positive: `p${index}`,
          negative: '',
        })),
        results: [],
      },
      blindfold: { ...started, started: { ...(started['started'] as JsonObject), setup: { loras: ['a'] } } },
    };
    const { state, repairs } = restore(many, {
      sessionId: SAMPLE_ID,
      createdAt: SAMPLE_CREATED_AT,
      blindKey: 'key',
    });
    expect(state.started).toBeNull();
    expect(repairs.join()).toContain('more than any evaluation holds');
  });
});

import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { testPng } from '../sessions/testPictures';
import { float, INFINITY, NAN, pythonJson } from './pythonJson';

/**
 * Sessions as the older Python tool writes them: `json.dump(..., indent=2)`, tuples as lists, floats with their point, bare NaN,
 * paths relative to wherever it ran. Each one shows facts of `docs/session-format.md`.
 */
export interface ForeignSample {
  readonly fact: string;
  readonly id: string;
  /** The text of `session_meta.json`. */
  readonly text: string;
  /** Names in `output/`, in order; each gets a picture of its own. */
  readonly pictures: readonly string[];
}

/** Beyond 2^53; the largest one that ComfyUI takes. */
export const LARGE_SEED = 18_446_744_073_709_551_615n;

interface Spot {
  readonly prompt: string;
  readonly weight: number;
  readonly seed: number | bigint;
  readonly time: string;
}

/** What the tool names an image. */
function imageName({ prompt, weight, seed, time }: Spot): string {
  const safe = [...prompt]
    .slice(0, 30)
    .join('')
    .replace(/[^A-Za-z0-9]/g, '_');
  return `${safe}_w${float(weight).text}_s${seed}_${time}.png`;
}

function image(spot: Spot, path: (name: string) => string, lora_name: string) {
  const { prompt, weight, seed, time } = spot;
  return {
    image_path: path(imageName(spot)),
    lora_name,
    weight: float(weight),
    prompt,
    seed,
    timestamp: time,
  };
}

/** One result, with a baseline of its own, as that tool made one for every pair. */
function result(spot: Spot, path: (name: string) => string, index: number) {
  const { prompt, weight, seed } = spot;
  const baseline = { ...spot, weight: 0, time: `20240115_14302${index}` };
  return {
    baseline: image(baseline, path, ''),
    lora: image(spot, path, 'fox.safetensors'),
    weight: float(weight),
    prompt,
    negative_prompt: 'blurry',
    seed,
  };
}

const SPOTS: readonly Spot[] = [
  { prompt: 'ein Füchschen im Schnee, Abendlicht', weight: 0.5, seed: 42, time: '20240115_143031' },
  { prompt: 'ein Füchschen im Schnee, Abendlicht', weight: 1, seed: 43, time: '20240115_143032' },
  { prompt: 'a bear', weight: 0.5, seed: 44, time: '20240115_143033' },
  { prompt: 'a bear', weight: 1, seed: LARGE_SEED, time: '20240115_143034' },
];

type Path = (name: string) => string;
const MIXED: Path = (name) => `./sessions/20240115_143022/output\\${name}`;
const WINDOWS: Path = (name) => `C:\\Users\\me\\tool\\sessions\\20240115_143022\\output\\${name}`;
const OUTSIDE: Path = (name) => `../../../../etc/${name}`;

/** The order of showing: places in the results, and sides. */
const ORDER = [
  { index: 2, swap: true },
  { index: 0, swap: false },
  { index: 3, swap: true },
  { index: 1, swap: false },
];

export const METRICS = ['Quality', 'Style'];

function results(path: Path) {
  return SPOTS.map((spot, index) => result(spot, path, index));
}

function shuffled(path: Path) {
  const all = results(path);
  return ORDER.map(({ index, swap }) => ({ result: all[index], swap }));
}

function score(path: Path, pair_index: number, metric: string, choice: string, more: object = {}) {
  const { result: shown, swap } = shuffled(path)[pair_index] as ReturnType<typeof shuffled>[number];
  return {
    pair_index,
    metric,
    baseline_path: shown?.baseline.image_path,
    lora_path: shown?.lora.image_path,
    weight: shown?.weight,
    prompt: shown?.prompt,
    seed: shown?.seed,
    choice,
    stars: choice === 'A' || choice === 'B' ? 3 : null,
    lora_better: choice === 'A' ? swap : choice === 'B' ? !swap : null,
    ...more,
  };
}

interface Steps {
  readonly top?: object;
  readonly step1?: object;
  readonly step2?: object;
  readonly step3?: object;
  readonly step4?: object;
}

/** Four pairs, the first voted on both metrics, the second on the first: three votes of eight. */
function document(path: Path, { top, step1, step2, step3, step4 }: Steps = {}) {
  return {
    session_id: '20240115_143022',
    timestamp: float(1_705_325_422.5),
    step_1_setup: {
      lora_filename: 'fox.safetensors',
      weight_range: [float(0.5), float(1), float(0.5)],
      seeds: [42],
      metrics: METRICS,
      prompt_pairs: [
        { positive: 'ein Füchschen im Schnee, Abendlicht', negative: 'blurry' },
        { positive: 'a bear', negative: 'blurry' },
      ],
      ...step1,
    },
    step_2_generation: {
      generation_complete: true,
      generating: false,
      results: results(path),
      shuffled_results: shuffled(path),
      lora_filename: 'fox.safetensors',
      weight_range: [float(0.5), float(1), float(0.5)],
      prompt_pairs_for_generation: [
        { positive: 'ein Füchschen im Schnee, Abendlicht', negative: 'blurry' },
        { positive: 'a bear', negative: 'blurry' },
      ],
      metrics_for_evaluation: METRICS,
      seeds_for_generation: [42],
      ...step2,
    },
    step_3_evaluation: {
      evaluation_complete: false,
      current_eval_index: 1,
      current_metric_index: 1,
      scores: [
        score(path, 0, 'Quality', 'A'),
        score(path, 0, 'Style', 'same'),
        score(path, 1, 'Quality', 'B'),
      ],
      ...step3,
    },
    step_4_report: { report_generated: false, ...step4 },
    ...top,
  };
}

const PICTURES = SPOTS.flatMap((spot, index) => [
  imageName({ ...spot, weight: 0, time: `20240115_14302${index}` }),
  imageName(spot),
]);

function sample(fact: string, value: object, pictures: readonly string[] = PICTURES): ForeignSample {
  return { fact, id: '20240115_143022', text: pythonJson(value), pictures };
}

/** A field that nobody knows, with what must come back digit for digit. */
const UNKNOWN = { x_note: 'keep me', x_big: -9_007_199_254_740_993n, x_deep: [{ y: [LARGE_SEED] }] };

function withUnknown() {
  const value = document(MIXED, {
    top: { x_top: UNKNOWN },
    step1: {
      x_setup: UNKNOWN,
      prompt_pairs: [
        { positive: 'ein Füchschen im Schnee, Abendlicht', negative: 'blurry', x_prompt: UNKNOWN },
        { positive: 'a bear', negative: 'blurry' },
      ],
    },
    step2: { x_generation: UNKNOWN },
    step3: { x_evaluation: UNKNOWN },
    step4: { x_report: UNKNOWN },
  });
  const [first] = value.step_2_generation.results;
  Object.assign(first as object, { x_result: UNKNOWN });
  Object.assign(first?.baseline as object, { x_image: UNKNOWN });
  const [shown] = value.step_2_generation.shuffled_results;
  Object.assign(shown as object, { x_shown: UNKNOWN });
  Object.assign(value.step_3_evaluation.scores[0] as object, { x_score: UNKNOWN });
  return value;
}

/** Names as other documents show them, without a weight. */
function plainNames() {
  const value = document((name) => `./output/${name}`);
  const only = value.step_2_generation.results[0];
  Object.assign(only?.baseline as object, { image_path: './output/baseline_0_0.png' });
  Object.assign(only?.lora as object, { image_path: './output/lora_0_0.png' });
  return document(MIXED, {
    step1: { weight_range: null },
    step2: { results: [only], shuffled_results: [{ result: only, swap: true }], weight_range: null },
    step3: { scores: [], current_eval_index: 0, current_metric_index: 0 },
  });
}

const NOT_VOTED = { scores: [], current_eval_index: 0, current_metric_index: 0 };

/** Every fact about files found in the wild, each in a session of its own. */
export const FOREIGN = {
  halfVoted: sample('half voted, paths of both kinds', document(MIXED)),
  windows: sample('made on Windows and moved', document(WINDOWS)),
  outside: sample('paths that lead out of the folder', document(OUTSIDE)),
  unknown: sample('fields that nobody knows, at every level', withUnknown()),
  notFinite: sample(
    'NaN and Infinity',
    document(MIXED, {
      top: { timestamp: NAN, x_loss: [NAN, INFINITY] },
      step3: {
        current_eval_index: 1,
        current_metric_index: 0,
        scores: [score(MIXED, 0, 'Quality', 'A', { stars: NAN }), score(MIXED, 0, 'Style', 'same')],
      },
    }),
  ),
  listOfWeights: sample(
    'weight_range as a list of weights',
    document(MIXED, {
      step1: { weight_range: [float(0), float(0.5), float(1)] },
      step2: { weight_range: [float(0), float(0.5), float(1)] },
    }),
  ),
  noWeights: sample(
    'weight_range null',
    document(MIXED, { step1: { weight_range: null }, step2: { weight_range: null } }),
  ),
  noOrder: sample(
    'complete, and no order was drawn',
    document(MIXED, { step2: { shuffled_results: [] }, step3: NOT_VOTED }),
  ),
  complete: sample(
    'voted to the end',
    document(MIXED, {
      step3: {
        evaluation_complete: true,
        current_eval_index: 4,
        current_metric_index: 0,
        scores: [0, 1, 2, 3].flatMap((index) => METRICS.map((metric) => score(MIXED, index, metric, 'B'))),
      },
      step4: { report_generated: true },
    }),
  ),
  generating: sample(
    'left behind while generating',
    document(MIXED, {
      step2: {
        generation_complete: false,
        generating: true,
        results: results(MIXED).slice(0, 3),
        shuffled_results: [],
      },
      step3: NOT_VOTED,
    }),
  ),
  generatingAll: sample(
    'left behind while generating, with everything there',
    document(MIXED, {
      step2: { generation_complete: false, generating: true, shuffled_results: [] },
      step3: NOT_VOTED,
    }),
  ),
  plainNames: sample('baseline_0_0.png and lora_0_0.png', plainNames(), ['baseline_0_0.png', 'lora_0_0.png']),
  draft: sample(
    'of the first generation: only a set-up, no id, keys missing everywhere',
    {
      step_1_setup: { lora_filename: 'fox.safetensors', seeds: [LARGE_SEED] },
      step_2_generation: {},
      x_top: UNKNOWN,
    },
    [],
  ),
  missingKeys: sample('steps and keys that are not there', {
    step_2_generation: {
      generation_complete: true,
      results: results(MIXED).map(({ negative_prompt: _negative, ...rest }) => ({
        ...rest,
        baseline: { image_path: rest.baseline.image_path },
        lora: { image_path: rest.lora.image_path },
      })),
    },
  }),
} as const satisfies Record<string, ForeignSample>;

/** Puts a sample into a sessions folder. Out: its id. */
export async function putForeign(root: string, { id, text, pictures }: ForeignSample): Promise<string> {
  const output = join(root, id, 'output');
  await mkdir(output, { recursive: true });
  await writeFile(join(root, id, 'session_meta.json'), text);
  for (const [index, name] of pictures.entries()) await writeFile(join(output, name), testPng(index));
  return id;
}

/** One result as the Python tool writes it: paths relative to wherever it ran, slashes of both kinds, its own seed. */
function pythonResult(prompt: string, weight: number, seed: bigint | number) {
  const safe = prompt.replaceAll(' ', '_').slice(0, 30);
  const image = (lora_name: string, of: number) => ({
    image_path: `./sessions/20240115_143022/output\\${safe}_w${of}_s${seed}_20240115_14300${weight * 10}.png`,
    lora_name,
    weight: of,
    prompt,
    seed,
    timestamp: '20240115_143001',
  });
  return {
    baseline: image('', 0),
    lora: image('fox.safetensors', weight),
    weight,
    prompt,
    negative_prompt: 'blurry',
    seed,
  };
}

/** Two prompts at two weights, the last seed the largest there is. */
export const RESULTS = [
  pythonResult('a fox', 0.5, 42),
  pythonResult('a fox', 1, 43),
  pythonResult('a bear', 0.5, 42),
  pythonResult('a bear', 1, 18_446_744_073_709_551_615n),
];

/** A session half voted as the Python tool writes it; `changes` go over the fields of its steps. */
export function pythonDocument(changes: { step2?: object; step3?: object; step1?: object } = {}) {
  const shuffled = [2, 0, 3, 1].map((index, place) => ({ result: RESULTS[index], swap: place % 2 === 0 }));
  const score = (index: number, metric: string, choice: string, lora_better: boolean | null) => ({
    pair_index: index,
    metric,
    baseline_path: shuffled[index]?.result?.baseline.image_path,
    lora_path: shuffled[index]?.result?.lora.image_path,
    weight: shuffled[index]?.result?.weight,
    prompt: shuffled[index]?.result?.prompt,
    seed: shuffled[index]?.result?.seed,
    choice,
    stars: choice === 'A' ? 3 : null,
    lora_better,
  });
  return {
    session_id: '20240115_143022',
    timestamp: 1_705_325_422.5,
    step_1_setup: {
      lora_filename: 'fox.safetensors',
      weight_range: [0.5, 1, 0.5],
      seeds: [42],
      metrics: ['Quality', 'Style'],
      prompt_pairs: [
        { positive: 'a fox', negative: 'blurry' },
        { positive: 'a bear', negative: 'blurry' },
      ],
      ...changes.step1,
    },
    step_2_generation: {
      generation_complete: true,
      generating: false,
      results: RESULTS,
      shuffled_results: shuffled,
      lora_filename: 'fox.safetensors',
      weight_range: [0.5, 1, 0.5],
      prompt_pairs_for_generation: [],
      metrics_for_evaluation: ['Quality', 'Style'],
      seeds_for_generation: [42],
      ...changes.step2,
    },
    step_3_evaluation: {
      evaluation_complete: false,
      current_eval_index: 1,
      current_metric_index: 1,
      scores: [
        score(0, 'Quality', 'A', true),
        score(0, 'Style', 'same', null),
        score(1, 'Quality', 'B', true),
      ],
      ...changes.step3,
    },
    step_4_report: { report_generated: false },
  };
}

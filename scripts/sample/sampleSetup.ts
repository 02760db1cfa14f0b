/** What the sample session is made from, and what the pictures of the pages show; the size is each one's own. */
export const SAMPLE_SETUP = {
  loras: ['demo/inkwash_v1-000008.safetensors'],
  weights: [0.4, 0.8, 1.2],
  seeds: [1, 2],
  metrics: ['Style', 'Anatomy'],
  prompt_pairs: [
    'a fox in snow',
    'a red barn at dusk',
    'portrait of a woman with a hat',
    'a lighthouse by the sea',
    'a cat on a windowsill',
    'an old tree on a hill',
  ].map((positive) => ({ positive, negative: 'blurry' })),
};

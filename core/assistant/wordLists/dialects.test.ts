import { describe, expect, it } from 'vitest';
import { composePrompts } from './composePrompts';
import { dialectOf } from './dialects';

describe('how a model is asked', () => {
  it.each([
    ['SD 1.5', [], '', 'phrases', ''],
    ['SDXL', [], '', 'phrases', ''],
    ['SDXL', ['mira_pony_v2.safetensors'], '', 'tags', 'score_9, score_8_up, score_7_up'],
    ['SDXL', ['shetland_pony.safetensors'], 'a pony', 'phrases', ''],
    ['ponyDiffusionV6', [], '', 'tags', 'score_9, score_8_up, score_7_up'],
    ['Illustrious-XL', [], '', 'tags', ''],
    [null, ['k4te-noobai.safetensors'], '', 'tags', ''],
    ['Flux.1', ['pony.safetensors'], '', 'sentences', ''],
    ['SD 3', [], '', 'sentences', ''],
    ['qwen-image', [], '', 'sentences', ''],
    ['Z-Image', [], '', 'sentences', ''],
    ['dreamshaper_8', [], '', 'phrases', ''],
    [null, [], '', 'phrases', ''],
  ])('%s with %j and “%s” is in %s', (base_model, loras, words, form, before) => {
    expect(dialectOf({ base_model, loras }, words)).toMatchObject({ form, before });
  });

  const first = (description: string, base_model: string | null) =>
    composePrompts({
      description,
      known: { loras: [], trigger_words: [], base_model },
      count: 1,
      coverage: true,
      without_trigger: 0,
      seed: 4,
      present: [],
    }).pairs[0]?.negative;

  it('has a negative prompt where that has an effect, and none that fights the LoRA', () => {
    expect(first('Mira, an elf', 'SDXL')).toBe(
      'blurry, low quality, jpeg artifacts, watermark, text, distorted, bad anatomy, extra fingers',
    );
    expect(first('a red car', 'SD 1.5')).not.toContain('anatomy');
    expect(first('a bokeh style', 'SD 1.5')).not.toContain('blurry');
    expect(first('a comic style with lettering', 'SD 1.5')).not.toMatch(/\btext\b/);
    for (const model of ['Flux.1', 'SD 3', 'qwen', null]) expect(first('Mira, an elf', model)).toBe('');
  });
});

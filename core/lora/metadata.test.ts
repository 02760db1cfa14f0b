import { describe, expect, it } from 'vitest';
import { stringifyJson } from '../session/json';
import { loraInfo } from './metadata';

describe('what a LoRA says about itself', () => {
  it("is read as kohya's scripts write it", () => {
    expect(
      loraInfo('fox.safetensors', {
        ss_base_model_version: 'sdxl_base_v1-0',
        ss_sd_model_name: 'ponyDiffusionV6XL.safetensors',
        ss_resolution: '(1024, 1024)',
        ss_network_dim: '32',
        ss_network_alpha: '16.0',
        ss_epoch: '8',
        ss_num_epochs: '12',
        ss_steps: '1600',
        ss_learning_rate: '0.0001',
        ss_training_comment: 'None',
        ss_dataset_dirs: '{"10_fox": {"n_repeats": 10, "img_count": 20}, "1_reg": {"img_count": 5}}',
        ss_tag_frequency:
          '{"10_fox": {"snow": 4, "snwfx": 20, "fox": 19, "red": 12}, "1_reg": {"owl": 1, "tree": 1}}',
        'modelspec.title': 'fox',
      }),
    ).toEqual({
      name: 'fox.safetensors',
      base_model: 'SDXL',
      resolution: '1024 × 1024',
      trigger_words: ['snwfx', 'fox'],
      training: [
        { name: 'Rank', value: '32' },
        { name: 'Alpha', value: '16.0' },
        { name: 'Epoch', value: '8 of 12' },
        { name: 'Steps', value: '1600' },
        { name: 'Images', value: '25' },
        { name: 'Learning rate', value: '0.0001' },
        { name: 'Trained on', value: 'ponyDiffusionV6XL.safetensors' },
      ],
    });
  });

  it('is read as OneTrainer and ai-toolkit write it', () => {
    expect(
      loraInfo('x', {
        ot_config: stringifyJson({
          base_model_name: 'stabilityai/stable-diffusion-xl-base-1.0',
          resolution: '1024',
          lora_rank: 16,
          lora_alpha: 1.5,
          epochs: 100,
        }),
        'modelspec.usage_hint': 'Start at 0.8',
      }),
    ).toMatchObject({
      base_model: 'SDXL',
      resolution: '1024 × 1024',
      training: [
        { name: 'Rank', value: '16' },
        { name: 'Alpha', value: '1.5' },
        { name: 'Usage', value: 'Start at 0.8' },
      ],
    });
    expect(
      loraInfo('x', {
        ss_base_model_version: 'flux1',
        training_info: '{"step": 2000, "epoch": 10}',
        ss_tag_frequency: '{"1_p3rs0n": {"p3rs0n": 1}}',
      }),
    ).toMatchObject({
      base_model: 'Flux.1',
      trigger_words: ['p3rs0n'],
      training: [
        { name: 'Epoch', value: '10' },
        { name: 'Steps', value: '2000' },
      ],
    });
  });

  it('takes what the maker calls the trigger first, each word once', () => {
    const metadata = {
      'modelspec.trigger_phrase': 'inkwash,  ink\tstyle , Inkwash,',
      ss_tag_frequency: '{"a": {"other": 50}}',
    };
    expect(loraInfo('x', metadata)?.trigger_words).toEqual(['inkwash', 'ink style']);
    expect(loraInfo('x', { ...metadata, 'modelspec.trigger_phrase': ' , ,' })?.trigger_words).toEqual([
      'other',
    ]);
  });

  it('takes no tag for a trigger where captions are sentences, or few', () => {
    const tags = (frequency: object) =>
      loraInfo('x', { ss_base_model_version: 'sd_v1', ss_tag_frequency: stringifyJson(frequency) })
        ?.trigger_words;
    expect(tags({ a: { 'a man walks': 1, 'a dog runs': 1, 'snow lies': 2 } })).toEqual([]);
    expect(tags({ a: { man: 10, dog: 9, tree: 8 } })).toEqual(['man', 'dog']);
    expect(tags({ a: Object.fromEntries(Array.from({ length: 30 }, (_, i) => [`t${i}`, 9])) })).toHaveLength(
      8,
    );
  });

  it.each([
    ['(512, 768)', '512 × 768'],
    ['512,768', '512 × 768'],
    ['1024x1024', '1024 × 1024'],
    ['(512,)', '512 × 512'],
    ['768', '768 × 768'],
    ['big', null],
    ['1', null],
  ])('knows the size %s', (text, size) => {
    expect(loraInfo('x', { ss_resolution: text, ss_steps: '1' })?.resolution).toBe(size);
  });

  it('says nothing where nothing helps', () => {
    for (const nothing of [null, [], 'text', 7, {}, { format: 'pt' }, { ss_steps: 'None', ss_epoch: '' }])
      expect(loraInfo('x', nothing)).toBeNull();
  });

  it('believes nothing: no other kinds, no control characters, nothing long, no broken JSON', () => {
    const info = loraInfo('x', {
      ss_base_model_version: `my\u0000 model\u202E\n${'x'.repeat(100_000)}`,
      ss_resolution: { width: 512 },
      ss_network_dim: ['8'],
      ss_tag_frequency: '{"a": [1, {"b": "c"}], "d": {"e": -1, "f": "many"}}',
      ss_dataset_dirs: '{"a":',
      training_info: '[]',
      ot_config: 'nonsense',
      'modelspec.trigger_phrase': ' , ,',
      ss_training_comment: '<b>hi</b>',
    });
    expect(info?.base_model).toMatch(/^my model x+…$/);
    expect(info?.base_model).toHaveLength(201);
    expect(info).toMatchObject({
      resolution: null,
      trigger_words: [],
      training: [{ name: 'Comment', value: '<b>hi</b>' }],
    });
  });
});

import { describe, expect, it } from 'vitest';
import { unfinishedTrainings } from './epochs';

describe('the files of one training', () => {
  it('differ in their number alone; the bare one is the last', () => {
    const list = [
      'a/fox.safetensors',
      'a/fox-000012.safetensors',
      'a/fox-000004.safetensors',
      'a/fox_v2-000004.safetensors',
      'b/fox-000004.safetensors',
      'a/fox-000004.ckpt',
      'a/foxes.safetensors',
    ];
    expect(unfinishedTrainings(['a/fox-000004.safetensors'], list)).toEqual([
      { name: 'fox', files: ['a/fox-000004.safetensors', 'a/fox-000012.safetensors', 'a/fox.safetensors'] },
    ]);
    expect(unfinishedTrainings(['a/fox.safetensors'], list)).toHaveLength(1);
    expect(unfinishedTrainings(['a/foxes.safetensors', 'a/fox-000004.ckpt', ''], list)).toEqual([]);
  });

  it.each([
    [['x-e02.safetensors', 'x-e10.safetensors']],
    [['x_epoch_2.safetensors', 'x_epoch_10.safetensors']],
    [['x-step00000500.safetensors', 'x-step00001000.safetensors', 'x.safetensors']],
    [['x_000000500.safetensors', 'x_000001000.safetensors']],
    [['sub\\x-000004.safetensors', 'sub\\x-000010.safetensors']],
  ])('are known by the ways that programs number them: %j', (files) => {
    expect(unfinishedTrainings(files.slice(0, 1), files.toReversed())[0]?.files).toEqual(files);
  });

  it('are not versions and years', () => {
    for (const files of [
      ['x_v1.safetensors', 'x_v2.safetensors'],
      ['x-1.safetensors', 'x-2.safetensors'],
      ['x-2023.safetensors', 'x-2024.safetensors'],
    ])
      expect(unfinishedTrainings(files.slice(0, 1), files)).toEqual([]);
  });

  it('are offered once, and not when all are chosen', () => {
    const files = ['x-000002.safetensors', 'x-000004.safetensors', 'x-000006.safetensors'];
    expect(unfinishedTrainings(files, files)).toEqual([]);
    expect(unfinishedTrainings(files.slice(1), files)).toHaveLength(1);
    expect(unfinishedTrainings(['typed-000002.safetensors'], files)).toEqual([]);
  });

  it('are found among five thousand at once', () => {
    const list = Array.from(
      { length: 5000 },
      (_, index) => `t${index % 500}-${String(index).padStart(6, '0')}.safetensors`,
    );
    expect(unfinishedTrainings(['t7-000007.safetensors'], list)[0]?.files).toHaveLength(10);
  });
});

import { describe, expect, it } from 'vitest';
import { countText, fileWords, listText, loraName, netText, percentText, pText } from './figureText';

describe('figures as text', () => {
  it('shows small p-values as bounds, never as 0', () => {
    expect([0, 1e-300, 0.00009, 0.0001, 0.04321, 0.99995, 1].map(pText)).toEqual([
      '< 0.0001',
      '< 0.0001',
      '< 0.0001',
      '0.0001',
      '0.0432',
      '1',
      '1',
    ]);
  });

  it('rounds shares without claiming 0, 50 or 100 for what is only near', () => {
    expect([0, 0.5, 1, 0.666, 0.5004, 0.498, 0.999, 0.00001, 0.007].map(percentText)).toEqual([
      '0',
      '50',
      '100',
      '67',
      '50.04',
      '49.8',
      '99.9',
      '0.001',
      '1',
    ]);
  });

  it('rounds shares below 0 as those above', () => {
    expect([-0.25, -0.999, -1, -0.498].map(percentText)).toEqual(['-25', '-99.9', '-100', '-49.8']);
  });

  it('counts and lists', () => {
    expect(countText(1, 'vote')).toBe('1 vote');
    expect(countText(0, 'vote')).toBe('0 votes');
    expect(countText(1234567, 'vote')).toBe('1,234,567 votes');
    expect([[], ['a'], ['a', 'b'], ['a', 'b', 'c']].map(listText)).toEqual([
      '',
      'a',
      'a and b',
      'a, b and c',
    ]);
  });

  it('names files by their whole names where two would read alike', () => {
    const named = (...files: string[]) =>
      files.map(fileWords(files.map((lora_filename) => ({ lora_filename }))));
    expect(named('x/a.safetensors', 'x/b.safetensors')).toEqual(['a', 'b']);
    expect(named('x/a.safetensors', 'y/a.safetensors')).toEqual(['x/a.safetensors', 'y/a.safetensors']);
    expect(named('x/a.safetensors', 'x/a.safetensors')).toEqual(['a', 'a']);
  });

  it('names LoRA files without folder and ending', () => {
    expect(loraName('style\\snow.v2.safetensors')).toBe('snow.v2');
    expect(loraName('sub/owl-e06.safetensors')).toBe('owl-e06');
    expect(loraName('owl')).toBe('owl');
  });
});

describe('netText', () => {
  it('carries its sign', () => {
    expect([0.38, -0.05, 0].map(netText)).toEqual(['+38%', '−5%', '0%']);
  });
});

import { describe, expect, it } from 'vitest';
import { type Figure, figureOf } from './figure';
import { failureWords, measureInTurn } from './inTurn';

const parts = ['start', 'list', 'report'].map((name) => ({ name, rows: [name], what: name }));

const figureFor = (no: string): Figure =>
  figureOf({ no, what: no, runs: [1], unit: 's', aim: 2, plain: null, beside: '' });

async function measured(measure: (name: string) => Promise<Figure[]>) {
  const kept: string[] = [];
  const said: string[] = [];
  const found = await measureInTurn(parts, {
    measure: ({ name }) => measure(name),
    keep: async ({ name }) => void kept.push(name),
    say: (line) => said.push(line),
  });
  return { ...found, kept, said };
}

describe('measuring in turn', () => {
  it('keeps each part that was measured', async () => {
    const { figures, failed, kept } = await measured(async (name) => [figureFor(name)]);
    expect(figures.map(({ no }) => no)).toEqual(['start', 'list', 'report']);
    expect(failed).toEqual([]);
    expect(kept).toEqual(['start', 'list', 'report']);
  });

  it('measures the others when one fails, keeps nothing of that one, and says so loudly', async () => {
    const { figures, failed, kept, said } = await measured(async (name) => {
      if (name === 'list') throw new Error('The host ended.');
      return [figureFor(name)];
    });
    expect(figures.map(({ no }) => no)).toEqual(['start', 'report']);
    expect(kept).toEqual(['start', 'report']);
    expect(said.some((line) => line.includes('FAILED'))).toBe(true);
    const words = failureWords(failed);
    expect(words).toContain('FAILED, and not measured: list.');
    expect(words).toContain('The host ended.');
    expect(words).toContain('npm run bench -- list');
  });
});

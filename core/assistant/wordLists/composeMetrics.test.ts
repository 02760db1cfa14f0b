import { describe, expect, it } from 'vitest';
import { MAX_OFFERED_METRICS } from '../../contract/assistantView';
import { composeMetrics } from './composeMetrics';
import { METRICS } from './metricLists';

const known = { loras: [], trigger_words: [], base_model: null };
const names = (description: string, present: string[] = []) =>
  composeMetrics({ description, known, present }).metrics.map(({ name }) => name);

describe('composed metrics', () => {
  it('fit what the LoRA is of, the most telling first', () => {
    expect(names('Mira, an elf').slice(0, 3)).toEqual(['Likeness', 'Anatomy', 'Prompt match']);
    expect(names('a watercolour style').slice(0, 3)).toEqual(['Style', 'Quality', 'Detail']);
    expect(names('arms crossed pose')[0]).toBe('Pose');
    expect(names('')[0]).toBe('Quality');
  });

  it('hold what the description asks for by name', () => {
    expect(names('a woman with long hair and beautiful hands').slice(0, 5)).toContain('Hands');
    expect(names('a style with bold brush strokes')).toContain('Texture');
  });

  it('leave out what is there already, and are still enough to choose from', () => {
    const offered = names('Mira, an elf', [' likeness', 'ANATOMY']);
    expect(offered).not.toContain('Likeness');
    expect(offered).not.toContain('Anatomy');
    for (const kind of [
      'Mira, an elf',
      'a style',
      'a car',
      'a cat',
      'a dress',
      'a pose',
      'a house',
      'runes',
      '',
    ])
      expect(names(kind)).toHaveLength(MAX_OFFERED_METRICS);
  });

  it('have short names, each once, and a question each', () => {
    for (const list of Object.values(METRICS)) {
      expect(new Set(list.map(({ name }) => name.toLowerCase())).size).toBe(list.length);
      for (const { name, question } of list) {
        expect(name.length).toBeLessThanOrEqual(18);
        expect(question).toMatch(/^(?:Which|In which) picture .+\?$/);
      }
    }
  });
});

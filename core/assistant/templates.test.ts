import { describe, expect, it } from 'vitest';
import { BUILTIN_TEMPLATES, fillTemplate, TEMPLATE_PLACES, templateFault, templateHint } from './templates';

const NAMES = ['prompts', 'metrics', 'report'] as const;

describe.each(NAMES)('the built-in wording of %s', (name) => {
  it('has each of its places, and no other', () => {
    const places = [...BUILTIN_TEMPLATES[name].matchAll(/\{([^}]*)\}/g)].map(([, place = '']) => place);
    expect([...new Set(places)].sort()).toEqual([...TEMPLATE_PLACES[name]].sort());
    expect(templateFault(name, BUILTIN_TEMPLATES[name])).toBeNull();
    expect(templateHint(name, BUILTIN_TEMPLATES[name])).toBeNull();
  });
});

describe('a wording', () => {
  it('is filled in once: what comes in is not filled in again', () => {
    const values = { description: 'a {count} of {form} $& $1', count: '8' };
    expect(fillTemplate('{count}: {description}, {count}', values)).toBe('8: a {count} of {form} $& $1, 8');
  });

  it('keeps places that nothing is known for, and braces that are none', () => {
    const text = '{"prompts": [{}]} {constructor} {toString} {loras} { count } {';
    expect(fillTemplate(text, { count: '8' })).toBe(text);
  });

  it.each([
    ['prompts', '  \n', 'It is empty.'],
    ['prompts', 'Write {count}.', 'It lacks {description}, which stands for your description.'],
    ['metrics', '{descriptions}', 'It lacks {description}, which stands for your description.'],
    ['report', '{description}', 'It lacks {figures}, which stands for the figures of the report.'],
  ] as const)('of %s that cannot be used says why: %j', (name, text, sentence) => {
    expect(templateFault(name, text)).toBe(sentence);
  });

  it('that can be used says what it leaves out, and what means nothing', () => {
    expect(templateHint('prompts', '{description} {mood} {count}')).toBe(
      'Nothing is filled in for {mood}, so it is sent as it stands. It leaves out {form}, so an answer may come in another form or number.',
    );
    expect(templateHint('report', '{figures}')).toBeNull();
  });
});

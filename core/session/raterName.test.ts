import { expect, it } from 'vitest';
import { raterNameSchema } from './raterName';

it('brings names that look alike to one form', () => {
  const seen = (name: string) => raterNameSchema.parse(name);
  expect(seen(' Zoe\u0308 ')).toBe('Zo\u00eb');
  expect(seen('\u202eAnn\u0000\u200b')).toBe('Ann');
  expect(seen('👩\u200d🎨')).toBe('👩\u200d🎨');
});

it('refuses what nobody could read', () => {
  for (const name of ['', '  ', '\u200b', '\u0000\u0007', 'x'.repeat(81)])
    expect(raterNameSchema.safeParse(name).success).toBe(false);
});

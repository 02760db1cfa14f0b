import { expect, it } from 'vitest';
import { seriesColour, seriesShape } from './seriesLook';

it('gives more files than there are colours a look of their own each', () => {
  const looks = Array.from({ length: 36 }, (_, place) => `${seriesColour(place)} ${seriesShape(place)}`);
  expect(new Set(looks).size).toBe(36);
  expect(looks.slice(0, 2)).toEqual(['1 circle', '2 rect']);
  expect(looks[6]).toBe('1 rect');
});

import { expect, it } from 'vitest';
import { flaggedParts } from './flaggedParts';

it('takes the whole number along with its mark', () => {
  const numbers = ['87%', '73.4 %', '73.4\u00a0%', '7 percent', '3 times', '97 of 100', '51 to 90', '0.5'];
  for (const number of numbers)
    expect(flaggedParts(`It won ${number} (not among the figures) there.`)).toEqual([
      'It won ',
      `${number} (not among the figures)`,
      ' there.',
    ]);
  expect(flaggedParts('It won 87%.')).toEqual(['It won 87%.']);
});

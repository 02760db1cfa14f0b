import { afterEach, describe, expect, it, vi } from 'vitest';
import { exampleTrial } from '../../core/testing/exampleEvaluation';
import { readyPicture } from '../testing/readyPictures';
import { type Showing, useEvaluation } from './evaluation';
import { followPictures } from './pictureRelease';

const first = useEvaluation.getState();

function showing(number: number): Showing {
  return {
    trial: exampleTrial(number),
    pictures: { a: readyPicture('Picture A'), b: readyPicture('Picture B') },
  };
}

function isHeld({ pictures: { a, b } }: Showing): boolean {
  const [one, other] = [a, b].map((picture) => (picture?.sizes[0].width ?? 0) > 0);
  expect(one).toBe(other);
  return one === true;
}

afterEach(() => useEvaluation.setState(first, true));

describe('followPictures', () => {
  it('lets go of pairs that are long gone, never of what is shown or ready', async () => {
    const stop = followPictures();
    const pairs = Array.from({ length: 12 }, (_, index) => showing(index + 1));
    pairs.forEach((shown, index) => {
      useEvaluation.setState({ shown, ahead: pairs.slice(index + 1, index + 3) });
    });
    await vi.waitFor(() => expect(pairs.map(isHeld)).toEqual(pairs.map((_, index) => index >= 7)));
    stop();
    expect(pairs.map(isHeld)).toEqual(pairs.map((_, index) => index === 11));
  });

  it('keeps a pair that comes back, as one does whose vote could not be kept', () => {
    const stop = followPictures();
    const back = showing(1);
    useEvaluation.setState({ shown: back });
    useEvaluation.setState({ shown: showing(2) });
    useEvaluation.setState({ shown: back });
    for (let number = 3; number < 10; number += 1)
      useEvaluation.setState({ shown: back, ahead: [showing(number)] });
    stop();
    expect(isHeld(back)).toBe(true);
  });
});

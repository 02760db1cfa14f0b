import { describe, expect, it } from 'vitest';
import { type Box, firstFree, markerBox } from './chartRoom';

const below: Box = { left: 100, right: 200, top: 54, bottom: 66 };
const above: Box = { left: 100, right: 200, top: 35, bottom: 47 };

describe('firstFree', () => {
  it('takes the first place that no point lies in', () => {
    expect(firstFree([below, above], [])).toBe(below);
    expect(firstFree([below, above], [markerBox(150, 60)])).toBe(above);
    expect(firstFree([below, above], [markerBox(50, 60)])).toBe(below);
  });

  it('counts a marker that only reaches in from the side', () => {
    expect(firstFree([below], [markerBox(93, 60)])).toBeNull();
    expect(firstFree([below], [markerBox(92, 60)])).toBe(below);
  });

  it('finds none where every place is taken', () => {
    expect(firstFree([below, above], [markerBox(150, 50)])).toBeNull();
    expect(firstFree([], [])).toBeNull();
  });
});

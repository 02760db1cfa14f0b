import { describe, expect, it } from 'vitest';
import { blankSetup, type Setup } from '../../core/session/setup';
import { createSpeeds } from './speeds';

const SAMPLING = { steps: 20, cfg: 7, sampler_name: 'euler', scheduler: 'normal' };

function setup(changes: Partial<Setup> = {}): Setup {
  return {
    ...blankSetup(['a']),
    checkpoint: 'sd15.safetensors',
    size: [512, 512],
    sampling: SAMPLING,
    ...changes,
  };
}

describe('the speed of a server', () => {
  it('is the mean of its last images, and grows with pixels and steps', () => {
    const speeds = createSpeeds();
    expect(speeds.secondsFor(setup(), 'a')).toBeNull();
    for (const seconds of [3, 5]) speeds.learn('a', setup(), seconds);
    expect(speeds.secondsFor(setup(), 'a')).toBe(4);
    expect(speeds.secondsFor(setup({ size: [1024, 512] }), 'a')).toBe(8);
    expect(speeds.secondsFor(setup({ sampling: { ...SAMPLING, steps: 10 } }), 'a')).toBe(2);
    for (let image = 0; image < 12; image += 1) speeds.learn('a', setup(), 1);
    expect(speeds.secondsFor(setup(), 'a')).toBe(1);
  });

  it('is known however its address is written', () => {
    const speeds = createSpeeds();
    speeds.learn('127.0.0.1:8188', setup(), 4);
    expect(speeds.secondsFor(setup({ servers: ['http://127.0.0.1:8188/'] }), 'a')).toBe(4);
  });

  it('is not told for what is not comparable', () => {
    const speeds = createSpeeds();
    speeds.learn('a', setup(), 4);
    expect(speeds.secondsFor(setup({ servers: ['b'] }), 'a')).toBeNull();
    expect(speeds.secondsFor(setup({ checkpoint: 'flux.safetensors' }), 'a')).toBeNull();
    expect(speeds.secondsFor(setup({ size: [2048, 2048] }), 'a')).toBeNull();
    expect(speeds.secondsFor(setup({ workflow: { 1: {} } }), 'a')).toBeNull();
  });

  it('is that of the same workflow of the person, and of no other', () => {
    const speeds = createSpeeds();
    speeds.learn('a', setup({ workflow: { 1: { inputs: { width: 64 } } } }), 7);
    expect(speeds.secondsFor(setup({ workflow: { 1: { inputs: { width: 64 } } } }), 'a')).toBe(7);
    expect(speeds.secondsFor(setup({ workflow: { 1: { inputs: { width: 128 } } } }), 'a')).toBeNull();
  });

  it('is guessed from the last checkpoint while none is chosen, and from the default server where none is named', () => {
    const speeds = createSpeeds();
    speeds.learn('a', setup(), 4);
    expect(speeds.secondsFor(setup({ servers: [], checkpoint: null }), 'a')).toBe(4);
    expect(speeds.secondsFor(setup({ servers: [], checkpoint: null }), 'b')).toBeNull();
  });

  it('adds up over several servers; one that nobody measured adds nothing', () => {
    const speeds = createSpeeds();
    speeds.learn('a', setup(), 4);
    speeds.learn('b', setup(), 4);
    expect(speeds.secondsFor(setup({ servers: ['a', 'b'] }), 'a')).toBe(2);
    expect(speeds.secondsFor(setup({ servers: ['a', 'c'] }), 'a')).toBe(4);
  });
});

import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { testsPlace } from './testsPlace.mjs';

let memory = '';
beforeEach(() => {
  memory = mkdtempSync(join(tmpdir(), 'blindfold-memory-'));
});
afterEach(() => rmSync(memory, { recursive: true }));

describe('the place of the folders that tests make', () => {
  it('is a new folder in memory where there is room', () => {
    const places = [1, 2].map(() => testsPlace({ platform: 'linux', env: {} }, memory, 1) ?? '');
    expect(places.map(dirname)).toEqual([memory, memory]);
    expect(places.map((place) => existsSync(place))).toEqual([true, true]);
    expect(places[0]).not.toBe(places[1]);
  });

  it('is the usual one where memory has no room or is not there, on other systems, and where one was named', () => {
    expect(testsPlace({ platform: 'linux', env: {} }, memory, Number.POSITIVE_INFINITY)).toBeNull();
    expect(testsPlace({ platform: 'linux', env: {} }, join(memory, 'none'), 1)).toBeNull();
    expect(testsPlace({ platform: 'win32', env: {} }, memory, 1)).toBeNull();
    expect(testsPlace({ platform: 'linux', env: { TMPDIR: '/elsewhere' } }, memory, 1)).toBeNull();
  });
});

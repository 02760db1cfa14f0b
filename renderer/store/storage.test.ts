import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Client } from '../backend/client';
import { setClient } from './backend';
import { followStorage, lookAtEmpties, lookAtPreview, lookAtStats, lookAtTrash, useStorage } from './storage';

/** Questions in the order in which they were asked, each to be answered by the test. */
let asked: { command: string; answer(value: unknown): void }[] = [];
let stop: () => void = () => undefined;

beforeEach(() => {
  asked = [];
  const call = (command: string) =>
    new Promise((resolve) => asked.push({ command, answer: (value) => resolve(value) }));
  setClient({ call, onPush: () => () => undefined } as unknown as Client);
  stop = followStorage();
  asked = [];
});
afterEach(() => {
  stop();
  setClient(null);
});

const HOURS = 168;
const KINDS = [
  ['figures', lookAtStats, () => useStorage.getState().stats],
  ['trash', lookAtTrash, () => useStorage.getState().trash],
  ['empty sessions', lookAtEmpties, () => useStorage.getState().empties],
  ['preview', () => lookAtPreview(HOURS), () => useStorage.getState().previews[HOURS]],
] as const;

it.each(KINDS)('shows the newest %s, also when an older answer comes later', async (_what, look, shown) => {
  const looks = [look(), look()];
  asked[1]?.answer('new');
  await looks[1];
  asked[0]?.answer('old');
  await looks[0];
  expect(shown()).toEqual({ phase: 'ready', value: 'new' });
});

it.each(KINDS)('forgets the %s of a page that was left', async (_what, look, shown) => {
  const late = look();
  stop();
  asked[0]?.answer('of the page before');
  await late;
  expect(shown() ?? { phase: 'loading' }).toEqual({ phase: 'loading' });
});

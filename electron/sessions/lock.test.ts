import { copyFile, readdir, readFile, readlink, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { stringifyJson } from '../../core/session/json';
import { type FileSystem, realFileSystem } from './fileSystem';
import { HEARTBEAT_MS, isLockedElsewhere, type LockOptions, STALE_MS, takeLock } from './lock';
import { readStat, realProcesses } from './processes';
import { createManualTimers, fakeProcesses, temporaryFolder } from './testStore';

let folder = '';
let path = '';
beforeEach(async () => {
  folder = await temporaryFolder();
  path = join(folder, 'lock');
});
afterEach(() => rm(folder, { recursive: true }));

const ALIVE = new Map<number, string | null>([
  [1, 'one'],
  [2, 'two'],
  [3, null],
]);

function copy(token: string, more: Partial<LockOptions> = {}): LockOptions {
  return {
    fs: realFileSystem,
    timers: createManualTimers(),
    processes: fakeProcesses(1, ALIVE),
    self: { pid: 1, started: 'one', host: 'here', namespace: 'pid:[1]' },
    token,
    now: () => new Date(),
    log: () => undefined,
    ...more,
  };
}

function leave(owner: object | string): Promise<void> {
  return writeFile(path, typeof owner === 'string' ? owner : stringifyJson(owner));
}

async function age(ms: number): Promise<void> {
  const then = new Date(Date.now() - ms);
  await utimes(path, then, then);
}

describe('a free lock', () => {
  it('is taken with who has it, and leaves nothing behind when released', async () => {
    const lock = await takeLock(path, copy('aa'));
    expect(lock?.isHeld).toBe(true);
    expect(await readFile(path, 'utf8')).toBe(
      '{"pid":1,"started":"one","host":"here","namespace":"pid:[1]","token":"aa"}\n',
    );
    expect(await readdir(folder)).toEqual(['lock']);
    await lock?.release();
    await lock?.release();
    expect(await readdir(folder)).toEqual([]);
  });

  it('is got by one of many that want it at once', async () => {
    const locks = await Promise.all(
      Array.from({ length: 8 }, (_, index) => takeLock(path, copy(`a${index}`))),
    );
    expect(locks.filter((lock) => lock !== null)).toHaveLength(1);
    expect(await readdir(folder)).toEqual(['lock']);
  });

  it('is taken on a disk without second names too, and still by one only', async () => {
    const link: FileSystem['link'] = () =>
      Promise.reject(Object.assign(new Error('no links'), { code: 'EPERM' }));
    const fs = { ...realFileSystem, link };
    const locks = await Promise.all(['aa', 'bb'].map((token) => takeLock(path, copy(token, { fs }))));
    expect(locks.filter((lock) => lock !== null)).toHaveLength(1);
  });
});

describe('a lock of somebody else', () => {
  it('is respected while that process lives, even in this very program', async () => {
    await leave({ pid: 1, started: 'one', host: 'here', token: 'other' });
    await age(10 * STALE_MS);
    expect(await takeLock(path, copy('aa'))).toBeNull();
    expect(await isLockedElsewhere(path, copy('aa'))).toBe(true);
    expect(await isLockedElsewhere(path, copy('other'))).toBe(false);
  });

  it.each([
    ['a process that is gone', { pid: 99, started: 'x', host: 'here', token: 'other' }],
    [
      'a process whose number another one has now',
      { pid: 2, started: 'long ago', host: 'here', token: 'other' },
    ],
    [
      'a process of this container that is gone',
      { pid: 99, started: 'x', host: 'here', namespace: 'pid:[1]', token: 'other' },
    ],
  ])('is taken over at once from %s', async (_name, owner) => {
    await leave(owner);
    expect(await isLockedElsewhere(path, copy('aa'))).toBe(false);
    const lock = await takeLock(path, copy('aa'));
    expect(lock).not.toBeNull();
    expect(await readFile(path, 'utf8')).toContain('"token":"aa"');
    expect(await readdir(folder)).toEqual(['lock']);
    await lock?.release();
  });

  it('is taken over from a dead one by one copy only', async () => {
    // Many rounds, because the copies meet in another order each time.
    for (let round = 0; round < 40; round += 1) {
      await leave({ pid: 99, started: 'x', host: 'here', token: `dead${round}` });
      const locks = await Promise.all(
        Array.from({ length: 8 }, (_, index) => takeLock(path, copy(`a${round}x${index}`))),
      );
      const held = locks.filter((lock) => lock !== null);
      expect(held.length).toBeLessThanOrEqual(1);
      for (const lock of held) await lock.release();
      const later = await takeLock(path, copy(`later${round}`));
      expect(later).not.toBeNull();
      await later?.release();
    }
    expect(await readdir(folder)).toEqual([]);
  });

  it('is taken over although another copy ended in the middle of taking it over', async () => {
    await leave({ pid: 99, started: 'x', host: 'here', token: 'dead' });
    await copyFile(path, `${path}.claim`);
    expect(await takeLock(path, copy('aa'))).not.toBeNull();
    expect(await readdir(folder)).toEqual(['lock']);
  });

  it.each([
    ['on another computer', { pid: 99, started: 'x', host: 'there', token: 'other' }],
    [
      'in another container of this computer',
      { pid: 99, started: 'x', host: 'here', namespace: 'pid:[2]', token: 'other' },
    ],
    [
      'in a container, whose number a process here has too',
      { pid: 2, started: 'two', host: 'here', namespace: 'pid:[2]', token: 'other' },
    ],
    ['whose start is not known', { pid: 3, started: 'x', host: 'here', token: 'other' }],
    ['that is no lock at all', 'rubbish'],
  ])('%s counts as long as its heartbeat is fresh', async (_name, owner) => {
    await leave(owner);
    expect(await takeLock(path, copy('aa'))).toBeNull();
    await age(STALE_MS + 1000);
    expect(await isLockedElsewhere(path, copy('aa'))).toBe(false);
    expect(await takeLock(path, copy('aa'))).not.toBeNull();
  });
});

describe('the heartbeat', () => {
  it('renews the time while the lock is held, and not after', async () => {
    const timers = createManualTimers();
    const lock = await takeLock(path, copy('aa', { timers }));
    await age(STALE_MS);
    timers.pass(HEARTBEAT_MS - 1);
    const old = (await stat(path)).mtimeMs;
    timers.pass(1);
    await expect.poll(async () => (await stat(path)).mtimeMs).toBeGreaterThan(old + STALE_MS / 2);
    await lock?.release();
    await leave({ pid: 2, started: 'two', host: 'here', token: 'other' });
    await age(STALE_MS);
    timers.pass(10 * HEARTBEAT_MS);
    expect(Date.now() - (await stat(path)).mtimeMs).toBeGreaterThanOrEqual(STALE_MS - 1000);
  });

  it('notices that another program took the lock, and leaves that one alone', async () => {
    const timers = createManualTimers();
    const lock = await takeLock(path, copy('aa', { timers }));
    await leave({ pid: 2, started: 'two', host: 'here', token: 'other' });
    timers.pass(HEARTBEAT_MS);
    await expect.poll(() => lock?.isHeld).toBe(false);
    await lock?.release();
    expect(await readFile(path, 'utf8')).toContain('"other"');
  });
});

describe('processes', () => {
  it('knows this one, and that a number which nobody has is gone', async () => {
    const self = await realProcesses.self();
    expect(self.pid).toBe(process.pid);
    expect(await realProcesses.look(process.pid)).toEqual({ started: self.started });
    if (process.platform === 'linux') {
      expect(self.started).toMatch(/\d+$/);
      expect(self.namespace).toBe(await readlink('/proc/self/ns/pid'));
    } else expect(self.namespace).toBeNull();
    expect(await realProcesses.look(2 ** 22 + 1)).toBe('gone');
    expect(await realProcesses.look(0)).toBe('gone');
  });

  it('reads the start from behind a name with spaces and brackets, and a zombie as gone', () => {
    const fields = (state: string) =>
      `${state} 1 42 42 0 -1 4194560 1 2 3 4 5 6 7 8 20 0 1 0 987654 1000 2000`;
    expect(readStat(`42 (a ) S 9 (x)) ${fields('S')}`, 'boot')).toEqual({ started: 'boot 987654' });
    expect(readStat(`42 (node) ${fields('Z')}`, 'boot')).toBe('gone');
  });
});

import { mkdir, rename, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseSessionId } from '../../core/session/identity';
import { createManualTimers } from './testStore';
import { trashStage } from './testTrash';
import { HAND_OVER_MS, KEPT_DAYS } from './trash';

const { world, logged, open, makeFolder, inRoot, inTrash, pass } = trashStage();
const ID = parseSessionId('20240115_143022');
const OTHER = parseSessionId('20240115_150000');

describe('the time in the trash', () => {
  it(`is ${KEPT_DAYS} days where no system trash takes over`, async () => {
    const trash = open();
    expect(trash.keptDays).toBe(KEPT_DAYS);
    await trash.put(ID, await makeFolder(ID));
    pass(KEPT_DAYS * 86_400_000 - 1000);
    await trash.put(OTHER, await makeFolder(OTHER));
    expect(await trash.tidy()).toBe(0);
    pass(1000);
    expect(await trash.tidy()).toBe(1);
    expect(await inTrash()).toEqual([OTHER, `${OTHER}.json`]);
  });

  it('begins, for what somebody put there by hand, when it is first seen', async () => {
    const trash = open();
    await mkdir(join(world.root, '.trash'));
    await makeFolder(join('.trash', ID));
    const long = new Date(2020, 0, 1);
    await utimes(join(world.root, '.trash', ID), long, long);
    expect(await trash.tidy()).toBe(0);
    pass(KEPT_DAYS * 86_400_000);
    expect(await open().tidy()).toBe(1);
  });

  it('ends in the desktop app with the time for undo: then the system has it', async () => {
    const timers = createManualTimers();
    const taken: string[] = [];
    const systemTrash = async (path: string) => {
      taken.push(path);
      await rename(path, join(world.root, 'taken by the system'));
    };
    const trash = open({ timers, systemTrash });
    expect(trash.keptDays).toBeNull();
    await trash.put(ID, await makeFolder(ID));
    pass(HAND_OVER_MS / 2);
    timers.pass(HAND_OVER_MS / 2);
    await trash.list();
    expect(taken).toEqual([]);
    pass(HAND_OVER_MS / 2);
    timers.pass(HAND_OVER_MS);
    await trash.list();
    expect(taken).toEqual([join(world.root, '.trash', ID)]);
    expect(await inTrash()).toEqual([]);
    await expect(trash.restore(ID)).rejects.toMatchObject({
      code: 'not_found',
      message: expect.stringContaining('trash of your system'),
    });
  });

  it('does not end again for what was put back from the trash of the system', async () => {
    const elsewhere = join(world.root, 'taken by the system');
    const trash = open({ systemTrash: (path) => rename(path, elsewhere) });
    await trash.put(ID, await makeFolder(ID));
    pass(HAND_OVER_MS);
    expect(await trash.tidy()).toBe(1);
    await rename(elsewhere, join(world.root, '.trash', ID));
    expect(await trash.list()).toMatchObject([{ id: ID, label: ID }]);
    pass(HAND_OVER_MS);
    expect(await trash.tidy()).toBe(0);
    await trash.restore(ID);
    expect(await inRoot()).toEqual([ID]);
    expect(await inTrash()).toEqual([]);
  });

  it('is so long in the desktop app that an offer to undo is gone by then', () => {
    expect(HAND_OVER_MS).toBeGreaterThanOrEqual(5 * 60_000);
  });

  it('does not end by a system trash that refuses: the session stays, and the log says so once', async () => {
    const trash = open({ systemTrash: () => Promise.reject(new Error('no trash here')) });
    await trash.put(ID, await makeFolder(ID));
    pass(HAND_OVER_MS);
    expect(await trash.tidy()).toBe(0);
    expect(await trash.tidy()).toBe(0);
    expect(logged).toEqual([expect.stringContaining('no trash here')]);
    await trash.restore(ID);
    expect(await inRoot()).toEqual([ID]);
  });

  it('ends nothing once the app closes', async () => {
    const timers = createManualTimers();
    const trash = open({ timers, systemTrash: () => Promise.reject(new Error('asked too late')) });
    await trash.put(ID, await makeFolder(ID));
    await trash.dispose();
    pass(HAND_OVER_MS);
    timers.pass(HAND_OVER_MS * 2);
    expect(await inTrash()).toEqual([ID, `${ID}.json`]);
    expect(logged).toEqual([]);
  });
});

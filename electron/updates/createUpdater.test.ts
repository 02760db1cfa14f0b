import { describe, expect, it } from 'vitest';
import { updatesSchema } from '../../core/contract/updatesView';
import { DAY_MS, FIRST_MS, PATIENCE_MS, THOUGHT_MS } from './createUpdater';
import { settled, updaterWorld } from './testFeed';
import { NoFeed } from './updateFeed';

const DAYS = 10 * DAY_MS;

describe('before the question is answered', () => {
  it('loads nothing and asks nobody, however long it runs', async () => {
    const { world, updater } = updaterWorld(null);
    await world.pass(DAYS);
    expect(world.feedsOpened).toBe(0);
    expect(updater.view().state).toBe('unasked');
  });

  it('refuses to look even when it is told to', async () => {
    const { world, updater } = updaterWorld(null);
    await expect(updater.look()).rejects.toMatchObject({ code: 'not_possible' });
    expect(world.feedsOpened).toBe(0);
  });

  it('does not put the question at the very first start, and does at the second', async () => {
    const first = updaterWorld(null, 'first start');
    await settled();
    expect(first.updater.view().may_ask).toBe(false);
    const second = updaterWorld(null, first.world.kept ?? null);
    await settled();
    expect(second.updater.view().may_ask).toBe(true);
  });
});

describe('after a no', () => {
  it('asks nobody by itself, and looks when it is told to', async () => {
    const { world, updater, feed } = updaterWorld(false);
    await world.pass(DAYS);
    expect(world.feedsOpened).toBe(0);
    expect(updater.view().state).toBe('off');
    feed.found = () => '0.2.0';
    expect(await updater.look()).toMatchObject({ state: 'available', next: '0.2.0' });
    await world.pass(DAYS);
    expect(feed.asked).toBe(1);
  });
});

describe('after a yes', () => {
  it('looks some time after the start, then once a day', async () => {
    const { world, updater, feed } = updaterWorld(true);
    await world.pass(FIRST_MS - 1);
    expect(feed.asked).toBe(0);
    await world.pass(1);
    expect(feed.asked).toBe(1);
    expect(updater.view()).toMatchObject({ state: 'newest', asked_at: '2026-05-01T08:01:00.000Z' });
    await world.pass(DAYS);
    // It is thought of by the hour, so that a day is a little longer.
    expect(feed.asked).toBe(10);
  });

  it('counts the day from one start to the next', async () => {
    const { world, feed } = updaterWorld(true, '2026-05-01T00:00:00.000Z');
    await world.pass(15 * 3_600_000);
    expect(feed.asked).toBe(0);
    await world.pass(2 * THOUGHT_MS);
    expect(feed.asked).toBe(1);
  });

  it('is not stopped by a clock that was set back', async () => {
    const { world, feed } = updaterWorld(true, '2031-01-01T00:00:00.000Z');
    await world.pass(FIRST_MS);
    expect(feed.asked).toBe(1);
  });

  it('waits while a run is at work', async () => {
    const { world, feed } = updaterWorld(true);
    world.run('running');
    await world.pass(DAYS);
    expect(feed.asked).toBe(0);
    world.run('paused');
    await world.pass(THOUGHT_MS);
    expect(feed.asked).toBe(1);
  });

  it('does not wait for a run whose session is gone', async () => {
    const { world, feed } = updaterWorld(true);
    world.run('running');
    for (const listener of world.heardPushes)
      listener({ push: 'sessions.changed', payload: { removed: ['a'] } } as never);
    await world.pass(FIRST_MS);
    expect(feed.asked).toBe(1);
  });

  it('looks at once when the answer comes, and stops with the next answer', async () => {
    const { world, feed, updater } = updaterWorld(null);
    await settled();
    world.answer(true);
    await settled();
    expect(feed.asked).toBe(1);
    world.answer(false);
    expect(updater.view().state).toBe('off');
    await world.pass(DAYS);
    expect(feed.asked).toBe(1);
  });
});

describe('what went wrong', () => {
  it('is quiet about a missing network when nobody asked, and tries again before the day is over', async () => {
    const { world, feed, updater } = updaterWorld(true);
    feed.found = () => Promise.reject(new Error('net::ERR_INTERNET_DISCONNECTED'));
    await world.pass(FIRST_MS);
    expect(updater.view()).toMatchObject({ state: 'idle', asked_at: null, reason: null });
    feed.found = () => '0.2.0';
    await world.pass(THOUGHT_MS);
    expect(updater.view()).toMatchObject({ state: 'available', next: '0.2.0' });
  });

  it('is told of when somebody asked', async () => {
    const { feed, updater } = updaterWorld(true);
    feed.found = () => Promise.reject(new Error('net::ERR_INTERNET_DISCONNECTED'));
    expect(await updater.look()).toMatchObject({
      state: 'failed',
      next: null,
      reason: 'The server for newer versions cannot be reached. Look at the network, then try again.',
    });
  });

  it('does not forget what was found the day before', async () => {
    const { world, feed, updater } = updaterWorld(true);
    feed.found = () => '0.2.0';
    await world.pass(FIRST_MS);
    feed.found = () => Promise.reject(new Error('net::ERR_NETWORK_CHANGED'));
    await world.pass(2 * DAY_MS);
    expect(feed.asked).toBeGreaterThan(2);
    expect(updater.view()).toMatchObject({ state: 'available', next: '0.2.0', reason: null });
  });

  it('leaves a server alone for a day that answered with an error', async () => {
    const { world, feed } = updaterWorld(true);
    feed.found = () =>
      Promise.reject(Object.assign(new Error('503 Service Unavailable'), { code: 'HTTP_ERROR_503' }));
    await world.pass(DAY_MS - 1);
    expect(feed.asked).toBe(1);
    expect(world.logged.join()).toContain('does not answer as it should');
  });

  it('does not wait for ever', async () => {
    const { world, feed, updater } = updaterWorld(true);
    feed.found = () => new Promise(() => undefined);
    const looked = updater.look();
    await settled();
    expect(updater.view().state).toBe('checking');
    await world.pass(PATIENCE_MS);
    expect(await looked).toMatchObject({ state: 'failed' });
  });

  it('says so where this copy cannot be replaced after all, and asks no more', async () => {
    const { world, feed, updater } = updaterWorld(true);
    feed.found = () => Promise.reject(new NoFeed('This copy cannot replace itself.'));
    expect(await updater.look()).toMatchObject({ state: 'none', reason: 'This copy cannot replace itself.' });
    await expect(updater.look()).rejects.toMatchObject({ code: 'not_possible' });
    await world.pass(DAYS);
    expect(feed.asked).toBe(1);
  });
});

describe('a newer version', () => {
  async function found(agreed: boolean | null = true) {
    const made = updaterWorld(agreed);
    made.feed.found = () => '0.2.0';
    await made.updater.look();
    return made;
  }

  it('is downloaded only when it is told to, and says how far it is', async () => {
    const { world, feed, updater } = await found();
    let done: () => void = () => undefined;
    let share: (share: number) => void = () => undefined;
    feed.download = (onShare) => {
      share = onShare;
      return new Promise((resolve) => {
        done = resolve;
      });
    };
    await world.pass(DAYS);
    expect(updater.view().state).toBe('available');
    expect(await updater.download()).toMatchObject({ state: 'downloading', share: 0 });
    const before = world.told.length;
    for (let step = 0; step <= 1000; step++) share(step / 1000);
    expect(world.told.length - before).toBeLessThanOrEqual(101);
    expect(updater.view().share).toBe(1);
    done();
    await settled();
    expect(updater.view()).toMatchObject({ state: 'ready', share: null, next: '0.2.0', at_quit: true });
    for (const push of world.told)
      expect(updatesSchema.safeParse(push.payload), JSON.stringify(push)).toMatchObject({ success: true });
  });

  it('can be downloaded again when that failed', async () => {
    const { feed, updater } = await found();
    feed.download = () => Promise.reject(new Error('sha512 checksum mismatch, expected a, got b'));
    await updater.download();
    await settled();
    expect(updater.view()).toMatchObject({ state: 'failed', next: '0.2.0', share: null });
    expect(updater.view().reason).toContain('it was thrown away');
    feed.download = async () => undefined;
    await updater.download();
    await settled();
    expect(updater.view().state).toBe('ready');
  });

  it('is not looked for again once it is ready', async () => {
    const { world, feed, updater } = await found();
    await updater.download();
    await world.pass(DAYS);
    expect(feed.asked).toBe(1);
    expect((await updater.look()).state).toBe('ready');
  });

  it('is put in once unsaved work was asked about, and not when the person stays', async () => {
    const { world, feed, updater } = await found();
    await expect(updater.install()).rejects.toMatchObject({ code: 'not_possible' });
    await updater.download();
    await settled();
    world.mayLeave = false;
    expect((await updater.install()).state).toBe('ready');
    expect([world.leaves, feed.restarts]).toEqual([1, 0]);
    world.mayLeave = true;
    await updater.install();
    expect([world.leaves, feed.restarts]).toEqual([2, 1]);
  });

  it('is not put in while a run is at work', async () => {
    const { world, feed, updater } = await found();
    await updater.download();
    await settled();
    world.run('running');
    await expect(updater.install()).rejects.toMatchObject({
      message: 'A run is at work. Pause it or let it end, then restart.',
    });
    expect([world.leaves, feed.restarts]).toEqual([0, 0]);
  });

  it('needs something that was found', async () => {
    const { updater } = updaterWorld(true);
    await expect(updater.download()).rejects.toMatchObject({ code: 'not_possible' });
  });
});

it('leaves nothing behind that goes on, and ends a download', async () => {
  const { world, feed, updater } = updaterWorld(true);
  feed.found = () => '0.2.0';
  await updater.look();
  feed.download = () => new Promise(() => undefined);
  await updater.download();
  updater.dispose();
  expect([world.timers.size, world.heardPushes.size, world.heardSettings.size]).toEqual([0, 0, 0]);
  expect(feed.isDisposed).toBe(true);
});

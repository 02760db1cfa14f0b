import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import electronUpdater from 'electron-updater';
import { ElectronHttpExecutor } from 'electron-updater/out/electronHttpExecutor';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { realTimers, type Timers } from '../sessions/timers';
import { NOBODY, publishedFeed } from './publishedFeed';
import { netWithoutElectron, testPublisher } from './testPublisher';
import { updateFault } from './updateFaults';
import { NoFeed } from './updateFeed';

const { AppImageUpdater, CancellationToken } = electronUpdater;

let publisher: Awaited<ReturnType<typeof testPublisher>>;

beforeEach(async () => {
  netWithoutElectron();
  publisher = await testPublisher();
  vi.stubEnv('APPIMAGE', join(publisher.folder, 'Blindfold.AppImage'));
});

afterEach(async () => {
  vi.unstubAllEnvs();
  await publisher.end();
});

/** electron-updater itself, on a feed on this machine. */
function open({ timers = realTimers, handOver }: { timers?: Timers; handOver?: () => Promise<void> } = {}) {
  const { folder, config } = publisher;
  const updater = new AppImageUpdater(null, {
    version: '0.1.0',
    name: 'blindfold',
    isPackaged: true,
    appUpdateConfigPath: config,
    userDataPath: join(folder, 'profile'),
    baseCachePath: join(folder, 'cache'),
    whenReady: async () => undefined,
    quit: () => undefined,
    relaunch: () => undefined,
    onQuit: () => undefined,
  });
  Object.assign(updater, { httpExecutor: new ElectronHttpExecutor() });
  // Another half of the file: its checked pieces are for what was installed before.
  updater.disableDifferentialDownload = true;
  return publishedFeed({
    updater,
    newToken: () => new CancellationToken(),
    timers,
    log: () => undefined,
    putsInAtQuit: true,
    ...(handOver === undefined ? {} : { handOver }),
    restartInto: () => undefined,
  });
}

describe('the feed of what was published', () => {
  it('asks nobody before it is told to', async () => {
    open();
    await new Promise((resolve) => setImmediate(resolve));
    expect(publisher.asked).toEqual([]);
  });

  it('finds a newer version, downloads it whole and says how far it is', async () => {
    const feed = open();
    expect(await feed.newest()).toBe('0.2.0');
    expect(publisher.asked.map(({ path }) => path)).toHaveLength(1);
    const shares: number[] = [];
    await feed.download((share) => shares.push(share));
    expect(shares.at(-1)).toBe(1);
    const pending = join(publisher.folder, 'cache', 'blindfold-updater', 'pending');
    expect((await readFile(join(pending, 'B.AppImage'))).length).toBe(300_000);
  });

  it('sends nothing that tells one person from another, and keeps no number for this machine', async () => {
    publisher.published.more = 'stagingPercentage: 1\n';
    const feed = open();
    // Of a hundred machines one would be chosen by its number; here everybody is.
    expect(await feed.newest()).toBe('0.2.0');
    await feed.download(() => undefined);
    expect(publisher.asked).toHaveLength(2);
    for (const { headers } of publisher.asked) {
      const { host, connection, ...said } = headers;
      const known = ['user-agent', 'cache-control', 'accept', 'x-user-staging-id'];
      expect(Object.keys(said).filter((name) => !known.includes(name))).toEqual([]);
      expect(said['x-user-staging-id']).toBe(NOBODY);
      expect(said['user-agent']).toBe('electron-builder');
    }
    expect(await readdir(publisher.folder)).not.toContain('profile');
  });

  it.each(['0.1.0', '0.0.9'])('takes version %s for none that is newer', async (version) => {
    publisher.published.version = version;
    expect(await open().newest()).toBeNull();
  });

  it('does not show what is no version', async () => {
    publisher.published.version = `0.2.0-${'a'.repeat(300)}`;
    await expect(open().newest()).rejects.toThrow();
    publisher.published.version = '"<b>0.2.0</b>"';
    await expect(open().newest()).rejects.toThrow();
  });

  it('keeps nothing of a file that is not the published one', async () => {
    const feed = open();
    publisher.published.sha512 = Buffer.alloc(64).toString('base64');
    await feed.newest();
    const failure = await feed.download(() => undefined).catch((error: unknown) => error);
    expect(updateFault(failure, 'download').sentence).toContain('not what was published');
    const pending = join(publisher.folder, 'cache', 'blindfold-updater', 'pending');
    expect(await readdir(pending)).not.toContain('B.AppImage');
  });

  it('gives up a download of which nothing comes any more', async () => {
    publisher.published.isStalling = true;
    const due = new Set<() => void>();
    const timers: Timers = {
      after: (_ms, run) => {
        due.add(run);
        return () => due.delete(run);
      },
      every: () => () => undefined,
    };
    const feed = open({ timers });
    await feed.newest();
    const failed = feed.download(() => undefined).catch((error: unknown) => error);
    await vi.waitFor(() => expect(publisher.asked).toHaveLength(2));
    for (const run of due) run();
    expect(updateFault(await failed, 'download')).toMatchObject({ isOffline: true });
    expect(due.size).toBe(0);
  });

  it('can be ended in the middle of a download', async () => {
    publisher.published.isStalling = true;
    const feed = open();
    await feed.newest();
    const failed = feed.download(() => undefined).catch((error: unknown) => error);
    await vi.waitFor(() => expect(publisher.asked).toHaveLength(2));
    feed.dispose();
    expect(await failed).toBeInstanceOf(Error);
  });

  it('is not through before the system took what it was given', async () => {
    const feed = open({ handOver: () => Promise.reject(new Error('Could not get code signature')) });
    await feed.newest();
    const failure = await feed.download(() => undefined).catch((error: unknown) => error);
    expect(updateFault(failure, 'download').sentence).toContain('not signed');
  });

  it('says so where this copy cannot be replaced', async () => {
    vi.stubEnv('APPIMAGE', undefined);
    await expect(open().newest()).rejects.toBeInstanceOf(NoFeed);
    expect(publisher.asked).toEqual([]);
  });

  it('says so where the answer is nonsense', async () => {
    publisher.published.version = 'soon';
    const nonsense = await open()
      .newest()
      .catch((error: unknown) => error);
    expect(updateFault(nonsense, 'look')).toEqual({
      sentence: 'The answer of the server for newer versions was not understood. The log says more.',
      isOffline: false,
    });
  });
});

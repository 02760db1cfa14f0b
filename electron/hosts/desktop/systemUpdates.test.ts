import { EventEmitter } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { DEFAULT_SETTINGS } from '../../../core/contract/settings';
import { type SystemUpdatesParts, systemUpdates } from './systemUpdates';

const electron = vi.hoisted(() => ({
  app: null as unknown as EventEmitter & Record<string, ReturnType<typeof vi.fn> | boolean>,
  squirrel: null as unknown as EventEmitter,
}));
const published = vi.hoisted(() => ({
  loads: 0,
  updater: null as unknown as EventEmitter & Record<string, unknown>,
}));

vi.mock('electron', async () => {
  const { EventEmitter: Emitter } = await import('node:events');
  electron.app = new Emitter() as never;
  electron.squirrel = new Emitter();
  return { app: electron.app, autoUpdater: electron.squirrel };
});
vi.mock('electron-updater', () => {
  class CancellationToken {
    cancel = vi.fn();
  }
  return {
    default: {
      get autoUpdater() {
        published.loads += 1;
        return published.updater;
      },
      CancellationToken,
    },
  };
});

let folder: string;
let mayLeave: () => Promise<boolean>;
let isForced: boolean;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'blindfold-system-updates-'));
  await writeFile(join(folder, 'app-update.yml'), 'provider: generic\n');
  // Not the first start, at which this is written behind the test's back.
  await writeFile(join(folder, 'updates.json'), '{"asked_at":null}');
  vi.stubGlobal('process', Object.assign(Object.create(process), { resourcesPath: folder }));
  on('win32');
  electron.app.removeAllListeners();
  Object.assign(electron.app, {
    isPackaged: true,
    getVersion: () => '0.1.0',
    getPath: () => folder,
    quit: vi.fn(),
    relaunch: vi.fn(),
  });
  published.loads = 0;
  published.updater = Object.assign(new EventEmitter(), {
    checkForUpdates: vi.fn(async () => ({ isUpdateAvailable: true, updateInfo: { version: '0.2.0' } })),
    downloadUpdate: vi.fn(async () => published.updater.emit('update-downloaded')),
    install: vi.fn(() => true),
    quitAndInstall: vi.fn(),
  }) as never;
  mayLeave = async () => true;
  isForced = false;
});

afterEach(async () => {
  vi.unstubAllGlobals();
  await rm(folder, { recursive: true, force: true });
});

function on(platform: NodeJS.Platform): void {
  Object.defineProperty(process, 'platform', { value: platform, configurable: true });
}

function open(agreed: boolean | null = true) {
  return systemUpdates({
    settings: {
      current: () => ({ ...DEFAULT_SETTINGS, look_for_updates: agreed }),
      onChange: () => () => undefined,
    } as unknown as SystemUpdatesParts['settings'],
    pushes: { tell: () => undefined, listen: () => () => undefined } as never,
    appLog: { write: () => undefined },
    exit: { mayLeave: () => mayLeave(), isForced: () => isForced },
  });
}

async function ready(updater = open()) {
  await updater.look();
  await updater.download();
  await vi.waitFor(() => expect(updater.view().state).toBe('ready'));
  return updater;
}

describe('the newer versions of an installed app', () => {
  it('are not even thought of before the question is answered', async () => {
    const updater = open(null);
    await expect(updater.look()).rejects.toMatchObject({ code: 'not_possible' });
    expect(published.loads).toBe(0);
    updater.dispose();
  });

  it('are none for a copy that is not installed, or was built without a place to look', async () => {
    Object.assign(electron.app, { isPackaged: false });
    expect(open().view()).toMatchObject({ state: 'none' });
    Object.assign(electron.app, { isPackaged: true });
    await rm(join(folder, 'app-update.yml'));
    const { state, reason } = open().view();
    expect([state, reason]).toEqual(['none', expect.stringContaining('without a place to look')]);
    expect(published.loads).toBe(0);
  });

  it('are put in at the quit, when all is written', async () => {
    const updater = await ready();
    expect(published.updater['autoInstallOnAppQuit']).toBe(false);
    updater.dispose();
    electron.app.emit('quit', {}, 0);
    expect(published.updater['install']).toHaveBeenCalledWith(true, false);
  });

  it('are not put in by an app that ends with a fault or by a shutdown, nor one that was not downloaded', async () => {
    const updater = await ready();
    electron.app.emit('quit', {}, 1);
    isForced = true;
    electron.app.emit('quit', {}, 0);
    isForced = false;
    updater.dispose();
    electron.app.removeAllListeners();
    const other = open();
    await other.look();
    electron.app.emit('quit', {}, 0);
    other.dispose();
    expect(published.updater['install']).not.toHaveBeenCalled();
  });

  it('are put in with a restart when the person wants it and may leave', async () => {
    const updater = await ready();
    mayLeave = async () => false;
    await updater.install();
    expect(electron.app['quit']).not.toHaveBeenCalled();
    mayLeave = async () => true;
    await updater.install();
    expect(electron.app['quit']).toHaveBeenCalledOnce();
    updater.dispose();
    published.updater['install'] = vi.fn(() => false);
    electron.app.emit('quit', {}, 0);
    expect(published.updater['install']).toHaveBeenCalledWith(true, true);
    expect(electron.app['relaunch']).toHaveBeenCalledOnce();
  });

  it('ask for no password at the quit of a deb', async () => {
    on('linux');
    await writeFile(join(folder, 'package-type'), 'deb');
    const updater = await ready();
    expect(updater.view().at_quit).toBe(false);
    electron.app.emit('quit', {}, 0);
    expect(published.updater['install']).not.toHaveBeenCalled();
    await updater.install();
    electron.app.emit('quit', {}, 0);
    expect(published.updater['install']).toHaveBeenCalledWith(true, true);
    updater.dispose();
  });

  it('are left to Squirrel on a Mac, which says whether it takes them', async () => {
    on('darwin');
    const updater = open();
    await updater.look();
    await updater.download();
    electron.squirrel.emit('error', new Error('Could not get code signature for running application'));
    await vi.waitFor(() => expect(updater.view().state).toBe('failed'));
    expect(updater.view().reason).toContain('not signed as this copy is');
    await updater.download();
    electron.squirrel.emit('update-downloaded');
    await vi.waitFor(() => expect(updater.view().state).toBe('ready'));
    expect(published.updater['autoInstallOnAppQuit']).toBe(true);
    await updater.install();
    expect(published.updater['quitAndInstall']).toHaveBeenCalledOnce();
    updater.dispose();
  });
});

import { randomBytes } from 'node:crypto';
import { dirname, join } from 'node:path';
import { realFileSystem } from '../sessions/fileSystem';
import type { LockOptions } from '../sessions/lock';
import { realProcesses } from '../sessions/processes';
import { realTimers } from '../sessions/timers';
import { type AccessKeep, accessFile } from './accessFile';
import { type AssistantKeyKeep, assistantKeyFile, type Sealer } from './assistantKeyFile';
import { SettingsFile } from './settingsFile';
import { openSettings, type SettingsService } from './settingsService';
import type { StartSettings } from './startSettings';

/** No settings file holds a key: people show theirs to others. */
const ACCESS_FILE = 'comfyui-access.json';
const KEYS_FILE = 'assistant-keys.json';

const randomHex = (bytes: number) => randomBytes(bytes).toString('hex');
const now = () => new Date();

export interface HostPlaces {
  /** Where the settings page keeps its settings. */
  readonly settingsFile: string;
  /** Folder of the sessions where no setting names one. */
  readonly defaultRoot: string;
  /** The folder whose sessions are gone at exit; null = all is kept. */
  readonly scratchRoot: string | null;
  /** True: this run uses the default folder although the settings name another one, which cannot be used. */
  readonly avoidsChosenRoot?: boolean;
  log(level: 'info' | 'warning', message: string): void;
}

/** True when the folder in use was chosen on the settings page, where it can only be changed once the app runs. */
export function isRootChosen(start: StartSettings, settings: SettingsService): boolean {
  return start.root === null && !start.isScratch && settings.current().sessions_root !== null;
}

/** The settings of a host that runs on this computer: what it was started with, and the file of the settings page. */
export async function openHostSettings(start: StartSettings, places: HostPlaces): Promise<SettingsService> {
  const file = new SettingsFile({
    path: places.settingsFile,
    fs: realFileSystem,
    lock: await lockOptions(places),
    randomHex,
    now,
    log: places.log,
  });
  return openSettings({
    file,
    given: start.given,
    fixed: start.fixed,
    defaultRoot: places.defaultRoot,
    scratchRoot: places.scratchRoot,
    avoidsChosenRoot: places.avoidsChosenRoot ?? false,
    fs: realFileSystem,
    randomHex,
  });
}

/** The headers of protected servers, in a file of their own beside the settings. */
export async function openHostAccess(places: Pick<HostPlaces, 'settingsFile' | 'log'>): Promise<AccessKeep> {
  return accessFile({
    path: join(dirname(places.settingsFile), ACCESS_FILE),
    fs: realFileSystem,
    lock: await lockOptions(places),
    randomHex,
  });
}

/** The keys of model servers, in a file of their own beside the settings. In: also the system's store of keys, where the host has one. */
export async function openHostKeys(
  places: Pick<HostPlaces, 'settingsFile' | 'log'>,
  askSealer?: () => Promise<Sealer | null>,
): Promise<AssistantKeyKeep> {
  const place = {
    path: join(dirname(places.settingsFile), KEYS_FILE),
    fs: realFileSystem,
    lock: await lockOptions(places),
    randomHex,
  };
  return assistantKeyFile(place, askSealer);
}

async function lockOptions({ log }: Pick<HostPlaces, 'log'>): Promise<LockOptions> {
  return {
    fs: realFileSystem,
    timers: realTimers,
    processes: realProcesses,
    self: await realProcesses.self(),
    token: randomHex(16),
    now,
    log,
  };
}

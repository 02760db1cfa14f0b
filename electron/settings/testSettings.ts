import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { AppSettings, SettingSource } from '../../core/contract/settings';
import { type FileSystem, realFileSystem } from '../sessions/fileSystem';
import { realProcesses } from '../sessions/processes';
import { realTimers } from '../sessions/timers';
import { SettingsFile } from './settingsFile';
import { openSettings, type SettingsService } from './settingsService';

export interface SettingsTestOptions {
  fs?: FileSystem;
  given?: Partial<AppSettings>;
  fixed?: Partial<Record<keyof AppSettings, SettingSource>>;
  scratchRoot?: string;
  avoidsChosenRoot?: boolean;
  /** Hears what is said in the log. */
  log?: (message: string) => void;
}

/** The settings of one copy of the app, with `settings.json` in a folder of the test's own. */
export async function settingsIn(
  folder: string,
  {
    fs = realFileSystem,
    given = {},
    fixed = {},
    scratchRoot,
    avoidsChosenRoot,
    log,
  }: SettingsTestOptions = {},
): Promise<SettingsService> {
  const randomHex = (bytes: number) => randomBytes(bytes).toString('hex');
  const say = (_level: string, message: string) => log?.(message);
  const now = () => new Date('2026-03-04T05:06:07.000Z');
  const file = new SettingsFile({
    path: join(folder, 'settings.json'),
    fs,
    lock: {
      fs,
      timers: realTimers,
      processes: realProcesses,
      self: await realProcesses.self(),
      token: randomHex(16),
      now: () => new Date(),
      log: say,
    },
    randomHex,
    now,
    log: say,
  });
  return openSettings({
    file,
    given,
    fixed,
    defaultRoot: join(folder, 'sessions'),
    scratchRoot: scratchRoot ?? null,
    avoidsChosenRoot: avoidsChosenRoot ?? false,
    fs,
    randomHex,
  });
}

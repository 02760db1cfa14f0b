import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { app, autoUpdater as squirrel } from 'electron';
import type { BaseUpdater } from 'electron-updater';
import type { AppLog } from '../../log/appLog';
import type { Pushes } from '../../pushes';
import { realTimers } from '../../sessions/timers';
import type { SettingsService } from '../../settings/settingsService';
import { createUpdater } from '../../updates/createUpdater';
import { noUpdater } from '../../updates/noUpdater';
import { publishedFeed } from '../../updates/publishedFeed';
import { updateDiary } from '../../updates/updateDiary';
import type { UpdateFeed } from '../../updates/updateFeed';
import type { Updater } from '../../updates/updater';
import { whyNoUpdates } from '../../updates/whyNoUpdates';
import type { ExitGuard } from './exitGuard';
import { startAgain } from './startAgain';

export interface SystemUpdatesParts {
  readonly settings: SettingsService;
  readonly pushes: Pushes;
  readonly appLog: Pick<AppLog, 'write'>;
  readonly exit: ExitGuard;
}

/** Newer versions of an installed app. What asks for them is not even loaded before something may go out. */
export function systemUpdates({ settings, pushes, appLog, exit }: SystemUpdatesParts): Updater {
  const version = app.getVersion();
  if (!app.isPackaged) return noUpdater(version);
  const reason = whyNoUpdates({
    platform: process.platform,
    hasFeed: existsSync(join(process.resourcesPath, 'app-update.yml')),
    isAppImage: process.env['APPIMAGE'] !== undefined,
    packageType: packageType(),
  });
  if (reason !== null) return noUpdater(version, reason);
  return createUpdater({
    current: version,
    settings,
    pushes,
    openFeed: () => openFeed(appLog, exit),
    diary: updateDiary(join(app.getPath('userData'), 'updates.json')),
    mayLeave: exit.mayLeave,
    timers: realTimers,
    now: () => new Date(),
    log: (level, message, error) => appLog.write(level, message, error),
  });
}

/** What the package says of itself (Linux); null for none. */
function packageType(): string | null {
  const file = join(process.resourcesPath, 'package-type');
  return existsSync(file) ? readFileSync(file, 'utf8').trim() : null;
}

async function openFeed(appLog: Pick<AppLog, 'write'>, exit: ExitGuard): Promise<UpdateFeed> {
  // It looks at the machine as soon as it is loaded.
  const { autoUpdater, CancellationToken } = (await import('electron-updater')).default;
  const isMac = process.platform === 'darwin';
  // A deb asks for a password, and a question at the end of the day would come out of nowhere.
  const putsInAtQuit = packageType() !== 'deb';
  // macOS puts in by itself what it was given; elsewhere it is done here, once all is written and the window is gone.
  autoUpdater.autoInstallOnAppQuit = isMac;
  let isReady = false;
  let restarts = false;
  autoUpdater.on('update-downloaded', () => {
    isReady = true;
  });
  if (!isMac) {
    app.on('quit', (_event, code) => {
      // A shutdown of the system would end an installer in the middle.
      if (code !== 0 || exit.isForced() || !isReady || !(restarts || putsInAtQuit)) return;
      const isIn = (autoUpdater as BaseUpdater).install(true, restarts);
      // The version before it is better than none.
      if (!isIn && restarts) startAgain();
    });
  }
  return publishedFeed({
    updater: autoUpdater,
    newToken: () => new CancellationToken(),
    timers: realTimers,
    log: (message) => appLog.write('info', `Newer versions: ${message}`),
    putsInAtQuit,
    ...(isMac ? { handOver: takenBySquirrel } : {}),
    restartInto() {
      if (isMac) return autoUpdater.quitAndInstall();
      restarts = true;
      app.quit();
    },
  });
}

/** Squirrel looks at what it was given, at its signature above all, after electron-updater has done with it (macOS). */
async function takenBySquirrel(): Promise<void> {
  // It rejects with what an `error` brings, and listens no longer after either.
  await once(squirrel, 'update-downloaded');
}

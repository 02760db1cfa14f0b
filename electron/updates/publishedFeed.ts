import type { AppUpdater, CancellationToken, ProgressInfo } from 'electron-updater';
import { z } from 'zod';
import type { Timers } from '../sessions/timers';
import { NoFeed, type UpdateFeed } from './updateFeed';

/** The same for everybody: electron-updater would make up a number for this machine and send it with each question. */
export const NOBODY = '00000000-0000-0000-0000-000000000000';
/** A download of which nothing came for so long is given up, in ms. */
export const STALLED_MS = 120_000;

/** It stands on the screen, and comes from outside. */
const versionSchema = z.string().regex(/^\d{1,6}\.\d{1,6}\.\d{1,6}(?:-[\w.-]{1,40})?(?:\+[\w.-]{1,40})?$/);

export interface FeedParts {
  readonly updater: AppUpdater;
  /** Makes what a download is ended with. */
  readonly newToken: () => CancellationToken;
  readonly timers: Timers;
  readonly log: (message: string) => void;
  readonly putsInAtQuit: boolean;
  /** Begins to listen for whether the system took what it was given, where it has to take it. */
  readonly handOver?: () => Promise<void>;
  readonly restartInto: () => void;
}

/** What was published, by electron-updater. Nothing goes out before `newest` is called. */
export function publishedFeed(parts: FeedParts): UpdateFeed {
  const { updater, log, timers } = parts;
  updater.autoDownload = false;
  updater.allowDowngrade = false;
  updater.allowPrerelease = false;
  updater.disableWebInstaller = true;
  // Everybody gets a version at once, so that nobody has to be told apart.
  updater.isUserWithinRollout = () => true;
  updater.requestHeaders = { 'x-user-staging-id': NOBODY };
  // Nor is a number for this machine made up and kept: the field is closed to others, and has no setting.
  Object.assign(updater, { stagingUserIdPromise: { value: Promise.resolve(NOBODY) } });
  updater.logger = {
    info: (said) => log(String(said)),
    warn: (said) => log(String(said)),
    error: (said) => log(String(said)),
  };
  let token: CancellationToken | null = null;

  return {
    putsInAtQuit: parts.putsInAtQuit,
    restartInto: parts.restartInto,

    async newest() {
      const found = await updater.checkForUpdates();
      if (found === null) throw new NoFeed('This copy cannot replace itself. Install a newer one over it.');
      return found.isUpdateAvailable ? versionSchema.parse(found.updateInfo.version) : null;
    },

    async download(onShare) {
      const own = parts.newToken();
      token = own;
      let isStalled = false;
      const giveUp = () => {
        isStalled = true;
        own.cancel();
      };
      let stop = timers.after(STALLED_MS, giveUp);
      const heard = ({ percent }: ProgressInfo) => {
        stop();
        // Once all is there it is only checked, and handed to the system.
        stop = percent >= 100 ? () => undefined : timers.after(STALLED_MS, giveUp);
        onShare(percent / 100);
      };
      updater.on('download-progress', heard);
      const taken = parts.handOver?.();
      // A download that fails is what is told then.
      taken?.catch(() => undefined);
      try {
        await updater.downloadUpdate(own);
        await taken;
      } catch (error) {
        throw isStalled ? new Error('ETIMEDOUT: the download came to a halt.') : error;
      } finally {
        stop();
        updater.off('download-progress', heard);
        token = null;
      }
    },

    dispose: () => token?.cancel(),
  };
}

import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { AppFailure } from '../core/contract/failure';
import packageJson from '../package.json' with { type: 'json' };
import { createBackend } from './backend';
import { startHttpServer } from './hosts/browser/httpServer';
import { removeServerFile, type ServerFile, writeServerFile } from './hosts/browser/serverFile';
import { loadStaticFiles } from './hosts/browser/staticFiles';
import { openHostLog } from './log/hostLog';
import { outliveConsole } from './log/lastingConsole';
import {
  type HostPlaces,
  isRootChosen,
  openHostAccess,
  openHostKeys,
  openHostSettings,
} from './settings/hostSettings';
import { defaultSettingsFile } from './settings/settingsPlace';
import { asksForHelp, startHelp } from './settings/startHelp';
import { readStartSettings } from './settings/startSettings';

/** Exit code of a start that was refused: bad arguments, a port that is taken, a folder that cannot be used. */
const REFUSED = 2;
/** Quitting takes no longer, in ms. */
const EXIT_MS = 4_900;

async function serve(): Promise<void> {
  if (asksForHelp(process.argv.slice(2))) {
    console.log(startHelp());
    return;
  }
  const start = readStartSettings({ argv: process.argv.slice(2), env: process.env, cwd: process.cwd() });
  const scratchRoot = start.isScratch ? await mkdtemp(join(tmpdir(), 'blindfold-scratch-')) : null;
  if (scratchRoot !== null) {
    console.log(
      `NOTHING IS KEPT: SESSION_PERSISTENCE_ENABLED is false, so all sessions of this run are removed at exit. The page offers to keep them; until then they lie in ${scratchRoot}.`,
    );
  }
  const settingsFile = start.settingsFile ?? defaultSettingsFile(process.platform, process.env, homedir());
  const appLog = openHostLog(dirname(settingsFile));
  const places: HostPlaces = {
    settingsFile,
    defaultRoot: resolve('sessions'),
    scratchRoot,
    log: (level, message) => {
      appLog.write(level, message);
      console.error(message);
    },
  };
  const settings = await openHostSettings(start, places);
  const root = settings.sessionsRoot;

  let announce: () => Promise<AppFailure | null> = async () => null;
  const started = createBackend({
    root,
    catalogFile: scratchRoot === null ? start.catalogFile : null,
    settings,
    access: await openHostAccess(places),
    assistant: { keys: await openHostKeys(places), variables: start.modelKeys },
    appLog,
    startDemo: start.startDemo,
    demo: start.demo,
    host: 'browser',
    version: packageJson.version,
    trouble: async () => (await announce())?.message ?? null,
    onShutdown: () => void stop(0),
  });
  const backend = await started.catch(async (error: unknown) => {
    if (scratchRoot !== null) await removeScratch(scratchRoot, null);
    throw isRootChosen(start, settings) ? withWayOut(error) : error;
  });
  const token = start.token ?? randomBytes(24).toString('base64url');
  appLog.hide(token);
  const host = await startHttpServer({
    backend,
    token,
    port: start.port,
    files: await loadStaticFiles(resolve(import.meta.dirname, '..', 'client')),
    logBug: (error) => {
      appLog.write('error', 'A fault inside the HTTP server', error);
      console.error(error);
    },
    warn: (sentence) => {
      appLog.write('warning', sentence);
      console.error(sentence);
    },
  }).catch(async (error: unknown) => {
    await backend.dispose();
    throw error;
  });
  announce = announcer(root, { url: host.url, token, pid: process.pid });
  const failure = await announce();
  // A full disk does not keep the host from showing what is there.
  if (failure !== null) {
    if (failure.code !== 'disk_full') throw failure;
    appLog.write('warning', failure.message);
    console.error(failure.message);
    console.log('The sessions that are there can be looked at until there is room.');
  }

  let stopping: Promise<void> | null = null;
  function stop(code: number): Promise<void> {
    stopping ??= (async () => {
      console.log(
        scratchRoot === null
          ? `Blindfold ends. All sessions stay in ${root}; images that are being made go on with Resume at the next start.`
          : 'Blindfold ends.',
      );
      // Whatever hangs on the way, a disk or a caller, the program ends in time.
      setTimeout(() => process.exit(code), EXIT_MS);
      try {
        await Promise.all([removeServerFile(root, process.pid), backend.dispose()]);
        await host.close();
        if (scratchRoot !== null) {
          const kept = backend.keptIn();
          if (kept !== null) console.log(`Sessions of this run were kept in ${kept}.`);
          await removeScratch(scratchRoot, backend.mustStay());
        }
      } catch (error) {
        console.error(error);
      }
      process.exit(code);
    })();
    return stopping;
  }
  process.on('SIGTERM', () => void stop(0));
  process.on('SIGINT', () => void stop(0));

  const address = `${host.url}/?token=${token}`;
  console.log(`Ready: ${address}`);
  if (start.openBrowser) openBrowser(address);
}

/** In: why the folder must stay after all; null when it may go. */
async function removeScratch(root: string, reason: string | null): Promise<void> {
  if (reason === null) await rm(root, { recursive: true, force: true });
  else console.log(reason);
}

/** What keeps the folder of the settings page from being used, with the way to the page; a bug comes back as it is. */
function withWayOut(error: unknown): unknown {
  if (!(error instanceof AppFailure)) return error;
  const way =
    'This folder was chosen on the settings page. To choose another one there, start with --sessions DIR.';
  return new AppFailure(error.code, `${error.message} ${way}`, { cause: error });
}

/**
 * Tells scripts where the host is. Out of each call: null once that is done, else why the disk takes nothing; the next call
 * tries again.
 */
function announcer(root: string, file: ServerFile): () => Promise<AppFailure | null> {
  let isDone = false;
  return async () => {
    if (isDone) return null;
    try {
      const other = await writeServerFile(root, file);
      isDone = true;
      if (other !== null) {
        console.log(
          `Another copy of Blindfold serves this sessions folder at ${other.url}. Its .server.json stays; the address of this one is below.`,
        );
      }
      return null;
    } catch (error) {
      if (error instanceof AppFailure) return error;
      throw error;
    }
  };
}

/** Opens the person's browser where there is one to open; the printed address is the way otherwise. */
function openBrowser(address: string): void {
  const hasDisplay =
    process.platform !== 'linux' ||
    process.env['DISPLAY'] !== undefined ||
    process.env['WAYLAND_DISPLAY'] !== undefined;
  if (!hasDisplay || process.env['CI'] !== undefined) return;
  const [command, ...args] =
    process.platform === 'darwin'
      ? ['open', address]
      : process.platform === 'win32'
        ? ['rundll32', 'url.dll,FileProtocolHandler', address]
        : ['xdg-open', address];
  const child = spawn(command as string, args, { stdio: 'ignore', detached: true });
  child.on('error', () => console.log('No browser could be opened. Open the address above by hand.'));
  child.unref();
}

outliveConsole(process);
serve().catch((error: unknown) => {
  if (error instanceof AppFailure) console.error(error.message);
  else console.error(error);
  process.exit(error instanceof AppFailure ? REFUSED : 1);
});

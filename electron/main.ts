import { rmSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { app, dialog } from 'electron';
import { AppFailure } from '../core/contract/failure';
import { createBackend } from './backend';
import { nameApp } from './hosts/desktop/appNames';
import { desktopDialogs } from './hosts/desktop/desktopDialogs';
import { type Desktop, openDesktop } from './hosts/desktop/desktopHost';
import { desktopPrinter } from './hosts/desktop/desktopPrinter';
import type { ExitGuard } from './hosts/desktop/exitGuard';
import { announceScheme } from './hosts/desktop/imageScheme';
import { watchFaults } from './hosts/desktop/mainFaults';
import { gatherFiles, handedOn, type OpenedFiles } from './hosts/desktop/openedFiles';
import { ownArguments } from './hosts/desktop/ownArguments';
import { placeSample } from './hosts/desktop/placeSample';
import { lockPages } from './hosts/desktop/security';
import { systemKeys } from './hosts/desktop/systemKeys';
import { systemTrash } from './hosts/desktop/systemTrash';
import { systemUpdates } from './hosts/desktop/systemUpdates';
import { openHostLog } from './log/hostLog';
import { outliveConsole } from './log/lastingConsole';
import {
  type HostPlaces,
  isRootChosen,
  openHostAccess,
  openHostKeys,
  openHostSettings,
} from './settings/hostSettings';
import type { SettingsService } from './settings/settingsService';
import { readStartSettings } from './settings/startSettings';

/** The sample session among the app's resources; see electron-builder.yml. */
const SAMPLE = '20260104_101500';

/** The desktop app: one backend, one window. In: the files that it is asked to open. */
async function open(opened: OpenedFiles): Promise<void> {
  const start = readStartSettings({
    argv: ownArguments(process.argv, app.isPackaged),
    env: process.env,
    cwd: process.cwd(),
  });
  const settingsFile = start.settingsFile ?? join(app.getPath('userData'), 'settings.json');
  const appLog = openHostLog(app.getPath('userData'));
  const places: HostPlaces = {
    settingsFile,
    defaultRoot: app.isPackaged
      ? join(app.getPath('documents'), 'Blindfold', 'sessions')
      : resolve('sessions'),
    scratchRoot: start.isScratch ? await scratchFolder() : null,
    log: (level, message) => {
      appLog.write(level, message);
      console.error(message);
    },
  };
  const access = await openHostAccess(places);
  const assistant = { keys: await openHostKeys(places, () => systemKeys()), variables: start.modelKeys };
  let desktop: Desktop | null = null;
  const exit: ExitGuard = {
    mayLeave: async () => desktop === null || desktop.mayLeave(),
    isForced: () => desktop?.isForced() ?? false,
  };
  const startWith = (settings: SettingsService) =>
    createBackend({
      access,
      assistant,
      root: settings.sessionsRoot,
      catalogFile: start.isScratch ? null : start.catalogFile,
      settings,
      appLog,
      startDemo: start.startDemo,
      demo: start.demo,
      host: 'desktop',
      dialogs: desktopDialogs,
      printer: desktopPrinter,
      version: app.getVersion(),
      updater: (set, pushes) => systemUpdates({ settings: set, pushes, appLog, exit }),
      systemTrash,
      onShutdown: () => app.quit(),
    });
  const settings = await openHostSettings(start, places);
  if (app.isPackaged) {
    // Without it the app has one session less to show.
    await placeSample(join(process.resourcesPath, 'sample', SAMPLE), settings.sessionsRoot).catch(
      (error: unknown) => console.error('The sample session could not be copied.', error),
    );
  }
  const backend = await startWith(settings).catch(async (error: unknown) => {
    if (!(error instanceof AppFailure) || !isRootChosen(start, settings)) throw error;
    appLog.write('warning', error.message);
    if (!(await mayUseDefault(error.message, places.defaultRoot))) throw error;
    return startWith(await openHostSettings(start, { ...places, avoidsChosenRoot: true }));
  });
  const paths = {
    client: resolve(import.meta.dirname, '..', 'client'),
    preload: resolve(import.meta.dirname, '..', 'preload', 'index.cjs'),
  };
  const { scratchRoot } = places;
  if (scratchRoot !== null) {
    app.on('quit', () => {
      const reason = backend.mustStay();
      if (reason === null) rmSync(scratchRoot, { recursive: true, force: true });
      else dialog.showErrorBox('Some sessions could not be kept', reason);
    });
  }
  watchFaults(process, {
    log: appLog,
    flush: () => backend.dispose(),
    tell: (push) => desktop?.tell(push),
  });
  desktop = await openDesktop({
    backend,
    paths,
    log: (level, message, error) => appLog.write(level, message, error),
    opened,
  });
}

/** Without this nobody could get to the settings page, where the folder was chosen. */
async function mayUseDefault(sentence: string, defaultRoot: string): Promise<boolean> {
  const { response } = await dialog.showMessageBox({
    type: 'warning',
    message: sentence,
    detail: `This folder was chosen on the settings page. This time the sessions folder can be ${defaultRoot}; the setting stays as it is.`,
    buttons: ['Use that folder this time', 'Quit'],
    defaultId: 0,
    cancelId: 1,
    noLink: true,
  });
  return response === 0;
}

/** A folder for sessions that are gone at exit, which is said before anything is made. */
async function scratchFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'blindfold-scratch-'));
  await dialog.showMessageBox({
    type: 'warning',
    message: 'Nothing is kept.',
    detail: `SESSION_PERSISTENCE_ENABLED is false, so all sessions of this run are removed at exit. The window offers to keep them; until then they lie in ${folder}.`,
    buttons: ['OK'],
  });
  return folder;
}

// A profile of its own, for tests and for several copies side by side.
const profile = process.env['BLINDFOLD_USER_DATA'];
if (profile) app.setPath('userData', resolve(profile));

outliveConsole(process);
nameApp(app, process.platform);
announceScheme();
lockPages(app);
const handed = handedOn(process.argv, app.isPackaged, process.cwd());
// The copy that is there already opens what this one was given.
if (app.requestSingleInstanceLock(handed)) {
  const opened = gatherFiles(app, handed);
  app
    .whenReady()
    .then(() => open(opened))
    .catch((error: unknown) => {
      console.error(error);
      const sentence = error instanceof Error ? error.message : String(error);
      dialog.showErrorBox('Blindfold could not start', sentence);
      app.exit(error instanceof AppFailure ? 2 : 1);
    });
} else {
  app.quit();
}

import { randomBytes } from 'node:crypto';
import { dirname, join } from 'node:path';
import { AppFailure } from '../core/contract/failure';
import { formatStamp } from '../core/session/identity';
import { startAssistant } from './assistant/startAssistant';
import type { BackendOptions, Log } from './backendOptions';
import { createRowThreads } from './catalog/rowThreads';
import { createCatalog } from './catalog/sessionCatalog';
import { allHandlers } from './handlers/allHandlers';
import { createGivenPaths } from './handlers/givenPaths';
import { createScores } from './handlers/scores';
import type { Services } from './handlers/services';
import { createTransfer } from './handlers/transfer';
import { createTurns } from './handlers/turns';
import type { Backend } from './hosts/backendPort';
import { createDispatcher } from './hosts/dispatch';
import { createHousekeeping } from './housekeeping';
import { createAppLog, type LogLevel } from './log/appLog';
import { realLogDisk } from './log/logDisk';
import { sessionLines } from './log/sessionLines';
import { createMaking } from './making';
import { createPresets } from './presets/presets';
import { createPushes } from './pushes';
import { createReports } from './report/reports';
import { builtReportThread } from './report/reportThread';
import { runNotice } from './runNotices';
import { createServerAccess } from './serverAccess';
import { createServers } from './servers';
import { tellEvents } from './sessionPushes';
import { createArchives } from './sessions/archive/archivedSessions';
import { createRootMemory } from './sessions/archive/rootMemory';
import { createAutosave } from './sessions/autosave';
import { realFileSystem } from './sessions/fileSystem';
import { createImages } from './sessions/images';
import { realProcesses } from './sessions/processes';
import { createScratchKeep } from './sessions/scratch/scratchKeep';
import { createSessionStore } from './sessions/sessionStore';
import { allEndWithin, endsWithin, realTimers } from './sessions/timers';
import { memoryAccess } from './settings/accessFile';
import { memorySettings } from './settings/memorySettings';
import { createShownSessions } from './shownSessions';
import { createTasks } from './tasks';
import { noUpdater } from './updates/noUpdater';
import { createSessionViews } from './views/sessionViews';

/** Time for the answer to `app.shutdown` to leave before the doors close. */
const ANSWER_MS = 50;
/** Of the 5 seconds that quitting may take, those that the backend may use; the rest is for the host. */
const END_MS = 4_600;
/** Of these, those that a run may use. */
const RUN_END_MS = 3_500;

/**
 * Puts the backend together: sessions, runner, servers, pictures, and the handlers that answer the contract with them.
 * Throws AppFailure with a sentence when the sessions folder cannot be used.
 */
export async function createBackend(options: BackendOptions): Promise<Backend> {
  const now = options.now ?? (() => new Date());
  const fs = options.fs ?? realFileSystem;
  const appLog = options.appLog ?? createAppLog({ folder: null, disk: realLogDisk, now });
  const log: Log = (level, message, error) => {
    appLog.write(level, message, error);
    (options.log ?? logToConsole)(level, message, error);
  };
  const logBug = (error: unknown) => log('error', 'A fault inside Blindfold', error);
  const randomHex = options.randomHex ?? ((bytes: number) => randomBytes(bytes).toString('hex'));
  const pushes = createPushes(logBug);
  const images = createImages(fs);
  const settings = options.settings ?? (await memorySettings(options, { fs, randomHex }));
  const access = createServerAccess({
    keep: options.access ?? memoryAccess(),
    hide: (secret) => appLog.hide(secret),
    log,
  });
  await access.refresh();
  const assistant = startAssistant(options.assistant ?? {}, {
    settings,
    root: options.root,
    fs,
    pushes,
    timers: realTimers,
    appLog,
    log,
    now,
    randomHex,
  });
  const servers = createServers({
    wantedServer: () => settings.current().default_server,
    demo: options.demo ?? {},
    access,
    now,
  });
  const views = createSessionViews({ images, generationOf: (session) => generation.view(session) });
  const store = await createSessionStore({
    root: options.root,
    fs,
    processes: options.processes ?? realProcesses,
    now,
    randomHex,
    log,
    servers: () => [servers.defaultServer],
    explainMissing: async (id) =>
      (await archives.find(id)).has(id) ? 'This session is archived. Bring it back to open it.' : null,
    isTaken: async (id) => {
      try {
        return (await archives.find(id)).has(id);
      } catch (error) {
        if (!(error instanceof AppFailure)) throw error;
        // Nobody can work on without a session; an archive that cannot be looked at keeps its own id.
        log('warning', error.message);
        return false;
      }
    },
    onEvents: (session, events) => {
      tellEvents(pushes, views, session, events);
      catalog.note(session, events);
      autosave.note(session, events);
      const notice = generation.isActive(session.id) ? runNotice(session, events) : null;
      if (notice !== null) pushes.tell({ push: 'notice.raised', payload: notice });
      for (const { level, message } of sessionLines(session.id, events, session.events)) log(level, message);
    },
  });
  const processes = options.processes ?? realProcesses;
  const lock = {
    fs,
    timers: realTimers,
    processes,
    self: await processes.self(),
    token: randomHex(16),
    now,
    log,
  };
  const memory = createRootMemory(store.root, { fs, lock, randomHex, now, log });
  const archives = createArchives({
    fs,
    root: store.root,
    memory,
    chosenFolder: () => settings.current().archive_folder,
    now,
    log,
  });
  await archives.tidy();
  const { generation, makeTestPair, speeds } = createMaking({
    pollMs: options.pollMs,
    randomUint32: options.randomUint32,
    fs,
    servers,
    images,
    pushes,
    randomHex,
    now,
    log,
    logBug,
  });
  const catalog = createCatalog({
    kind: settings.current().storage_type,
    file: options.catalogFile ?? join(store.root, 'catalog.db'),
    store,
    views,
    archives,
    fs,
    // Threads read the computer's own files only.
    threads:
      options.fs === undefined
        ? createRowThreads({ file: join(import.meta.dirname, 'rowReading.worker.js'), store, log })
        : null,
    timers: realTimers,
    mark: () => `${formatStamp(now())}-${randomHex(4)}`,
    log,
    notice: (message) =>
      pushes.tell({ push: 'notice.raised', payload: { session_id: null, tone: 'caution', message } }),
    onFound: ({ removed }) => pushes.tell({ push: 'sessions.changed', payload: { removed } }),
  });
  // A folder that cannot be listed is told of by each list.
  await catalog.refresh().catch((error) => {
    if (!(error instanceof AppFailure)) throw error;
    log('warning', error.message);
  });
  const tasks = createTasks({ pushes, randomHex, onFault: logBug, log });
  const scores = createScores({ fs, pushes, timers: realTimers, randomHex, onFault: logBug });
  const reports = createReports({
    maker: options.reportMaker ?? builtReportThread(import.meta.dirname, log),
    pushes,
    clock: () => performance.now(),
  });
  const archive: Services['archive'] = {
    fs,
    store,
    archives,
    memory,
    version: options.version,
    servers: () => [servers.defaultServer],
    now,
    randomHex,
    log,
  };
  const scratch = settings.view().persistence_enabled
    ? null
    : createScratchKeep({
        scratch: archive,
        archives,
        processes: options.processes ?? realProcesses,
        keptRoot: settings.keptRoot,
      });
  const parts: Omit<Services, 'trash' | 'retention'> = {
    fs,
    store,
    images,
    runner: generation,
    makeTestPair,
    servers,
    access,
    assistant,
    speeds,
    pushes,
    views,
    scores,
    reports,
    catalog,
    archive,
    dialogs: options.dialogs ?? null,
    printer: options.printer ?? null,
    givenPaths: createGivenPaths(),
    updater: options.updater?.(settings, pushes) ?? noUpdater(options.version),
    tasks,
    turns: createTurns(),
    now,
    settings,
    presets: createPresets({
      // Beside the settings, so that they are the person's own whatever folder the sessions lie in.
      folder: join(dirname(settings.view().file ?? join(store.root, 'settings.json')), 'presets'),
      fs,
      randomHex,
      now,
      log,
    }),
    scratch,
    appLog,
    log,
    app: { version: options.version, host: options.host, trouble: options.trouble ?? (async () => null) },
    randomHex,
    shutdown: () => setTimeout(() => options.onShutdown?.(), ANSWER_MS),
  };
  const timers = options.timers ?? realTimers;
  const shown = createShownSessions(timers);
  const housekeeping = createHousekeeping({
    ...parts,
    timers,
    shown,
    onFault: logBug,
    systemTrash: options.systemTrash,
  });
  const { trash, retention } = housekeeping;
  const services: Services = { ...parts, trash, retention };
  const { dispatch, call } = createDispatcher(allHandlers(services), logBug);
  const autosave = createAutosave({
    timers: realTimers,
    settings,
    opened: () => store.opened(),
    save: (session_id) => call('session.save', { session_id }),
    notice: (session_id, message) =>
      pushes.tell({ push: 'notice.raised', payload: { session_id, tone: 'caution', message } }),
    log,
  });
  if (options.startDemo === true) await servers.startDemo();
  const stopWatch = servers.watch({
    isWanted: pushes.hasListeners,
    onChange: (server) => pushes.tell({ push: 'comfy.changed', payload: { server } }),
    onFault: logBug,
  });

  const stopListening = [
    settings.onChange((set, before) => {
      pushes.tell({ push: 'settings.changed', payload: settings.view() });
      if (set.storage_type !== before.storage_type) catalog.switchTo(set.storage_type).catch(logBug);
    }),
    appLog.onEntry((entry) => pushes.tell({ push: 'app.logged', payload: { entry } })),
  ];
  log('info', startSentence(options));
  housekeeping.start((session_id) => call('generation.resume', { session_id }));

  let ending: Promise<void> | null = null;
  async function end(): Promise<void> {
    stopWatch();
    autosave.dispose();
    assistant.dispose();
    parts.updater.dispose();
    const began = performance.now();
    const left = () => Math.max(0, END_MS - (performance.now() - began));
    const work = [generation.dispose(), tasks.dispose(), reports.dispose(), housekeeping.dispose()];
    // The store may not close under one of them because another one failed.
    await allEndWithin(work, RUN_END_MS, logBug, timers);
    // Nothing that was answered waits here: it is flushed before its answer. So a disk that hangs need not be waited for.
    await endsWithin(store.dispose(), left(), timers).catch(logBug);
    await endsWithin(scores.settled(), left(), timers).catch(logBug);
    if (scratch !== null) await endsWithin(scratch.finish(), left(), timers).catch(logBug);
    await endsWithin(catalog.dispose(), left(), timers).catch(logBug);
    await endsWithin(servers.dispose(), left(), timers).catch(logBug);
    log('info', 'Blindfold ends.');
    for (const stop of stopListening) stop();
    await endsWithin(appLog.settled(), left(), timers).catch(logBug);
    pushes.dispose();
  }

  return {
    openWindow() {
      const window = shown.open();
      return { dispatch: (text) => dispatch(text, window), close: window.close };
    },
    call,
    onPush: pushes.listen,
    giveFile: services.givenPaths.giveSource,
    image: images.serve,
    ...createTransfer(services),
    unsavedSessions: () =>
      store.opened().flatMap((session) => {
        // What another copy has open is that copy's to ask about; what is damaged cannot be saved.
        if (session.unsavedChanges === 0 || session.readOnly || session.damaged !== null) return [];
        return [
          {
            session_id: session.id,
            label: views.summary(session, false).label,
            changes: session.unsavedChanges,
          },
        ];
      }),
    mustStay: () => scratch?.mustStay() ?? null,
    keptIn: () => scratch?.folder ?? null,
    dispose() {
      ending ??= end();
      return ending;
    },
  };
}

function startSentence({ version, host, root }: BackendOptions): string {
  return `Blindfold ${version} starts as ${host === 'desktop' ? 'desktop app' : 'browser host'} on ${root}.`;
}

function logToConsole(level: LogLevel, message: string, error?: unknown): void {
  if (level === 'info') return;
  console.error(message, ...(error === undefined ? [] : [error]));
}

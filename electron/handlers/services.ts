import type { GenerationView } from '../../core/contract/generationView';
import type { SessionId } from '../../core/session/identity';
import type { SessionState } from '../../core/session/state';
import type { Assistant } from '../assistant/assistant';
import type { Catalog } from '../catalog/catalog';
import type { Speeds } from '../generation/speeds';
import type { MadePair } from '../generation/testPair';
import type { Dialogs } from '../hosts/dialogs';
import type { Printer } from '../hosts/printer';
import type { AppLog } from '../log/appLog';
import type { Presets } from '../presets/presets';
import type { Pushes } from '../pushes';
import type { Reports } from '../report/reports';
import type { ServerAccess } from '../serverAccess';
import type { Servers } from '../servers';
import type { Archives } from '../sessions/archive/archivedSessions';
import type { ArchiveParts } from '../sessions/archive/archiveParts';
import type { RootMemory } from '../sessions/archive/rootMemory';
import type { FileSystem } from '../sessions/fileSystem';
import type { Images } from '../sessions/images';
import type { OpenSession } from '../sessions/openSession';
import type { Retention } from '../sessions/retention';
import type { ScratchKeep } from '../sessions/scratch/scratchKeep';
import type { SessionStore } from '../sessions/sessionStore';
import type { Trash } from '../sessions/trash';
import type { SettingsService } from '../settings/settingsService';
import type { TaskControl, Tasks } from '../tasks';
import type { Updater } from '../updates/updater';
import type { SessionViews } from '../views/sessionViews';
import type { GivenPaths } from './givenPaths';
import type { Scores } from './scores';
import type { Turns } from './turns';

/** What the handlers need of the runner; see `electron/generation`. */
export interface Runner {
  start(session: OpenSession): Promise<GenerationView>;
  pause(session: OpenSession): Promise<GenerationView>;
  resume(session: OpenSession): Promise<GenerationView>;
  stop(session: OpenSession): Promise<GenerationView>;
  /** In: the image's file name. */
  regenerate(session: OpenSession, file: string): Promise<GenerationView>;
  /** Shows images in the making. Throws AppFailure `not_possible` when nothing is being made. */
  previews(session: OpenSession, on: boolean): GenerationView;
  view(session: OpenSession): GenerationView;
  /** True while the session's images are being made or wait for their turn. */
  isActive(id: SessionId): boolean;
}

/** Everything that the handlers work with. */
export interface Services {
  /** What every read and write of files goes through. */
  readonly fs: FileSystem;
  readonly store: SessionStore;
  readonly images: Images;
  readonly runner: Runner;
  /** Makes one pair outside the plan; see `electron/generation/testPair`. */
  makeTestPair(state: Readonly<SessionState>, control: TaskControl): Promise<MadePair>;
  readonly servers: Servers;
  /** The headers that protected servers ask for. */
  readonly access: ServerAccess;
  /** The model that was set up, its wording and its keys. */
  readonly assistant: Assistant;
  /** How fast each server was. */
  readonly speeds: Speeds;
  readonly pushes: Pushes;
  readonly views: SessionViews;
  readonly scores: Scores;
  /** Makes reports aside from everything else, and keeps a few. */
  readonly reports: Reports;
  /** The index of all sessions; what lists them asks it, never the folders. */
  readonly catalog: Catalog;
  /** The moving of whole sessions: copies, zips, archives. */
  readonly archive: ArchiveParts & { readonly archives: Archives; readonly memory: RootMemory };
  /** Windows of the system; null where the host has none. */
  readonly dialogs: Dialogs | null;
  /** What the page may name of the machine's files, on the desktop. */
  readonly givenPaths: GivenPaths;
  readonly updater: Updater;
  /** Makes PDFs; null where the host cannot. */
  readonly printer: Printer | null;
  /** Where deleted sessions lie until their time is over. */
  readonly trash: Trash;
  readonly retention: Retention;
  /** Work with progress and cancel. */
  readonly tasks: Tasks;
  /** One change of a session at a time, where a handler looks first and writes then. */
  readonly turns: Turns;
  /** The settings that count, wherever they come from. */
  readonly settings: SettingsService;
  /** Set-ups kept under names. */
  readonly presets: Presets;
  /** The way out of a scratch folder; null where sessions are kept as usual. */
  readonly scratch: ScratchKeep | null;
  /** To read the app's log; `log` writes it. */
  readonly appLog: AppLog;
  readonly app: {
    readonly version: string;
    readonly host: 'desktop' | 'browser';
    /** Why nothing can be kept at the moment, in a sentence; null when all is well. */
    trouble(): Promise<string | null>;
  };
  now(): Date;
  randomHex(bytes: number): string;
  /** A line for the app's log. It names no key, no prompt, no note and no LoRA. */
  log(level: 'info' | 'warning' | 'error', message: string, error?: unknown): void;
  /** Ends the host after the answer went out. */
  shutdown(): void;
}

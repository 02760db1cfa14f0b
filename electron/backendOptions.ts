import type { AssistantOptions } from './assistant/startAssistant';
import type { Dialogs } from './hosts/dialogs';
import type { Printer } from './hosts/printer';
import type { AppLog, LogLevel } from './log/appLog';
import type { Pushes } from './pushes';
import type { ReportMaker } from './report/reportMaker';
import type { DemoSettings } from './servers';
import type { FileSystem } from './sessions/fileSystem';
import type { Processes } from './sessions/processes';
import type { Timers } from './sessions/timers';
import type { AccessKeep } from './settings/accessFile';
import type { SettingsService } from './settings/settingsService';
import type { Updater } from './updates/updater';

/** What a host hands to the backend. */
export interface BackendOptions {
  /** Folder of the sessions; made when missing. */
  readonly root: string;
  /** The catalog's file where one is named; null = its own place in the root. */
  readonly catalogFile?: string | null;
  /** Where the folder, the server and everything else is set; without it settings live as long as the backend. */
  readonly settings?: SettingsService;
  /** Where the headers of protected servers are kept; without it they live as long as the backend. */
  readonly access?: AccessKeep;
  /** Keys of model servers; without it they live as long as the backend. */
  readonly assistant?: AssistantOptions;
  /** ComfyUI's address for new sessions where no settings are handed in; null = the default address. */
  readonly comfyUrl?: string | null;
  /** True: the demo server is started at once. Where no settings are handed in new sessions use it. */
  readonly startDemo?: boolean;
  /** How the demo draws, whenever it is started. */
  readonly demo?: DemoSettings;
  /** Kind of the catalog where no settings are handed in; `sqlite` when not given. */
  readonly storageType?: 'sqlite' | 'file';
  readonly host: 'desktop' | 'browser';
  /** Windows of the system, where the host has them. */
  readonly dialogs?: Dialogs;
  /** Makes PDFs, where the host can. */
  readonly printer?: Printer;
  readonly version: string;
  /** Looks for newer versions, where the host can put one in. */
  readonly updater?: (settings: SettingsService, pushes: Pushes) => Updater;
  /** What the host knows of a sessions folder that cannot be written, in a sentence; null when all is well. */
  readonly trouble?: () => Promise<string | null>;
  /** Moves a path to the system's own trash; left out where there is none. Rejects when that cannot be done. */
  readonly systemTrash?: (path: string) => Promise<void>;
  /** Ends the host; called after the answer to `app.shutdown` had time to go out. */
  readonly onShutdown?: () => void;
  readonly now?: () => Date;
  /** Chance of orders and seeds, a whole number below 2 ** 32 at each call; the system's own when left out. */
  readonly randomUint32?: () => number;
  /** Chance of keys and names, as so many bytes in hexadecimal digits; the system's own when left out. */
  readonly randomHex?: (bytes: number) => string;
  /** Timers of what is done every hour and of the trash; Node's own when left out. */
  readonly timers?: Timers;
  /** What every read and write of files goes through; the computer's own when left out. */
  readonly fs?: FileSystem;
  /** Whom locks ask which programs live; the computer's own when left out. */
  readonly processes?: Processes;
  /** Where reports are made; a thread of the built program when left out. */
  readonly reportMaker?: ReportMaker;
  /** How often a run asks the server about its jobs, in milliseconds. */
  readonly pollMs?: number;
  /** The log of the whole app; only in memory when not given. */
  readonly appLog?: AppLog;
  /** Hears every line of the app's log as it is written; the console when not given. */
  readonly log?: Log;
}

/** Hears a line of the app's log. */
export type Log = (level: LogLevel, message: string, error?: unknown) => void;

import { join, resolve } from 'node:path';
import { AppFailure, badRequest, type FieldFault } from '../../core/contract/failure';
import {
  type AppSettings,
  DEFAULT_SETTINGS,
  type SettingSource,
  type SettingsView,
} from '../../core/contract/settings';
import { refuseWithinRoot } from '../sessions/archive/archivePlace';
import type { FileSystem } from '../sessions/fileSystem';
import { makeSessionsRoot } from '../sessions/sessionsRoot';
import { onDisk } from '../sessions/storageFailure';
import { inKeptForm } from './settingForm';
import type { SettingsFile } from './settingsFile';

/** The settings that count, wherever they come from. */
export interface SettingsService {
  /** The folder of the sessions in use as long as the program runs. */
  readonly sessionsRoot: string;
  /** Where sessions are kept that shall outlast a scratch folder; the same as `sessionsRoot` without one. */
  readonly keptRoot: string;
  current(): AppSettings;
  view(): SettingsView;
  /** Why the defaults stand in for a file that could not be read since the start, in a sentence; null when they do not. */
  unread(): string | null;
  /** Looks whether another copy of the app changed the file. Never throws: while it cannot be read, all stays as it is. */
  refresh(): Promise<SettingsView>;
  /** Changes the settings that are named and keeps them. Throws AppFailure with a sentence; then nothing has changed. */
  change(changes: Partial<AppSettings>): Promise<SettingsView>;
  /** Calls back after each change; the answer stops it. */
  onChange(listener: (now: AppSettings, before: AppSettings) => void): () => void;
}

export interface SettingsServiceOptions {
  /** null = settings that are kept only as long as the program runs. */
  readonly file: SettingsFile | null;
  /** What is given from outside and cannot be changed, and where it comes from. */
  readonly given: Partial<AppSettings>;
  readonly fixed: Partial<Record<keyof AppSettings, SettingSource>>;
  /** Folder of the sessions where no setting names one. */
  readonly defaultRoot: string;
  /** The folder whose sessions are gone at exit; null = all is kept. */
  readonly scratchRoot: string | null;
  /** True: this run uses the default folder although the settings name another one, which cannot be used. */
  readonly avoidsChosenRoot?: boolean;
  readonly fs: FileSystem;
  randomHex(bytes: number): string;
}

/** Reads the settings. Never throws: whatever is wrong with the file is said in the log, and by `unread`. */
export async function openSettings(options: SettingsServiceOptions): Promise<SettingsService> {
  const look = await lookInto(options.file);
  return typeof look === 'string' ? new Service(options, {}, look) : new Service(options, look, null);
}

/** What the file says, or the sentence about why it cannot be read. */
async function lookInto(file: SettingsFile | null): Promise<Partial<AppSettings> | string> {
  try {
    return file === null ? {} : await file.read();
  } catch (error) {
    if (error instanceof AppFailure) return error.message;
    throw error;
  }
}

class Service implements SettingsService {
  readonly sessionsRoot: string;
  readonly keptRoot: string;
  readonly #options: SettingsServiceOptions;
  readonly #listeners = new Set<(now: AppSettings, before: AppSettings) => void>();
  #now: AppSettings;
  #unread: string | null;
  /** Changes and looks at the file, one after the other. */
  #turn: Promise<unknown> = Promise.resolve();

  constructor(options: SettingsServiceOptions, kept: Partial<AppSettings>, unread: string | null) {
    this.#options = options;
    this.#unread = unread;
    this.#now = this.#with(kept);
    this.keptRoot =
      options.avoidsChosenRoot === true ? resolve(options.defaultRoot) : this.#rootOf(this.#now);
    this.sessionsRoot = options.scratchRoot === null ? this.keptRoot : resolve(options.scratchRoot);
  }

  current(): AppSettings {
    return this.#now;
  }

  unread(): string | null {
    return this.#unread;
  }

  view(): SettingsView {
    return {
      settings: this.#now,
      fixed: { ...this.#options.fixed } as Record<string, SettingSource>,
      file: this.#options.file?.path ?? null,
      sessions_root: this.sessionsRoot,
      from_next_start: this.#fromNextStart(),
      persistence_enabled: this.#options.scratchRoot === null,
    };
  }

  refresh(): Promise<SettingsView> {
    return this.#inTurn(async () => {
      const { file } = this.#options;
      if (file === null) return this.view();
      const look = await lookInto(file);
      // What was read before is nearer to what a person chose than the defaults are.
      if (typeof look !== 'string') this.#takeFile(look);
      return this.view();
    });
  }

  change(changes: Partial<AppSettings>): Promise<SettingsView> {
    return this.#inTurn(async () => {
      const wanted = await this.#check(changes);
      if (Object.keys(wanted).length === 0) return this.view();
      const { file } = this.#options;
      if (file === null) this.#take({ ...this.#now, ...wanted });
      else this.#takeFile(await file.change(wanted));
      return this.view();
    });
  }

  onChange(listener: (now: AppSettings, before: AppSettings) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #inTurn<T>(run: () => Promise<T>): Promise<T> {
    const done = this.#turn.then(run);
    this.#turn = done.catch(() => undefined);
    return done;
  }

  /** Defaults, then the file, then what is given from outside. */
  #with(kept: Partial<AppSettings>): AppSettings {
    return { ...DEFAULT_SETTINGS, ...kept, ...this.#options.given };
  }

  #takeFile(kept: Partial<AppSettings>): void {
    this.#unread = null;
    this.#take(this.#with(kept));
  }

  #take(next: AppSettings): void {
    const before = this.#now;
    if (changedKeys(before, next).length === 0) return;
    this.#now = next;
    for (const listener of [...this.#listeners]) listener(next, before);
  }

  /** What of the changes is one, in the form in which it is kept. Throws AppFailure. */
  async #check(changes: Partial<AppSettings>): Promise<Partial<AppSettings>> {
    const wanted: Record<string, unknown> = {};
    const faults: FieldFault[] = [];
    for (const key of changedKeys(this.#now, { ...this.#now, ...changes })) {
      const source = this.#options.fixed[key];
      if (source !== undefined) {
        throw new AppFailure(
          'not_possible',
          `This setting comes from the ${source}, which goes before the settings page. Change it there, then start again.`,
          { field: `changes.${key}` },
        );
      }
      try {
        wanted[key] = await this.#checkValue(key, changes);
      } catch (error) {
        if (!(error instanceof AppFailure)) throw error;
        faults.push({ field: `changes.${key}`, message: error.message });
      }
    }
    const [first, ...more] = faults;
    if (first !== undefined) throw badRequest([first, ...more]);
    const server = wanted['assistant_server'];
    // A model is known by its name at its own server only.
    if (
      server !== undefined &&
      server !== this.#now.assistant_server &&
      changes.assistant_model === undefined
    )
      wanted['assistant_model'] = null;
    return wanted as Partial<AppSettings>;
  }

  async #checkValue(key: keyof AppSettings, changes: Partial<AppSettings>): Promise<unknown> {
    const value = inKeptForm(key, changes[key] as AppSettings[typeof key]);
    if (typeof value === 'string' && key === 'sessions_root')
      await this.#tryFolder(value, 'use this sessions folder');
    if (typeof value === 'string' && key === 'archive_folder') {
      const task = 'use this archive folder';
      for (const root of [this.sessionsRoot, this.keptRoot])
        await onDisk(task, value, () => refuseWithinRoot(this.#options.fs, root, value));
      await this.#tryFolder(value, task);
    }
    return value;
  }

  /** Makes a folder and writes into it, since nothing else shows that it can be used. Throws AppFailure. */
  async #tryFolder(folder: string, task: string): Promise<void> {
    const { fs, randomHex } = this.#options;
    await makeSessionsRoot(fs, folder);
    const probe = join(folder, `.blindfold-probe-${randomHex(6)}`);
    await onDisk(task, folder, async () => {
      await (await fs.open(probe, 'create')).close();
      await fs.unlink(probe);
    });
  }

  #rootOf(settings: AppSettings): string {
    return resolve(settings.sessions_root ?? this.#options.defaultRoot);
  }

  #fromNextStart(): string | null {
    // All else counts at once.
    return this.#rootOf(this.#now) === this.keptRoot
      ? null
      : 'The sessions folder changes at the next start.';
  }
}

function changedKeys(before: AppSettings, after: AppSettings): (keyof AppSettings)[] {
  return (Object.keys(DEFAULT_SETTINGS) as (keyof AppSettings)[]).filter((key) => {
    const value = after[key];
    return value !== undefined && value !== before[key];
  });
}

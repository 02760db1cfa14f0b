import { basename, dirname } from 'node:path';
import { AppFailure } from '../../core/contract/failure';
import { type AppSettings, DEFAULT_SETTINGS, settingsSchema } from '../../core/contract/settings';
import { JsonSyntaxError, type JsonValue, parseJson, stringifyJson } from '../../core/session/json';
import { atomicWrite } from '../sessions/atomicWrite';
import { errorCode, type FileSystem } from '../sessions/fileSystem';
import type { LockOptions } from '../sessions/lock';
import { lockForWriting } from '../sessions/lockTurn';
import { inKeptForm } from './settingForm';

export interface SettingsFileOptions {
  readonly path: string;
  readonly fs: FileSystem;
  /** How copies of the app keep out of each other's way while they write. */
  readonly lock: LockOptions;
  randomHex(bytes: number): string;
  now(): Date;
  log(level: 'info' | 'warning', message: string): void;
}

/** The settings in the file, and what it holds that this version does not know. */
interface Document {
  readonly fields: { readonly [key: string]: JsonValue };
  readonly settings: Partial<AppSettings>;
}

const NOTHING: Document = { fields: {}, settings: {} };

/**
 * The file of the settings page. What it does not say has its default; a value that does not fit is left out and said in the log;
 * a file that cannot be understood is put aside.
 */
export class SettingsFile {
  readonly path: string;
  readonly #options: SettingsFileOptions;
  /** Said once, not at every look. */
  readonly #said = new Set<string>();

  constructor(options: SettingsFileOptions) {
    this.path = options.path;
    this.#options = options;
  }

  /** What the file says. Throws AppFailure with a sentence, which the log has too, when it cannot be read; it may be again later. */
  async read(): Promise<Partial<AppSettings>> {
    try {
      return (await this.#load()).settings;
    } catch (error) {
      const message = `The settings file ${this.path} could not be read (${errorCode(error) || String(error)}).`;
      this.#sayOnce('warning', message);
      throw new AppFailure('storage_failed', message, { cause: error });
    }
  }

  /**
   * Puts changes into the file and leaves what else it holds as it is, also what another copy of the app wrote meanwhile.
   * Out: all that the file says then. Throws AppFailure with a sentence; then the file is as before.
   */
  async change(changes: Partial<AppSettings>): Promise<Partial<AppSettings>> {
    const { fs, randomHex } = this.#options;
    try {
      await fs.makeFolders(dirname(this.path));
      const lock = await lockForWriting(this.path, 'the settings', this.#options.lock);
      try {
        const fields = { ...(await this.#load()).fields, ...changes } as Record<string, JsonValue>;
        const text = `${stringifyJson(fields, 2)}\n`;
        await atomicWrite(fs, await this.#place(), new TextEncoder().encode(text), randomHex(6));
        return this.#settingsIn(fields);
      } finally {
        await lock.release();
      }
    } catch (error) {
      throw settingsFailure(error, this.path);
    }
  }

  /** Behind a link, such as into a folder of settings that a person keeps elsewhere, the link stays. */
  async #place(): Promise<string> {
    try {
      return await this.#options.fs.realPath(this.path);
    } catch (error) {
      if (errorCode(error) === 'ENOENT') return this.path;
      throw error;
    }
  }

  async #load(): Promise<Document> {
    let bytes: Uint8Array;
    try {
      bytes = await this.#options.fs.readFile(this.path);
    } catch (error) {
      if (errorCode(error) === 'ENOENT') return NOTHING;
      throw error;
    }
    const fields = fieldsIn(bytes);
    if (fields !== null) return { fields, settings: this.#settingsIn(fields) };
    await this.#putAside();
    return NOTHING;
  }

  async #putAside(): Promise<void> {
    const { fs, now, randomHex, log } = this.#options;
    const stamp = now().toISOString().replaceAll(/\D/g, '').slice(0, 14);
    const aside = `${this.path}.broken-${stamp}-${randomHex(3)}`;
    await fs.rename(this.path, aside);
    log(
      'warning',
      `The settings file ${this.path} could not be understood. It was put aside as ${basename(aside)}, and the settings start from their defaults.`,
    );
  }

  /** Each setting by itself, so that one bad value does not take the others with it. */
  #settingsIn(fields: Document['fields']): Partial<AppSettings> {
    const settings: Record<string, unknown> = {};
    for (const key of Object.keys(DEFAULT_SETTINGS) as (keyof AppSettings)[]) {
      if (!Object.hasOwn(fields, key)) continue;
      try {
        settings[key] = readValue(key, fields[key]);
      } catch (error) {
        if (!(error instanceof AppFailure)) throw error;
        this.#sayOnce(
          'warning',
          `The setting ${key} in ${this.path} does not fit and has its default: ${error.message}`,
        );
      }
    }
    return settings as Partial<AppSettings>;
  }

  #sayOnce(level: 'info' | 'warning', message: string): void {
    if (this.#said.has(message)) return;
    this.#said.add(message);
    this.#options.log(level, message);
  }
}

/** Throws AppFailure with what is wrong with the value. */
function readValue(key: keyof AppSettings, value: unknown): unknown {
  const read = settingsSchema.shape[key].safeParse(value);
  if (!read.success) throw new AppFailure('bad_request', read.error.issues[0]?.message ?? 'It does not fit.');
  return inKeptForm(key, read.data);
}

function fieldsIn(bytes: Uint8Array): Document['fields'] | null {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    const value = parseJson(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : null;
  } catch (error) {
    if (error instanceof JsonSyntaxError || error instanceof TypeError) return null;
    throw error;
  }
}

/** A failure of the disk in words about the settings. What no disk says comes back as it is: a bug. */
function settingsFailure(error: unknown, path: string): unknown {
  const code = errorCode(error);
  if (error instanceof AppFailure || !/^E[A-Z0-9]+$/.test(code)) return error;
  const kept = 'The settings are as they were.';
  switch (code) {
    case 'ENOSPC':
    case 'EDQUOT':
      return new AppFailure(
        'disk_full',
        `The disk is full: the settings could not be written to ${path}. ${kept} Free some space, then try again.`,
        { cause: error },
      );
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return new AppFailure(
        'no_permission',
        `The settings could not be written: ${path} may only be read. ${kept} Give your account the right to write there, or start with --settings FILE.`,
        { cause: error },
      );
    default:
      return new AppFailure(
        'storage_failed',
        `The settings could not be written: the disk answered ${code} at ${path}. ${kept} Look at that place, then try again.`,
        { cause: error },
      );
  }
}

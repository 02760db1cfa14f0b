import { join } from 'node:path';
import type { AppLogEntry } from '../../core/contract/storageView';
import { hush } from './hush';
import type { LogDisk } from './logDisk';
import { entriesIn, lineOf, messageOf } from './logLines';

export type LogLevel = AppLogEntry['level'];

export interface AppLogQuery {
  /** Only entries of this level. */
  readonly level?: LogLevel | undefined;
  /** The newest so many. */
  readonly limit: number;
}

/** The one log of the whole app. It names no key, no prompt, no note and no LoRA. */
export interface AppLog {
  /** Where it lies; null = only in memory. */
  readonly file: string | null;
  /** Adds a line soon. Never throws, whatever the disk does. In: also the error behind it, which is told with its stack. */
  write(level: LogLevel, message: string, error?: unknown): void;
  /** Adds a line at once, for a program that ends this moment. Never throws. */
  lastWords(message: string, error: unknown): void;
  /** Newest last; what was written just now included. Never rejects. */
  read(query: AppLogQuery): Promise<AppLogEntry[]>;
  /** Calls back for each new entry; the answer stops it. */
  onEntry(listener: (entry: AppLogEntry) => void): () => void;
  /** A word that must never stand in the log. */
  hide(secret: string): void;
  /** Once all is on the disk, or was tried. */
  settled(): Promise<void>;
}

export interface AppLogOptions {
  /** The log's folder, made when missing; null = only in memory. */
  readonly folder: string | null;
  readonly disk: LogDisk;
  now(): Date;
  /** A file that is larger is put aside. */
  readonly maxBytes?: number;
}

const NAME = 'blindfold.log';
const MAX_BYTES = 2 * 1024 * 1024;
/** Beside the newest file: so many older ones, `.1` before `.2`. */
const OLDER = 2;
/** Entries that stay in memory, for when the disk fails. */
const IN_MEMORY = 1_000;

/** Opens the log. Does nothing yet on the disk. */
export function createAppLog(options: AppLogOptions): AppLog {
  return new Log(options);
}

class Log implements AppLog {
  readonly file: string | null;
  readonly #options: AppLogOptions;
  readonly #listeners = new Set<(entry: AppLogEntry) => void>();
  readonly #secrets: string[] = [];
  readonly #memory: AppLogEntry[] = [];
  #waiting: AppLogEntry[] = [];
  /** Lines that the disk did not take. */
  #lost = 0;
  #writing: Promise<void> | null = null;
  #isTelling = false;

  constructor(options: AppLogOptions) {
    this.#options = options;
    this.file = options.folder === null ? null : join(options.folder, NAME);
  }

  write(level: LogLevel, message: string, error?: unknown): void {
    const entry = this.#entry(level, message, error);
    this.#remember(entry);
    if (this.file !== null) {
      this.#waiting.push(entry);
      this.#writing ??= this.#writeAll(this.file);
    }
    this.#tell(entry);
  }

  lastWords(message: string, error: unknown): void {
    const entry = this.#entry('error', message, error);
    this.#remember(entry);
    if (this.file === null) return;
    try {
      const text = [...this.#waiting.splice(0), entry].map(lineOf).join('');
      this.#options.disk.appendNow(this.file, text);
    } catch {
      // The program ends, and its console has been told.
    }
  }

  async read({ level, limit }: AppLogQuery): Promise<AppLogEntry[]> {
    await this.settled();
    const wanted = (entries: AppLogEntry[]) =>
      level === undefined ? entries : entries.filter((entry) => entry.level === level);
    if (this.file === null || this.#lost > 0) return wanted(this.#memory).slice(-limit);
    let found: AppLogEntry[] = [];
    try {
      for (const path of placesOf(this.file)) {
        found = [...wanted(entriesIn(await this.#options.disk.read(path))), ...found];
        if (found.length >= limit) break;
      }
    } catch {
      return wanted(this.#memory).slice(-limit);
    }
    return found.slice(-limit);
  }

  onEntry(listener: (entry: AppLogEntry) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  hide(secret: string): void {
    this.#secrets.push(secret);
  }

  async settled(): Promise<void> {
    while (this.#writing !== null) await this.#writing;
  }

  #entry(level: LogLevel, message: string, error: unknown): AppLogEntry {
    return {
      at: this.#options.now().toISOString(),
      level,
      message: hush(messageOf(message, error), this.#secrets),
    };
  }

  #remember(entry: AppLogEntry): void {
    this.#memory.push(entry);
    if (this.#memory.length > IN_MEMORY) this.#memory.splice(0, this.#memory.length - IN_MEMORY);
  }

  /** Never rejects. */
  async #writeAll(file: string): Promise<void> {
    // Lines that come in one go are written in one go.
    await Promise.resolve();
    while (this.#waiting.length > 0) {
      const entries = this.#waiting;
      this.#waiting = [];
      const lost = this.#lost === 0 ? [] : [this.#entry('warning', lostSentence(this.#lost), undefined)];
      try {
        // A file that cannot be put aside just now grows a little more.
        await this.#rotate(file).catch(() => undefined);
        await this.#options.disk.append(file, [...lost, ...entries].map(lineOf).join(''));
        this.#lost = 0;
      } catch {
        // A log that cannot be written must not stop what it tells of.
        this.#lost += entries.length;
      }
    }
    // In the same breath as the last look at what waits, so that no line is left behind.
    this.#writing = null;
  }

  async #rotate(file: string): Promise<void> {
    const { disk, maxBytes = MAX_BYTES } = this.#options;
    if ((await disk.size(file)) < maxBytes) return;
    const places = placesOf(file);
    for (let older = OLDER; older > 0; older -= 1) {
      const [from = '', to = ''] = places.slice(older - 1, older + 1);
      // Only what is there moves; another copy of the app may be doing the same.
      if ((await disk.size(from)) > 0) await disk.rename(from, to);
    }
  }

  #tell(entry: AppLogEntry): void {
    // A listener that fails is logged, and hears nothing of that.
    if (this.#isTelling) return;
    this.#isTelling = true;
    try {
      for (const listener of [...this.#listeners]) listener(entry);
    } catch {
      // The line is kept; who could not hear of it asks for the log.
    } finally {
      this.#isTelling = false;
    }
  }
}

/** The log's files, the newest first. */
function placesOf(file: string): string[] {
  return [file, ...Array.from({ length: OLDER }, (_, index) => `${file}.${index + 1}`)];
}

function lostSentence(count: number): string {
  return `${count === 1 ? 'One line of this log' : `${count} lines of this log`} could not be written before.`;
}

import { isAscii } from 'node:buffer';
import { dirname } from 'node:path';
import { AppFailure } from '../../core/contract/failure';
import { type JournalEvent, type readEvent, takeEvent } from '../../core/session/events';
import { parseJson, stringifyJson } from '../../core/session/json';
import { errorCode, type FileSystem, type OpenFile } from './fileSystem';
import { asciiText, utf8Text } from './utf8Text';

/** What a journal holds. */
export interface JournalContents {
  readonly events: JournalEvent[];
  /** The largest `seq`, that of events which a newer version wrote included; 0 for an empty journal. */
  readonly lastSeq: number;
  /** Bytes up to the end of the last whole line; what comes after was torn off in writing. */
  readonly size: number;
  /** The last line is whole but for its line break. */
  readonly lacksLineBreak: boolean;
  /** Numbers (from 1) of lines that are no events; they are left out, not removed. */
  readonly unreadable: readonly number[];
}

const LINE_BREAK = 10;

/** Reads a journal; a missing file is an empty one. Throws the system's error when it cannot be read. */
export async function readJournal(fs: FileSystem, path: string): Promise<JournalContents> {
  try {
    return parseJournal(await fs.readFile(path));
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return parseJournal(new Uint8Array());
    throw error;
  }
}

/** The events of a journal's bytes. A last line without its line break counts when it is whole, else it is dropped. */
export function parseJournal(bytes: Uint8Array): JournalContents {
  const events: JournalEvent[] = [];
  const unreadable: number[] = [];
  // Of all lines at once: one by one it takes longer than reading them.
  const isPlain = isAscii(bytes);
  let lastSeq = 0;
  let start = 0;
  for (let line = 1; start < bytes.length; line += 1) {
    const found = bytes.indexOf(LINE_BREAK, start);
    const end = found < 0 ? bytes.length : found;
    const event = parseLine(isPlain ? asciiText(bytes, start, end) : decoded(bytes.subarray(start, end)));
    if (found < 0 && (event === null || event === 'blank')) {
      return { events, lastSeq, size: start, lacksLineBreak: false, unreadable };
    }
    if (event === null) unreadable.push(line);
    else if (event !== 'blank') {
      lastSeq = Math.max(lastSeq, event.seq);
      if (event.type !== 'unknown') events.push(event);
    }
    start = end + 1;
  }
  const lacksLineBreak = bytes.length > 0 && bytes.at(-1) !== LINE_BREAK;
  return { events, lastSeq, size: bytes.length, lacksLineBreak, unreadable };
}

/** Null for bytes that are not UTF-8. */
function decoded(bytes: Uint8Array): string | null {
  try {
    return utf8Text(bytes);
  } catch (error) {
    if (error instanceof TypeError) return null;
    throw error;
  }
}

function parseLine(text: string | null): ReturnType<typeof readEvent> | 'blank' {
  if (text === null) return null;
  try {
    return text.trim() === '' ? 'blank' : takeEvent(parseJson(text));
  } catch (error) {
    // Broken JSON is a SyntaxError; anything else is a bug.
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

/** An event as its line, `seq`, `at` and `type` first. */
export function journalLine(event: JournalEvent): string {
  const { seq, at, type, ...fields } = event;
  return `${stringifyJson({ seq, at, type, ...fields })}\n`;
}

/** Another program has written to a journal, or may write to it: it must be read again before anything is added. */
export class JournalOvertaken extends AppFailure {
  constructor() {
    super(
      'storage_failed',
      'Another program is changing the journal of this session. Close that program, then try again.',
    );
  }
}

/** A journal that is open for writing. */
export interface JournalFile {
  /**
   * Writes lines after all others and flushes them. Throws the system's error; then the journal ends where it ended before
   * (`ENOENT` also when the file was moved or removed while open). Throws JournalOvertaken when it does not end where this
   * program left it; then nothing was written.
   */
  append(lines: string): Promise<void>;
  close(): Promise<void>;
}

/**
 * Opens a journal for writing, makes it when missing and cuts off a torn last line.
 * In: what `readJournal` found in it. Throws the system's error.
 */
export async function openJournal(
  fs: FileSystem,
  path: string,
  contents: Pick<JournalContents, 'size' | 'lacksLineBreak'>,
): Promise<JournalFile> {
  const file = await fs.open(path, 'open');
  try {
    const facts = await file.facts();
    if (facts.size !== contents.size) await file.truncate(contents.size);
    if (contents.size === 0) await fs.syncFolder(dirname(path));
    return new Journal(fs, path, file, facts.ino, contents);
  } catch (error) {
    await file.close().catch(() => undefined);
    throw error;
  }
}

class Journal implements JournalFile {
  readonly #fs: FileSystem;
  readonly #path: string;
  readonly #file: OpenFile;
  readonly #ino: number;
  #size: number;
  #lacksLineBreak: boolean;
  /** How many bytes of a failed write may stand behind the end. */
  #spilled = 0;

  constructor(
    fs: FileSystem,
    path: string,
    file: OpenFile,
    ino: number,
    contents: Pick<JournalContents, 'size' | 'lacksLineBreak'>,
  ) {
    this.#fs = fs;
    this.#path = path;
    this.#file = file;
    this.#ino = ino;
    this.#size = contents.size;
    this.#lacksLineBreak = contents.lacksLineBreak;
  }

  async append(lines: string): Promise<void> {
    await this.#checkPlace();
    if (this.#spilled > 0) await this.#cutBack();
    const bytes = Buffer.from(this.#lacksLineBreak ? `\n${lines}` : lines);
    this.#spilled = bytes.length;
    try {
      await this.#file.write(bytes, this.#size);
      await this.#file.sync();
    } catch (error) {
      await this.#cutBack().catch(() => undefined);
      throw error;
    }
    this.#spilled = 0;
    this.#size += bytes.length;
    this.#lacksLineBreak = false;
  }

  close(): Promise<void> {
    return this.#file.close();
  }

  /**
   * A file that was removed or moved takes writes without a word; they would be lost. One that another program wrote to or
   * shortened would get them over that program's lines, or behind a hole.
   */
  async #checkPlace(): Promise<void> {
    const { ino, size } = await this.#fs.facts(this.#path);
    if (ino !== this.#ino) {
      throw Object.assign(new Error(`${this.#path} is another file now.`), { code: 'ENOENT' });
    }
    if (size < this.#size || size > this.#size + this.#spilled) throw new JournalOvertaken();
  }

  async #cutBack(): Promise<void> {
    await this.#file.truncate(this.#size);
    this.#spilled = 0;
  }
}

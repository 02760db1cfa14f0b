import { createHash } from 'node:crypto';
import { sortedNames } from './models';

export type FileType = 'output' | 'input' | 'temp';

/** Where the pretended disk pretends to be; only error messages show it. */
export const BASE_FOLDER = '/demo/base';
export const OUTPUT_FOLDER = `${BASE_FOLDER}/output`;

/** How ComfyUI names a file on the wire. */
export interface FileReference {
  filename: string;
  subfolder: string;
  type: FileType;
}

export interface StoredFile {
  readonly bytes: Buffer;
  readonly etag: string;
  readonly modified: number;
}

/** The pretended disk: everything in memory, the oldest files dropped beyond `maxBytes`. */
export class FileStore {
  private readonly files = new Map<string, StoredFile>();
  private bytesHeld = 0;
  private readonly maxBytes: number;

  constructor(maxBytes: number) {
    this.maxBytes = maxBytes;
  }

  get(type: FileType, subfolder: string, filename: string): StoredFile | undefined {
    return this.files.get(pathOf(type, subfolder, filename));
  }

  /** Stores a file; `now` in ms since the epoch. */
  put(reference: FileReference, bytes: Buffer, now: number): void {
    const path = pathOf(reference.type, reference.subfolder, reference.filename);
    this.drop(path);
    const etag = `"${createHash('sha1').update(bytes).digest('hex').slice(0, 16)}-${bytes.length.toString(16)}"`;
    this.files.set(path, { bytes, etag, modified: now });
    this.bytesHeld += bytes.length;
    for (const oldest of this.files.keys()) {
      if (this.bytesHeld <= this.maxBytes || oldest === path) break;
      this.drop(oldest);
    }
  }

  /** As if the file were deleted by hand on the server's disk. False when it was not there. */
  remove(reference: FileReference): boolean {
    return this.drop(pathOf(reference.type, reference.subfolder, reference.filename));
  }

  /** References of all files of one type, oldest first. */
  list(type: FileType): FileReference[] {
    const found: FileReference[] = [];
    for (const path of this.files.keys()) {
      const parts = path.split('/');
      if (parts[0] !== type) continue;
      found.push({ filename: parts.at(-1) ?? '', subfolder: parts.slice(1, -1).join('/'), type });
    }
    return found;
  }

  /** Names of what lies at the top of the input folder, sorted: what LoadImage offers. */
  uploads(): string[] {
    const there = this.list('input').filter(({ subfolder }) => subfolder === '');
    return sortedNames(there.map(({ filename }) => filename));
  }

  /** The counter that the next file `<name>_<counter>_.png` in this folder gets: highest there + 1. */
  nextCounter(type: FileType, subfolder: string, name: string): number {
    const start = pathOf(type, subfolder, `${name}_`);
    let highest = 0;
    for (const path of this.files.keys()) {
      if (!path.startsWith(start)) continue;
      const digits = /^(\d+)_/.exec(path.slice(start.length))?.[1];
      if (digits !== undefined) highest = Math.max(highest, Number(digits));
    }
    return highest + 1;
  }

  clear(type: FileType): void {
    for (const path of [...this.files.keys()]) if (path.startsWith(`${type}/`)) this.drop(path);
  }

  private drop(path: string): boolean {
    const file = this.files.get(path);
    if (file === undefined) return false;
    this.files.delete(path);
    this.bytesHeld -= file.bytes.length;
    return true;
  }
}

function pathOf(type: FileType, subfolder: string, filename: string): string {
  return subfolder === '' ? `${type}/${filename}` : `${type}/${subfolder}/${filename}`;
}

/**
 * Normalises a relative folder: `.` and `..` resolved, empty parts dropped.
 * Out: the folder with `/` separators, or undefined when it leaves the root or is absolute.
 */
export function insideRoot(folder: string): string | undefined {
  if (folder.startsWith('/')) return undefined;
  const parts: string[] = [];
  for (const part of folder.split('/')) {
    if (part === '' || part === '.') continue;
    if (part !== '..') parts.push(part);
    else if (parts.pop() === undefined) return undefined;
  }
  return parts.join('/');
}

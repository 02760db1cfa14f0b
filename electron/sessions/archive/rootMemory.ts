import { basename, join } from 'node:path';
import { z } from 'zod';
import { JsonSyntaxError, type JsonValue, parseJson, stringifyJson } from '../../../core/session/json';
import { atomicWrite } from '../atomicWrite';
import { errorCode, type FileSystem } from '../fileSystem';
import type { LockOptions } from '../lock';
import { lockForWriting } from '../lockTurn';

export interface Remembered {
  /** Every folder that holds, or held, zips of archived sessions. */
  readonly archive_folders: string[];
  /** SHA-256 of the old single-session files that were imported, so that they are not offered again. */
  readonly imported: string[];
}

/** What lies in the file. Fields that this version does not know stay as they are. */
interface Document {
  readonly fields: { readonly [key: string]: JsonValue };
  readonly remembered: Remembered;
  /** The bytes of a file of which something cannot be understood. */
  readonly broken: Uint8Array | null;
}

const fieldsSchema = z.record(z.string(), z.custom<JsonValue>());
const listSchema = z.array(z.string());
const NOTHING: Document = {
  fields: {},
  remembered: { archive_folders: [], imported: [] },
  broken: null,
};

export interface RootMemoryOptions {
  readonly fs: FileSystem;
  /** How copies of the app keep out of each other's way while they write. */
  readonly lock: LockOptions;
  randomHex(bytes: number): string;
  now(): Date;
  log(level: 'warning', message: string): void;
}

/** What a sessions folder remembers beside its sessions, in `.blindfold.json`: it cannot be made again from them. */
export interface RootMemory {
  /** Nothing, where there is no such file or it cannot be understood. Throws the system's error. */
  read(): Promise<Remembered>;
  /** Adds to a list what is not on it; flushed when the answer comes. Throws the system's error. */
  add(list: keyof Remembered, value: string): Promise<void>;
}

export function createRootMemory(
  root: string,
  { fs, lock, randomHex, now, log }: RootMemoryOptions,
): RootMemory {
  const path = join(root, '.blindfold.json');
  let turn: Promise<unknown> = Promise.resolve();
  let isSaid = false;

  async function load(): Promise<Document> {
    try {
      return documentOf(await fs.readFile(path));
    } catch (error) {
      if (errorCode(error) === 'ENOENT') return NOTHING;
      if (errorCode(error) !== 'EISDIR') throw error;
      if (!isSaid) log('warning', `${path} is a folder; the next change puts it aside.`);
      isSaid = true;
      return NOTHING;
    }
  }

  async function read(): Promise<Remembered> {
    const { remembered, broken } = await load();
    if (broken !== null && !isSaid) {
      isSaid = true;
      log('warning', `${path} cannot be understood, and what cannot is passed over.`);
    }
    return remembered;
  }

  async function add(list: keyof Remembered, value: string): Promise<void> {
    if ((await read())[list].includes(value)) return;
    const held = await lockForWriting(path, 'what this sessions folder remembers', lock);
    try {
      const { fields, remembered, broken } = await load();
      if (remembered[list].includes(value)) return;
      if (broken !== null) await keepAside(broken);
      const { archive_folders, imported } = remembered;
      const next = { ...fields, archive_folders, imported, [list]: [...remembered[list], value] };
      await atomicWrite(fs, path, Buffer.from(`${stringifyJson(next, 2)}\n`), randomHex(8), {
        putsAside: true,
      });
    } finally {
      await held.release();
    }
  }

  /** Whatever a person wrote there can be looked up. */
  async function keepAside(bytes: Uint8Array): Promise<void> {
    const stamp = now().toISOString().replaceAll(/\D/g, '').slice(0, 14);
    const aside = `${path}.broken-${stamp}-${randomHex(3)}`;
    await atomicWrite(fs, aside, bytes, randomHex(8));
    log('warning', `${path} could not be understood. As it was it is kept as ${basename(aside)}.`);
  }

  return {
    read,
    add(list, value) {
      const added = turn.then(() => add(list, value));
      turn = added.catch(() => undefined);
      return added;
    },
  };
}

/** Each list by itself, so that one bad value does not take the others with it. */
function documentOf(bytes: Uint8Array): Document {
  let fields: Document['fields'];
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    const read = fieldsSchema.safeParse(parseJson(text));
    if (!read.success) return { ...NOTHING, broken: bytes };
    fields = read.data;
  } catch (error) {
    if (!(error instanceof JsonSyntaxError || error instanceof TypeError)) throw error;
    return { ...NOTHING, broken: bytes };
  }
  const lists = [listIn(fields, 'archive_folders'), listIn(fields, 'imported')] as const;
  const isWhole = lists.every((list) => list.isWhole);
  return {
    fields,
    remembered: { archive_folders: lists[0].values, imported: lists[1].values },
    broken: isWhole ? null : bytes,
  };
}

function listIn(fields: Document['fields'], key: keyof Remembered): { values: string[]; isWhole: boolean } {
  if (!Object.hasOwn(fields, key)) return { values: [], isWhole: true };
  const value = fields[key];
  const read = listSchema.safeParse(value);
  if (read.success) return { values: read.data, isWhole: true };
  const values = Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [];
  return { values, isWhole: false };
}

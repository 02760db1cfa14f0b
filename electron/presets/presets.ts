import { join } from 'node:path';
import { AppFailure } from '../../core/contract/failure';
import { type PresetEntry, presetKey } from '../../core/contract/presetView';
import type { Setup } from '../../core/session/setup';
import { atomicWrite } from '../sessions/atomicWrite';
import { errorCode, type FileSystem } from '../sessions/fileSystem';
import { presetFailure } from './presetFailure';
import { MAX_PRESET_BYTES, type Preset, presetBytes, presetFileName, readPreset } from './presetFile';

export const MAX_PRESETS = 200;

/** Set-ups kept under names, for every session of this person. */
export interface Presets {
  /** By name. A file that holds none is left out, and named in the log. Throws AppFailure. */
  list(): Promise<PresetEntry[]>;
  /** Throws AppFailure `not_found`. */
  get(name: string): Promise<Preset>;
  /** Keeps a set-up, but for its servers. Throws AppFailure `not_possible` when the name is taken and `replace` is not said, or there are too many. */
  save(name: string, setup: Setup, replace: boolean): Promise<void>;
  /** Throws AppFailure `not_found`. */
  remove(name: string): Promise<void>;
}

export interface PresetsOptions {
  /** Where the files lie, one for each preset; made with the first one. */
  readonly folder: string;
  readonly fs: FileSystem;
  randomHex(bytes: number): string;
  now(): Date;
  log(level: 'warning', message: string): void;
}

interface Found {
  readonly file: string;
  readonly preset: Preset;
}

export function createPresets(options: PresetsOptions): Presets {
  const { folder, fs } = options;
  /** Said once, not at every look. */
  const said = new Set<string>();
  let turn: Promise<unknown> = Promise.resolve();

  /** Looks and changes, one after the other, so that no two saves count the same room. */
  function inTurn<T>(task: string, run: () => Promise<T>): Promise<T> {
    const done = turn.then(run).catch((error: unknown) => {
      throw presetFailure(error, task, folder);
    });
    turn = done.catch(() => undefined);
    return done;
  }

  function skip(file: string, why: string): null {
    if (!said.has(`${file} ${why}`))
      options.log('warning', `The preset ${join(folder, file)} is left out: ${why}`);
    said.add(`${file} ${why}`);
    return null;
  }

  async function readOne(file: string): Promise<Found | null> {
    const path = join(folder, file);
    try {
      if ((await fs.facts(path)).size > MAX_PRESET_BYTES) return skip(file, 'it is too large to be one.');
      const preset = readPreset(await fs.readFile(path));
      return preset === null ? skip(file, 'it holds no set-up that can be read.') : { file, preset };
    } catch (error) {
      const code = errorCode(error);
      if (!/^E[A-Z0-9]+$/.test(code)) throw error;
      // Another copy of the app may have deleted it a moment ago.
      return code === 'ENOENT' ? null : skip(file, `the disk answered ${code}.`);
    }
  }

  /** All presets by their key. Of two files under one name that counts which is named as we name it. */
  async function look(): Promise<Map<string, Found>> {
    const found = new Map<string, Found>();
    for (const file of await filesThere()) {
      const one = await readOne(file);
      if (one === null) continue;
      const key = presetKey(one.preset.name);
      const other = found.get(key);
      if (other !== undefined && one.file !== presetFileName(one.preset.name)) {
        skip(one.file, `${other.file} has the same name.`);
        continue;
      }
      if (other !== undefined) skip(other.file, `${one.file} has the same name.`);
      found.set(key, one);
    }
    return found;
  }

  async function filesThere(): Promise<string[]> {
    try {
      const entries = await fs.entries(folder);
      const files = entries.filter(
        ({ name, kind }) => kind === 'file' && name.toLowerCase().endsWith('.json'),
      );
      return files.map(({ name }) => name).sort();
    } catch (error) {
      if (errorCode(error) === 'ENOENT') return [];
      throw error;
    }
  }

  function known(found: Map<string, Found>, name: string): Found {
    const one = found.get(presetKey(name));
    if (one === undefined) throw new AppFailure('not_found', `There is no preset named ${name}.`);
    return one;
  }

  return {
    list: () =>
      inTurn('read the presets', async () => {
        const all = [...(await look()).values()].map(({ preset: { name, saved_at } }) => ({
          name,
          saved_at,
        }));
        return all.sort((a, b) => a.name.localeCompare(b.name, 'en', { numeric: true, sensitivity: 'base' }));
      }),
    get: (name) => inTurn('read the preset', async () => known(await look(), name).preset),
    save: (name, setup, replace) =>
      inTurn('save the preset', async () => {
        const found = await look();
        const old = found.get(presetKey(name));
        if (old !== undefined && !replace)
          throw new AppFailure(
            'not_possible',
            `There is a preset named ${old.preset.name}. Replace it, or take another name.`,
            { field: 'name' },
          );
        if (old === undefined && found.size >= MAX_PRESETS)
          throw new AppFailure('not_possible', `${MAX_PRESETS} presets are the most. Delete one first.`);
        const bytes = presetBytes({ name, saved_at: options.now().toISOString(), setup });
        await fs.makeFolders(folder);
        await atomicWrite(fs, join(folder, old?.file ?? presetFileName(name)), bytes, options.randomHex(6));
      }),
    remove: (name) =>
      inTurn('delete the preset', async () => {
        await fs.unlink(join(folder, known(await look(), name).file));
        await fs.syncFolder(folder);
      }),
  };
}

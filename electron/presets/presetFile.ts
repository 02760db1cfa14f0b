import { createHash } from 'node:crypto';
import { z } from 'zod';
import { time } from '../../core/contract/fields';
import { presetKey, presetNameSchema } from '../../core/contract/presetView';
import { JsonSyntaxError, parseJson, stringifyJson } from '../../core/session/json';
import { type Setup, storedSetupSchema } from '../../core/session/setup';

/** A set-up under a name. It names no server: that is the machine's, not the set-up's. */
export interface Preset {
  readonly name: string;
  /** ISO time. */
  readonly saved_at: string;
  readonly setup: Setup;
}

const VERSION = 1;
/** A larger file is no preset of ours, in bytes. */
export const MAX_PRESET_BYTES = 20 * 1024 * 1024;

const fileSchema = z.object({
  blindfold_preset: z.literal(VERSION),
  name: presetNameSchema,
  saved_at: time,
  setup: storedSetupSchema,
});

/**
 * The file of a preset: some readable letters of its name and a digest of all of it. So any name can be given, no two share
 * a file, and none leads out of the folder or is one that a system keeps for itself.
 */
export function presetFileName(name: string): string {
  const key = presetKey(name);
  const letters = key
    .normalize('NFKD')
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '')
    .slice(0, 40);
  const digest = createHash('sha256').update(key).digest('hex').slice(0, 12);
  return `${letters === '' ? 'preset' : letters}-${digest}.json`;
}

/** The bytes of a preset's file, readable by hand. */
export function presetBytes({ name, saved_at, setup }: Preset): Uint8Array {
  const { servers: _ofThisMachine, ...rest } = setup;
  const file = { blindfold_preset: VERSION, name, saved_at, setup: rest };
  return new TextEncoder().encode(`${stringifyJson(file, 2)}\n`);
}

/** Reads a preset's file; null when it holds none that this version understands. */
export function readPreset(bytes: Uint8Array): Preset | null {
  try {
    const value = parseJson(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return null;
    const { setup } = value;
    if (typeof setup !== 'object' || setup === null || Array.isArray(setup)) return null;
    const read = fileSchema.safeParse({ ...value, setup: { ...setup, servers: [] } });
    return read.success ? read.data : null;
  } catch (error) {
    if (error instanceof JsonSyntaxError || error instanceof TypeError) return null;
    throw error;
  }
}

import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { z } from 'zod';
import { parseJson, stringifyJson } from '../core/session/json';
import { PARTS } from './parts';

const figureSchema = z.object({
  no: z.string(),
  what: z.string(),
  value: z.number(),
  runs: z.array(z.number()).min(1).readonly(),
  unit: z.string(),
  aim: z.number(),
  plain: z.string().nullable(),
  beside: z.string(),
});

const partSchema = z.object({
  name: z.string(),
  /** When it was measured, `2026-11-27`. */
  day: z.string(),
  /** Of what; null where files were changed since the commit, or there is none. */
  commit: z.string().nullable(),
  /** Where, in words. */
  machine: z.string(),
  /** How long measuring took. */
  seconds: z.number(),
  figures: z.array(figureSchema),
});

/** The figures of a part, and when, of what and where they were measured. */
export type KeptPart = z.infer<typeof partSchema>;

/** What a file of results holds, in the order of the parts; nothing where there is none. Throws Error for any other file. */
export async function keptParts(file: string): Promise<KeptPart[]> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return '[]';
    throw error;
  });
  return inTurn(z.array(partSchema).parse(parseJson(text)));
}

/** Puts a part in the place of the same one of before; the others stay, but for those that are no part any more. Out: all parts. */
export async function keepPart(file: string, part: KeptPart): Promise<KeptPart[]> {
  const others = (await keptParts(file)).filter(({ name }) => name !== part.name);
  const parts = inTurn([...others, part]);
  await mkdir(dirname(file), { recursive: true });
  // Whole or not at all: a file that broke off would keep the next measuring from being begun.
  await writeFile(`${file}.new`, `${stringifyJson(parts, 2)}\n`);
  await rename(`${file}.new`, file);
  return parts;
}

function inTurn(parts: readonly KeptPart[]): KeptPart[] {
  return PARTS.flatMap((known) => parts.filter(({ name }) => name === known.name));
}

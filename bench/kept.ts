import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { z } from 'zod';
import { parseJson, stringifyJson } from '../core/session/json';
import { type Figure, inOrder } from './figure';

const keptSchema = z.array(
  z.object({
    no: z.string(),
    what: z.string(),
    value: z.number(),
    runs: z.array(z.number()).min(1),
    unit: z.string(),
    aim: z.number(),
    plain: z.string().nullable(),
    beside: z.string(),
  }),
);

/** Writes the figures of a whole run to a file of results, whatever was there. */
export async function writeFigures(file: string, figures: readonly Figure[]): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, `${stringifyJson(inOrder(figures), 2)}\n`);
}

/** Writes the figures of a part of a run: rows of the same numbers give way to them, the others stay. */
export async function updateFigures(file: string, figures: readonly Figure[]): Promise<void> {
  const made = new Set(figures.map(({ no }) => no));
  const others = (await keptFigures(file)).filter(({ no }) => !made.has(no));
  await writeFigures(file, [...others, ...figures]);
}

async function keptFigures(file: string): Promise<Figure[]> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return '[]';
    throw error;
  });
  return keptSchema.parse(parseJson(text));
}

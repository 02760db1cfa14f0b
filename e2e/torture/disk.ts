import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseJson } from '../../core/session/json';
import type { Json } from '../evaluation';

/** The images that a session's journal counts, by file, with their SHA-256; a last line that is not whole counts for nothing. */
export async function journaledImages(folder: string): Promise<Map<string, string>> {
  const text = await readFile(join(folder, 'journal.jsonl'), 'utf8');
  const lines = text.split('\n').slice(0, -1);
  const events = lines
    .map((line) => parseJson(line) as Json)
    .filter((event) => event['type'] === 'image_completed');
  return new Map(events.map((event) => [String(event['file']), String(event['sha256'])]));
}

/** Of the images that were counted those that are missing or are not what was counted, in sentences. */
export async function missingImages(folder: string, counted: ReadonlyMap<string, string>): Promise<string[]> {
  const found = await Promise.all(
    [...counted].map(async ([file, sha256]) => {
      const bytes = await readFile(join(folder, 'output', file)).catch(() => null);
      if (bytes === null) return [`${file} was counted and is not there`];
      const sum = createHash('sha256').update(bytes).digest('hex');
      return sum === sha256 ? [] : [`${file} is not what was counted`];
    }),
  );
  return found.flat();
}

import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { CommandArgs } from '../../core/contract/commands';
import type { Trial } from '../../core/contract/trialView';
import { type JsonValue, stringifyJson } from '../../core/session/json';
import type { Backend } from '../hosts/backendPort';
import { packed } from '../sessions/archive/testArchives';
import { openZip, readWhole } from '../sessions/archive/zipReader';
import { realFileSystem } from '../sessions/fileSystem';
import { checksumOf, readObject } from '../sessions/packs/checksum';

/** Two pairs with one baseline and one question: two trials. */
export const PACK_SETUP = {
  loras: ['demo/inkwash_v1-000008.safetensors'],
  weights: [0.5, 1],
  seeds: [7],
  metrics: ['Quality'],
  prompt_pairs: [{ positive: 'a fox in snow' }],
};

/** A rating pack of a session, as a host gives it out. */
export async function fetchPack(
  backend: Backend,
  session_id: string,
): Promise<{ name: string; bytes: Buffer }> {
  const { name, pieces } = await backend.exportFile('rating-pack', [session_id]);
  return { name, bytes: Buffer.from(await readWhole(pieces)) };
}

/** Opens a pack as a session of another backend. Out: its id, and what was said of it. */
export async function importPack(backend: Backend, bytes: Uint8Array) {
  const { sessions, remarks } = await backend.importFile(piecesOf(bytes), bytes.length);
  const [summary] = sessions;
  if (summary === undefined) throw new Error('No session came.');
  return { session_id: summary.session_id, summary, remarks };
}

async function* piecesOf(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

/** Votes on the next trials: as many as there are choices. */
export async function vote(
  backend: Backend,
  session_id: string,
  ...choices: CommandArgs<'vote.cast'>['choice'][]
): Promise<void> {
  for (const choice of choices) {
    const { trial_id } = await nextTrial(backend, session_id);
    await backend.call('vote.cast', { session_id, trial_id, choice, elapsed_ms: 900 });
  }
}

/** The next open trial. Throws where none is left. */
export async function nextTrial(backend: Backend, session_id: string): Promise<Trial> {
  const next = await backend.call('trial.next', { session_id });
  if ('done' in next) throw new Error('There is no trial left.');
  return next;
}

/** The text that goes back to whoever made the pack. */
export async function votesText(backend: Backend, session_id: string): Promise<string> {
  return (await backend.call('pack.votes', { session_id })).text;
}

/** A list of a pack or a file of votes with other fields, and a checksum that fits them. */
export function resealed(text: string, changes: Record<string, JsonValue>): string {
  const file = readObject(text);
  if (file === null) throw new Error('This is no JSON object.');
  const changed = { ...file, ...changes };
  return stringifyJson({ ...changed, checksum: checksumOf(changed) });
}

/** What lies in a zip, by its names there, in its order. */
export async function unpacked(folder: string, zip: Uint8Array): Promise<Map<string, Buffer>> {
  const path = join(folder, 'pack.zip');
  await writeFile(path, zip);
  const open = await openZip(realFileSystem, path);
  const files = new Map<string, Buffer>();
  for (const entry of open.entries) files.set(entry.name, Buffer.from(await readWhole(open.read(entry))));
  await open.close();
  return files;
}

/** A pack with other files in the place of some; null leaves one out. */
export function repacked(
  files: ReadonlyMap<string, Buffer>,
  changes: Record<string, string | Uint8Array | null>,
): Promise<Buffer> {
  const all = Object.entries({ ...Object.fromEntries(files), ...changes });
  return packed(Object.fromEntries(all.flatMap(([name, bytes]) => (bytes === null ? [] : [[name, bytes]]))));
}

/** The lines of a session's journal. */
export async function journalLines(root: string, id: string): Promise<string[]> {
  return (await readFile(join(root, id, 'journal.jsonl'), 'utf8')).trimEnd().split('\n');
}

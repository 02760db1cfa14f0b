import { open, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { parseJson, stringifyJson } from '../../../core/session/json';
import { onDisk } from '../../sessions/storageFailure';

/** Where a running browser host can be found, for scripts on the same machine. */
export interface ServerFile {
  readonly url: string;
  readonly token: string;
  readonly pid: number;
}

const FILE_NAME = '.server.json';

/**
 * Writes `<root>/.server.json`, readable by its owner only; another host's file is replaced. Throws AppFailure with a sentence
 * when the folder cannot be written.
 */
export async function writeServerFile(root: string, content: ServerFile): Promise<void> {
  const path = join(root, FILE_NAME);
  const draft = `${path}.${content.pid}`;
  await onDisk('write into the sessions folder', root, async () => {
    try {
      const file = await open(draft, 'w', 0o600);
      try {
        await file.writeFile(`${stringifyJson(content, 2)}\n`);
      } finally {
        await file.close();
      }
      await rename(draft, path);
    } catch (error) {
      await rm(draft, { force: true }).catch(() => undefined);
      throw error;
    }
  });
}

/** Removes `<root>/.server.json` if it is still this process's own. */
export async function removeServerFile(root: string, pid: number): Promise<void> {
  const path = join(root, FILE_NAME);
  try {
    const found = z.object({ pid: z.number() }).safeParse(parseJson(await readFile(path, 'utf8')));
    if (found.success && found.data.pid === pid) await rm(path);
  } catch {
    // It is gone or unreadable: there is nothing of ours to remove.
  }
}

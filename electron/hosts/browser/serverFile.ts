import { randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { lstat, open, readFile, rename, rm } from 'node:fs/promises';
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

const fileSchema = z.object({
  url: z.string().regex(/^http:\/\/127\.0\.0\.1:\d{1,5}$/),
  token: z.string(),
  pid: z.number().int(),
});
const ANSWER_MS = 1_000;
/** A pipe in the place of the file would be waited for without end; Windows has no such mark. */
const READ = constants.O_RDONLY | (process.platform === 'win32' ? 0 : constants.O_NONBLOCK);

/**
 * Writes `<root>/.server.json`, readable by its owner only; a file of a host that is gone is replaced. Out: what the file of
 * another host says that still answers, which is left alone; null when this one's was written. Throws AppFailure with a sentence
 * when the folder cannot be written.
 */
export async function writeServerFile(root: string, content: ServerFile): Promise<ServerFile | null> {
  const path = join(root, FILE_NAME);
  const other = await readServerFile(path);
  if (other !== null && other.pid !== content.pid && (await answers(other))) return other;
  const draft = `${path}.${content.pid}`;
  await onDisk('write into the sessions folder', root, async () => {
    try {
      const file = await open(draft, 'w', 0o600);
      try {
        await file.writeFile(`${stringifyJson(content, 2)}\n`);
      } finally {
        await file.close();
      }
      // A folder in the place of the file is no file of ours, and stays under another name.
      if (await isFolder(path)) await rename(path, `${path}.folder-${randomBytes(4).toString('hex')}`);
      await rename(draft, path);
    } catch (error) {
      await rm(draft, { force: true }).catch(() => undefined);
      throw error;
    }
  });
  return null;
}

async function isFolder(path: string): Promise<boolean> {
  return lstat(path).then(
    (facts) => facts.isDirectory(),
    () => false,
  );
}

async function readServerFile(path: string): Promise<ServerFile | null> {
  try {
    return (
      fileSchema.safeParse(parseJson(await readFile(path, { encoding: 'utf8', flag: READ }))).data ?? null
    );
  } catch {
    // Nothing that leads to a host.
    return null;
  }
}

/** True while the host behind a file answers to its token; a host that is only slow counts, too. */
async function answers({ url, token }: ServerFile): Promise<boolean> {
  try {
    const { status } = await fetch(`${url}/`, {
      method: 'HEAD',
      redirect: 'manual',
      headers: { Authorization: `Bearer ${token}` },
      signal: AbortSignal.timeout(ANSWER_MS),
    });
    return status !== 401 && status !== 403;
  } catch (error) {
    return error instanceof Error && error.name === 'TimeoutError';
  }
}

/** Removes `<root>/.server.json` if it is still this process's own. */
export async function removeServerFile(root: string, pid: number): Promise<void> {
  const path = join(root, FILE_NAME);
  try {
    if ((await readServerFile(path))?.pid === pid) await rm(path);
  } catch {
    // It is gone or unreadable: there is nothing of ours to remove.
  }
}

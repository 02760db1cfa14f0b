import { basename, dirname, join } from 'node:path';
import type { FileSystem } from './fileSystem';
import { isInside } from './ownOutput';
import type { SessionFolder } from './sessionFolder';

/** Names of temporary files that a program which died may leave in a session's folder, and in those within it. */
const LEFTOVER = /^(session_meta\.json[^/\\]*|lora_report\.md|lock(\.claim)?)\.tmp-[0-9a-f]+$/;
const LEFTOVER_WITHIN = /\.(png|csv|webp)\.tmp-[0-9a-f]+$/;

/** Removes temporary files that an earlier program left in a session's folder. Never throws: they do no harm. */
export async function removeLeftovers(
  fs: FileSystem,
  { path, output, thumbnails }: Pick<SessionFolder, 'path' | 'output' | 'thumbnails'>,
): Promise<void> {
  await removeFrom(fs, path, LEFTOVER);
  for (const folder of [output, thumbnails])
    if (await isWithin(fs, path, folder)) await removeFrom(fs, folder, LEFTOVER_WITHIN);
}

/** The same for one file anywhere. In: its path; whoever calls sees to it that nobody writes it just now. Never throws. */
export async function removeLeftoversOf(fs: FileSystem, path: string): Promise<void> {
  const start = `${basename(path)}.tmp-`;
  const names = await fs.names(dirname(path)).catch((): string[] => []);
  for (const name of names)
    if (name.startsWith(start) && /^[0-9a-f]+$/.test(name.slice(start.length)))
      await fs.unlink(join(dirname(path), name)).catch(() => undefined);
}

async function removeFrom(fs: FileSystem, folder: string, leftover: RegExp): Promise<void> {
  const names = await fs.names(folder).catch((): string[] => []);
  for (const name of names.filter((one) => leftover.test(one)))
    await fs.unlink(join(folder, name)).catch(() => undefined);
}

/** False for a folder that is missing, and for a link that leads elsewhere. */
async function isWithin(fs: FileSystem, path: string, folder: string): Promise<boolean> {
  try {
    return isInside(await fs.realPath(path), await fs.realPath(folder));
  } catch {
    return false;
  }
}

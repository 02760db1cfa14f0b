import { join } from 'node:path';
import { atomicWrite } from '../atomicWrite';
import { errorCode, type FileSystem } from '../fileSystem';

/** Tables and report that name pictures by where they lie. */
const WITH_PATHS = ['output/generation_log.csv', 'output/scores.csv', 'lora_report.md'];

/** Lets the tables and the report of a session in `folder` name its pictures by its new id. In: both ids, and the mark of a writer. Throws the system's error. */
export async function rewritePaths(
  fs: FileSystem,
  folder: string,
  from: string,
  to: string,
  mark: string,
): Promise<void> {
  for (const name of WITH_PATHS) {
    const path = join(folder, name);
    try {
      const text = Buffer.from(await fs.readFile(path)).toString('latin1');
      const changed = text.replaceAll(`sessions/${from}/output/`, `sessions/${to}/output/`);
      if (changed !== text) await atomicWrite(fs, path, Buffer.from(changed, 'latin1'), mark);
    } catch (error) {
      if (errorCode(error) !== 'ENOENT') throw error;
    }
  }
}

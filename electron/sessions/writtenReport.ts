import { atomicWrite } from './atomicWrite';
import { errorCode, type FileSystem } from './fileSystem';
import { NO_FILE } from './recovery';
import type { SessionFolder } from './sessionFolder';
import { onDisk } from './storageFailure';

/** The written report's name in a session's folder. */
export const WRITTEN_REPORT = 'lora_report.md';

/** No report is longer, in bytes. */
const MAX_BYTES = 4 * 1024 * 1024;

type Place = Pick<SessionFolder, 'report'>;

/** Writes a session's `lora_report.md`, whole or not at all. In: `mark`, hexadecimal digits that no other writer uses. Throws AppFailure when the disk refuses; then the old file stands. */
export async function writeWrittenReport(
  { report }: Place,
  text: string,
  mark: string,
  fs: FileSystem,
): Promise<void> {
  await onDisk(`write ${WRITTEN_REPORT}`, report, () =>
    atomicWrite(fs, report, new TextEncoder().encode(text), mark),
  );
}

/**
 * A session's `lora_report.md` and when it was written; null where there is none, or a link, a folder or something far too long lies in
 * its place. Throws AppFailure when the disk does not say.
 */
export function readWrittenReport(
  { report }: Place,
  fs: FileSystem,
): Promise<{ text: string; at: Date } | null> {
  return onDisk(`read ${WRITTEN_REPORT}`, report, async () => {
    try {
      const file = await fs.open(report, 'read');
      try {
        const { size, isFolder, mtimeMs } = await file.facts();
        if (isFolder || size > MAX_BYTES) return null;
        return { text: new TextDecoder().decode(await file.read(0, size)), at: new Date(mtimeMs) };
      } finally {
        await file.close();
      }
    } catch (error) {
      if (NO_FILE.has(errorCode(error))) return null;
      throw error;
    }
  });
}

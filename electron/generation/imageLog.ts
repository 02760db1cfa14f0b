import { dirname } from 'node:path';
import type { Job } from '../../core/plan/jobs';
import { csvField } from '../../core/report/export';
import { imagePath } from '../../core/session/paths';
import type { ImageRecord, SessionState } from '../../core/session/state';
import { errorCode, type FileSystem, makeOwnFolder } from '../sessions/fileSystem';

const HEADER = 'timestamp,image_path,lora_name,weight,prompt,negative_prompt,seed,is_baseline';

/** `output/generation_log.csv`: one line an image, in the order of making. */
export interface ImageLog {
  /** Adds the line of an image. Rejects with the system's error. */
  add(job: Job, record: ImageRecord): Promise<void>;
}

/**
 * Opens the log of a session and adds the lines that a crash left out.
 * In: the file's path, the state, and the jobs by file name. Rejects with the system's error.
 */
export async function openImageLog(
  fs: FileSystem,
  path: string,
  state: Readonly<SessionState>,
  jobs: ReadonlyMap<string, Job>,
): Promise<ImageLog> {
  await makeOwnFolder(fs, dirname(path));
  const text = await readText(fs, path);
  // A line that was torn by a crash is cut off, so that what follows begins on a line of its own; it is written again whole.
  const whole = wholeRecords(text);
  const kept = whole.join('');
  const listed = new Set(whole.map((record) => /^[^,]*,([^,]*),/.exec(record)?.[1]));
  const missing: string[] = [];
  for (const record of state.images.values()) {
    const job = jobs.get(record.file);
    if (job !== undefined && !listed.has(imagePath(state, record.file)))
      missing.push(lineOf(state, job, record));
  }
  const header = kept === '' ? [HEADER] : [];
  const lines = [...header, ...missing];
  if (lines.length > 0 || kept !== text) await append(fs, path, linesText(lines), Buffer.byteLength(kept));
  return {
    async add(job, record) {
      // An image that was found already made may have its line, too.
      if (record.seconds === null && listed.has(imagePath(state, record.file))) return;
      await append(fs, path, linesText([lineOf(state, job, record)]), null);
    },
  };
}

async function readText(fs: FileSystem, path: string): Promise<string> {
  try {
    return Buffer.from(await fs.readFile(path)).toString('utf8');
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return '';
    throw error;
  }
}

/** Writes at the end of a file that may be missing. In: how many of its bytes stay; null for all. */
async function append(fs: FileSystem, path: string, text: string, keep: number | null): Promise<void> {
  const file = await fs.open(path, 'open');
  try {
    if (keep !== null) await file.truncate(keep);
    if (text !== '') await file.write(Buffer.from(text), keep ?? (await file.facts()).size);
  } finally {
    await file.close();
  }
}

function linesText(lines: readonly string[]): string {
  return lines.map((line) => `${line}\n`).join('');
}

/** The whole records of a CSV, each with its line break; what stands behind the last break outside quotes is left out. */
function wholeRecords(text: string): string[] {
  const records: string[] = [];
  let begin = 0;
  let isQuoted = false;
  for (let index = 0; index < text.length; index += 1) {
    const character = text[index];
    if (character === '"') isQuoted = !isQuoted;
    else if (character === '\n' && !isQuoted) {
      records.push(text.slice(begin, index + 1));
      begin = index + 1;
    }
  }
  return records;
}

function lineOf(state: Readonly<SessionState>, job: Job, record: ImageRecord): string {
  return [
    record.timestamp,
    imagePath(state, record.file),
    job.lora_filename ?? '',
    job.weight,
    job.positive,
    job.negative,
    job.seed,
    job.candidate === null,
  ]
    .map(csvField)
    .join(',');
}

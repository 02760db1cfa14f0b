import { appendFile, mkdir, readFile, truncate } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Job } from '../../core/plan/jobs';
import { csvField } from '../../core/report/export';
import { imagePath } from '../../core/session/document';
import type { ImageRecord, SessionState } from '../../core/session/state';
import { errorCode } from '../sessions/fileSystem';

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
  path: string,
  state: Readonly<SessionState>,
  jobs: ReadonlyMap<string, Job>,
): Promise<ImageLog> {
  await mkdir(dirname(path), { recursive: true });
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    if (errorCode(error) === 'ENOENT') return '';
    throw error;
  });
  // A line that was torn by a crash is cut off, so that what follows begins on a line of its own; it is written again whole.
  const whole = wholeRecords(text);
  const kept = whole.join('');
  if (kept !== text) await truncate(path, Buffer.byteLength(kept));
  const listed = new Set(whole.map((record) => /^[^,]*,([^,]*),/.exec(record)?.[1]));
  const missing: string[] = [];
  for (const record of state.images.values()) {
    const job = jobs.get(record.file);
    if (job !== undefined && !listed.has(imagePath(state, record.file)))
      missing.push(lineOf(state, job, record));
  }
  const header = kept === '' ? [HEADER] : [];
  const lines = [...header, ...missing];
  if (lines.length > 0) await appendFile(path, lines.map((line) => `${line}\n`).join(''));
  return {
    async add(job, record) {
      // An image that was found already made may have its line, too.
      if (record.seconds === null && listed.has(imagePath(state, record.file))) return;
      await appendFile(path, `${lineOf(state, job, record)}\n`);
    },
  };
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

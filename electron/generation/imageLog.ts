import { appendFile, mkdir, readFile } from 'node:fs/promises';
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
  const listed = new Set([...text.matchAll(/,(\.\/sessions\/[^,"\n]+),/g)].map((match) => match[1]));
  const missing: string[] = [];
  for (const record of state.images.values()) {
    const job = jobs.get(record.file);
    if (job !== undefined && !listed.has(imagePath(state, record.file)))
      missing.push(lineOf(state, job, record));
  }
  const header = text === '' ? [HEADER] : [];
  // A line that was torn by a crash stays as it is; what follows begins on a line of its own.
  const lineBreak = text === '' || text.endsWith('\n') ? '' : '\n';
  const lines = [...header, ...missing];
  if (lines.length > 0 || lineBreak !== '') {
    await appendFile(path, lineBreak + lines.map((line) => `${line}\n`).join(''));
  }
  return { add: (job, record) => appendFile(path, `${lineOf(state, job, record)}\n`) };
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

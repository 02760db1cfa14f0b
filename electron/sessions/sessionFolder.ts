import { join, relative, resolve, sep } from 'node:path';
import { AppFailure } from '../../core/contract/failure';
import { parseSessionId, type SessionId } from '../../core/session/identity';
import { type FileSystem, isThere } from './fileSystem';

/** Where the parts of one session lie; every path is proved to be inside the sessions root. */
export interface SessionFolder {
  readonly id: SessionId;
  /** The folder itself. */
  readonly path: string;
  readonly meta: string;
  readonly metaBackup: string;
  readonly journal: string;
  readonly lock: string;
  readonly output: string;
  readonly thumbnails: string;
  readonly generationLog: string;
  readonly scores: string;
  readonly report: string;
  /** The path of an image in `output/`. Throws AppFailure `not_found` for a name that is not a plain file name. */
  pathOfImage(file: string): string;
  /** The path of a file in `thumbnails/`, under the same rule. */
  pathOfThumbnail(file: string): string;
}

/** The folder of a session. In: the root and an id from anywhere. Throws AppFailure `not_found` when it has not the form of an id. */
export function sessionFolder(root: string, id: string): SessionFolder {
  const sessionId = parseSessionId(id);
  return sessionFolderAt(inside(resolve(root), sessionId), sessionId);
}

/** The parts of a session whose folder lies elsewhere, on its way to its place. In: a path that the program made itself. */
export function sessionFolderAt(path: string, sessionId: SessionId): SessionFolder {
  const output = join(path, 'output');
  const thumbnails = join(path, 'thumbnails');
  return {
    id: sessionId,
    path,
    meta: join(path, 'session_meta.json'),
    metaBackup: join(path, 'session_meta.json.bak'),
    journal: join(path, 'journal.jsonl'),
    lock: join(path, 'lock'),
    output,
    thumbnails,
    generationLog: join(output, 'generation_log.csv'),
    scores: join(output, 'scores.csv'),
    report: join(path, 'lora_report.md'),
    pathOfImage: (file) => inside(output, plainName(file)),
    pathOfThumbnail: (file) => inside(thumbnails, plainName(file)),
  };
}

/** True when a session's folder is not where it was; false where the disk does not tell. */
export async function isGone(
  { folder }: { readonly folder: SessionFolder },
  fs: FileSystem,
): Promise<boolean> {
  return !(await isThere(fs, folder.path).catch(() => true));
}

/** Names that Windows keeps for devices, whatever their ending. */
const DEVICE = /^(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(\..*)?$/i;
/** Separators, drive and stream marks, wildcards and control characters: no system takes all of them in a file name. */
const ODD = /[\\/:*?"<>|\p{Cc}]/u;
const MAX_NAME_BYTES = 255;

/** True for a file name that is only a name, on every system. */
export function isPlainFileName(name: string): boolean {
  if (name === '' || name.startsWith('.') || /[. ]$/.test(name)) return false;
  return !ODD.test(name) && !DEVICE.test(name) && Buffer.byteLength(name) <= MAX_NAME_BYTES;
}

function plainName(name: string): string {
  if (isPlainFileName(name)) return name;
  throw new AppFailure('not_found', 'This session has no image of that name.');
}

function inside(folder: string, name: string): string {
  const path = join(folder, name);
  const way = relative(folder, path);
  if (way === '' || way.startsWith('..') || way.includes(sep)) {
    throw new AppFailure('not_found', 'That path lies outside the sessions folder.');
  }
  return path;
}

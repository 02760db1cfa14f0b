import { AppFailure } from '../../../core/contract/failure';
import { isSessionId, type SessionId } from '../../../core/session/identity';
import { isOfHost, isWorkingFile } from './besideNames';
import { asCompared, shown } from './entryNames';
import { MANIFEST } from './manifest';
import type { ZipEntry } from './zipReader';

/** A session within an archive. */
export interface FoundSession {
  /** The id that its folder's name says; null when it says none. */
  readonly id: SessionId | null;
  /** Its folder within the archive, with forward slashes; empty for the top. */
  readonly folder: string;
  readonly files: readonly { readonly path: string; readonly entry: ZipEntry }[];
}

const STATE = ['session_meta.json', 'session_meta.json.bak', 'journal.jsonl'];
/** Pictures under names that only an evaluation gives. */
const OUR_PICTURE = /^(baseline|lora)_\d+_\d+.*\.png$|_w-?\d+(\.\d+)?_s\d+_.*\.png$/i;

/**
 * Finds the sessions in an archive, wherever they lie in it: folders with a saved state, a journal, or an `output` with pictures.
 * Out: those, and the number of files that belong to none. Throws AppFailure `bad_request` where there is none, or where one
 * holds a folder in the place of a file of ours, or the other way round.
 */
export function findSessions(entries: readonly ZipEntry[]): { sessions: FoundSession[]; strays: number } {
  // What this app packed lies as it lay in its folder.
  const isOurs = entries.some(({ parts }) => parts.length === 1 && parts[0] === MANIFEST);
  const roots = outermost(rootsOf(entries));
  if (roots.length === 0) throw nothingFound(entries);
  const files = new Map(roots.map((root) => [root, [] as { path: string; entry: ZipEntry }[]]));
  let strays = 0;
  for (const entry of entries) {
    const name = entry.parts.at(-1) ?? '';
    if (entry.isLitter || (entry.isPassedOver && isOfHost(name))) continue;
    const root = entry.isPassedOver ? undefined : rootOf(entry.parts, files);
    if (root === undefined) {
      if (!(entry.parts.length === 1 && name === MANIFEST)) strays += 1;
      continue;
    }
    const path = entry.parts.slice(depthOf(root)).join('/');
    if (!isWorkingFile(path) && !(root === '' && path === MANIFEST)) files.get(root)?.push({ path, entry });
  }
  for (const own of files.values()) for (const { path, entry } of own) refuseMisplaced(path, entry.name);
  const sessions = [...files].map(([folder, own]): FoundSession => {
    const name = folder.split('/').at(-1);
    return { id: isSessionId(name) ? name : null, folder, files: isOurs ? own : withOutput(own) };
  });
  return { sessions, strays };
}

/** What Blindfold keeps as files in a session's folder. */
const FILES: ReadonlySet<string> = new Set([...STATE, 'lock', 'lock.claim', 'lora_report.md']);
/** What it keeps as folders. */
const FOLDERS: ReadonlySet<string> = new Set(['output', 'thumbnails']);

/** A session whose lock is a folder could not be opened, and one whose pictures' folder is a file could not keep any. */
function refuseMisplaced(path: string, name: string): void {
  const [top = '', ...below] = path.toLowerCase().split('/');
  if (!(below.length === 0 ? FOLDERS : FILES).has(top)) return;
  throw new AppFailure(
    'bad_request',
    `This archive is refused because of the name ${shown(name)} in it: ${
      below.length === 0 ? 'a folder is to have this name' : 'a file is to have the name of this folder'
    } in a session. Nothing was taken in.`,
  );
}

function rootsOf(entries: readonly ZipEntry[]): Set<string> {
  const roots = new Set<string>();
  for (const { parts, isPassedOver } of entries) {
    if (isPassedOver) continue;
    const name = parts.at(-1) ?? '';
    const above = parts.slice(0, -1);
    if (STATE.includes(name) || OUR_PICTURE.test(name)) roots.add(above.join('/'));
    if (above.at(-1) === 'output' && /\.png$/i.test(name)) roots.add(above.slice(0, -1).join('/'));
  }
  // Pictures lie in the output folder of their session.
  for (const root of [...roots]) {
    const parts = root.split('/');
    if (parts.at(-1) !== 'output') continue;
    roots.delete(root);
    roots.add(parts.slice(0, -1).join('/'));
  }
  return roots;
}

/** What lies in a session's folder is part of that session. */
function outermost(roots: ReadonlySet<string>): string[] {
  return [...roots].filter((root) => {
    const parts = root === '' ? [] : root.split('/');
    return !parts.some((_, depth) => roots.has(parts.slice(0, depth).join('/')));
  });
}

function rootOf(parts: readonly string[], roots: ReadonlyMap<string, unknown>): string | undefined {
  for (let depth = 0; depth < parts.length; depth += 1) {
    const root = parts.slice(0, depth).join('/');
    if (roots.has(root)) return root;
  }
  return undefined;
}

function depthOf(root: string): number {
  return root === '' ? 0 : root.split('/').length;
}

/** Pictures that somebody packed without their folder go into the folder for pictures, where their place there is free. */
function withOutput(files: FoundSession['files']): FoundSession['files'] {
  const taken = new Set(files.map(({ path }) => asCompared(path)));
  return files.map(({ path, entry }) => {
    const inOutput = `output/${path}`;
    const moves = !path.includes('/') && OUR_PICTURE.test(path) && !taken.has(asCompared(inOutput));
    return { path: moves ? inOutput : path, entry };
  });
}

function nothingFound(entries: readonly ZipEntry[]): AppFailure {
  const isOfZips = entries.length > 0 && entries.every(({ name }) => /\.zip$/i.test(name));
  return new AppFailure(
    'bad_request',
    isOfZips
      ? 'This archive holds other archives. Unpack it once, then import those in it.'
      : 'This archive holds no session. A session is a folder with session_meta.json, with journal.jsonl, or with pictures in output. Nothing was taken in.',
  );
}

import { nameList } from './fileNames';
import { isVotesFile } from './packs';

const NOT_TAKEN = {
  folder: ['is a folder. Drop the files in it instead.', 'are folders. Drop the files in them instead.'],
  empty: ['is empty. Get the whole file first.', 'are empty. Get the whole files first.'],
  noZip: [
    'is called a zip and is none. Get the whole file once more.',
    'are called zips and are none. Get the whole files once more.',
  ],
  program: [
    'is a program, and Blindfold opens no programs.',
    'are programs, and Blindfold opens no programs.',
  ],
  text: [
    'holds text. Drop it on the prompts of the set-up, or choose Import there.',
    'hold text. Drop them one by one on the prompts of the set-up, or choose Import there.',
  ],
  picture: [
    'is a picture, but no PNG. Workflows are read out of PNG pictures only.',
    'are pictures, but no PNG. Workflows are read out of PNG pictures only.',
  ],
  unreadable: [
    'cannot be read. It may be gone, or its folder may be closed to you.',
    'cannot be read. They may be gone, or their folder may be closed to you.',
  ],
  other: [
    'is none of what can be dropped here: zips of sessions, a workflow, votes of a rating pack, LoRAs.',
    'are none of what can be dropped here: zips of sessions, a workflow, votes of a rating pack, LoRAs.',
  ],
} as const;

type LeftKind = keyof typeof NOT_TAKEN;
const LEFT_KINDS = Object.keys(NOT_TAKEN) as LeftKind[];

/** What a dropped file is. `model`: weights, of which the server needs its own copy. */
export type DroppedKind = LeftKind | 'zip' | 'workflow' | 'votes' | 'model';

/** What is said of files that are not taken in, a sentence for each kind. In: the names of those of a kind. */
export function notTaken(of: (kind: LeftKind) => readonly string[]): string[] {
  return LEFT_KINDS.flatMap((kind) => {
    const names = of(kind);
    if (names.length === 0) return [];
    return [`${nameList(names)} ${NOT_TAKEN[kind][names.length === 1 ? 0 : 1]}`];
  });
}

/** So much of a file is read to tell what it is, in bytes; only what may be votes, which are small, is read whole. */
const START_BYTES = 64;

const MODELS = /\.(?:safetensors|sft|ckpt|gguf|pth?)$/i;
const PROGRAMS = /\.(?:exe|msi|bat|cmd|com|ps1|sh|app|appimage|dmg|deb|rpm|jar|dll|so|dylib)$/i;
const TEXTS = /\.(?:txt|csv|md)$/i;

/** Tells files apart by what they are called, and by how they begin where the name says nothing. */
export async function kindOfFile(file: File): Promise<DroppedKind> {
  if (file.size === 0) return 'empty';
  if (MODELS.test(file.name)) return 'model';
  let start: string;
  try {
    start = String.fromCharCode(...new Uint8Array(await file.slice(0, START_BYTES).arrayBuffer()));
    if (isProgram(file.name, start)) return 'program';
    const named = kindOfType(file.type) ?? kindOfName(file.name);
    // Whoever drops a large file learns it at once, not after it was sent or copied.
    if (named === 'zip') return start.startsWith('PK') ? named : 'noZip';
    if (isJson(start) && (await isVotesFile(file))) return 'votes';
    if (named !== null) return named;
  } catch {
    return 'unreadable';
  }
  if (TEXTS.test(file.name)) return 'text';
  return kindOfStart(start);
}

/** The kind that a media type stands for; null when it says nothing. */
export function kindOfType(type: string): 'zip' | 'workflow' | 'picture' | 'text' | null {
  if (isZipType(type)) return 'zip';
  if (type === 'application/json' || type === 'image/png') return 'workflow';
  if (type.startsWith('image/')) return 'picture';
  return /^text\/(?:plain|csv|markdown)$/.test(type) ? 'text' : null;
}

/** A zip, and no other packed file, such as `application/gzip`. */
export function isZipType(type: string): boolean {
  return /^(?:application|multipart)\/(?:x-)?zip(?:-compressed)?$/.test(type);
}

function kindOfName(name: string): DroppedKind | null {
  if (/\.zip$/i.test(name)) return 'zip';
  return /\.(json|png)$/i.test(name) ? 'workflow' : null;
}

/** By its name, or as programs of Windows, Linux and Macs begin, and scripts. */
function isProgram(name: string, start: string): boolean {
  return PROGRAMS.test(name) || /^(?:MZ|\u007fELF|#!|[\u00ce\u00cf]\u00fa\u00ed\u00fe)/.test(start);
}

function isJson(start: string): boolean {
  return /^(?:\u00ef\u00bb\u00bf)?\s*\{/.test(start);
}

function kindOfStart(start: string): DroppedKind {
  if (start.startsWith('PK')) return 'zip';
  if (start.startsWith('\u0089PNG') || isJson(start)) return 'workflow';
  return /^(?:\u00ff\u00d8\u00ff|GIF8|RIFF....WEBP)/s.test(start) ? 'picture' : 'other';
}

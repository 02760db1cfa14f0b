import { AppFailure } from '../contract/failure';
import { byteWords } from '../session/byteWords';
import { JsonSyntaxError, type JsonValue, parseJson } from '../session/json';
import { parseWorkflow } from './graph';
import type { ComfyGraph } from './nodes';
import { isPng, readPngWorkflow } from './pngWorkflow';
import { utf8 } from './utf8';

/** Larger files are no workflow, and no picture that came out of one. */
const MAX_FILE_BYTES = 64_000_000;
/** What a set-up can carry. */
const MAX_TEXT_BYTES = 8_000_000;

const HOW = 'In ComfyUI choose Workflow, then Export (API), and load that file.';

/**
 * Reads a workflow out of a file: JSON in ComfyUI's API format, bare, wrapped or as an entry of its history, or a PNG that
 * ComfyUI saved, which holds its workflow in the text chunk `prompt`. NaN and infinities, which Python writes, read as null.
 * In: the file's name, for the messages, and its bytes. Out: the graph, every digit kept.
 * Throws AppFailure bad_request for `setup.workflow`, and nothing else.
 */
export function readWorkflowFile(name: string, bytes: Uint8Array): ComfyGraph {
  const file = name.length > 80 ? `${name.slice(0, 79)}…` : name;
  if (bytes.length === 0) throw refused(`${file} is empty. ${HOW}`);
  if (bytes.length > MAX_FILE_BYTES) {
    const most = byteWords(MAX_FILE_BYTES);
    throw refused(`${file} has ${byteWords(bytes.length)}; ${most} is the most that is read. ${HOW}`);
  }
  if (isPng(bytes)) return fromPng(file, bytes);
  const other = otherPicture(bytes);
  if (other !== null) {
    throw refused(`${file} is a ${other} picture; workflows are read out of PNG pictures only. ${HOW}`);
  }
  return parseWorkflow(parsed(utf8(text(file, bytes)), `${file} is not JSON. ${HOW}`));
}

function fromPng(file: string, bytes: Uint8Array): ComfyGraph {
  const found = readPngWorkflow(bytes);
  const onPage = `${file} holds the workflow in the form of the ComfyUI page only. Drop it on the ComfyUI page, choose Workflow, then Export (API), and load that file.`;
  if (found.prompt !== null) {
    const message = found.hasPageForm ? onPage : `The workflow inside ${file} cannot be read. ${HOW}`;
    return parseWorkflow(parsed(utf8(text(file, found.prompt)), message));
  }
  if (found.isPacked) {
    throw refused(`${file} holds its workflow packed, which is not read here. ${HOW}`);
  }
  if (found.hasPageForm) throw refused(onPage);
  if (found.isTorn) throw refused(`${file} is cut off before its workflow. Get the whole file, or: ${HOW}`);
  throw refused(
    `${file} holds no workflow: it was not made by ComfyUI, or another program took it out. ${HOW}`,
  );
}

/** The bytes of a text that is small enough to be a workflow. */
function text(file: string, bytes: Uint8Array): Uint8Array {
  if (bytes.length <= MAX_TEXT_BYTES) return bytes;
  const most = byteWords(MAX_TEXT_BYTES);
  throw refused(
    `The workflow in ${file} has ${byteWords(bytes.length)}; ${most} is the most that is taken in.`,
  );
}

function parsed(json: string, message: string): JsonValue {
  try {
    return parseJson(json, { nonFiniteAsNull: true });
  } catch (error) {
    if (error instanceof JsonSyntaxError) throw refused(message);
    throw error;
  }
}

function otherPicture(bytes: Uint8Array): string | null {
  const begin = String.fromCharCode(...bytes.subarray(0, 12));
  if (begin.startsWith('\u00ff\u00d8\u00ff')) return 'JPEG';
  if (begin.startsWith('RIFF') && begin.endsWith('WEBP')) return 'WebP';
  return begin.startsWith('GIF8') ? 'GIF' : null;
}

function refused(message: string): AppFailure {
  return new AppFailure('bad_request', message, { field: 'setup.workflow' });
}

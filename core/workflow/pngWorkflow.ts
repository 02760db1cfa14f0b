/** What a PNG says of the workflow that made it. */
export interface PngWorkflow {
  /** The bytes of the text under `prompt`; null when there is none that is not packed. */
  prompt: Uint8Array | null;
  /** There is a text under `prompt`, but it is packed. */
  isPacked: boolean;
  /** It holds the workflow as the ComfyUI page has it. */
  hasPageForm: boolean;
  /** The file ends in the middle. */
  isTorn: boolean;
}

const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];

/** True when a file begins as a PNG does. */
export function isPng(bytes: Uint8Array): boolean {
  return SIGNATURE.every((byte, index) => bytes[index] === byte);
}

/**
 * Looks through the text chunks of a PNG (tEXt, zTXt, iTXt) for what ComfyUI writes; the first of a keyword wins.
 * A file that ends in the middle is read as far as it goes.
 */
export function readPngWorkflow(bytes: Uint8Array): PngWorkflow {
  const found: PngWorkflow = { prompt: null, isPacked: false, hasPageForm: false, isTorn: true };
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = SIGNATURE.length; at + 12 <= bytes.length; ) {
    const length = view.getUint32(at);
    const type = latin1(bytes.subarray(at + 4, at + 8));
    const data = bytes.subarray(at + 8, at + 8 + length);
    if (data.length < length || at + 12 + length > bytes.length) return found;
    take(found, type, data);
    if (type === 'IEND') return { ...found, isTorn: false };
    at += 12 + length;
  }
  return found;
}

function take(found: PngWorkflow, type: string, data: Uint8Array): void {
  if (type !== 'tEXt' && type !== 'zTXt' && type !== 'iTXt') return;
  const end = data.indexOf(0);
  // A keyword has at most 79 letters.
  const keyword = end < 1 || end > 79 ? '' : latin1(data.subarray(0, end));
  if (keyword === 'workflow') found.hasPageForm = true;
  if (keyword !== 'prompt' || found.prompt !== null) return;
  const text =
    type === 'zTXt' ? null : type === 'tEXt' ? data.subarray(end + 1) : international(data, end + 1);
  found.prompt = text;
  if (text === null) found.isPacked = true;
}

/** The text of an iTXt chunk, behind its language and its translated keyword; null when it is packed or has no such form. */
function international(data: Uint8Array, at: number): Uint8Array | null {
  if (data[at] !== 0) return null;
  const language = data.indexOf(0, at + 2);
  const translated = language < 0 ? -1 : data.indexOf(0, language + 1);
  return translated < 0 ? null : data.subarray(translated + 1);
}

function latin1(bytes: Uint8Array): string {
  return String.fromCharCode(...bytes);
}

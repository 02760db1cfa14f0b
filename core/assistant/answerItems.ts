/** A part of an answer that stands for one item: a JSON object or string, from its first sign to behind its last one. */
export interface ItemSpan {
  readonly start: number;
  readonly end: number;
}

export interface ItemSpans {
  readonly spans: readonly ItemSpan[];
  /** A list was not closed: what it broke off in is no span. */
  readonly isCut: boolean;
}

interface Frame {
  readonly isArray: boolean;
  readonly start: number;
  /** All that stands around it only lists items, so that what is whole in it is an item of its own. */
  readonly isList: boolean;
  /** How many spans there were when it began. */
  readonly firstSpan: number;
  /** Normalised; null between two fields. */
  key: string | null;
  /** It has a field that only an item has. */
  isItem: boolean;
}

/** Where JSON may begin among other words. */
const START = /\{(?=\s*(?:["'“‘{}]|\/[/*]|[A-Za-z_]\w*\s*:))|\[(?=\s*(?:["'“‘[{]|\/[/*]))/g;
/** Names of fields that hold a list, or what holds one. */
const LIST_KEY =
  /(?:prompt|pair|metric|item|list|data|result|response|output|answer|content|entry|entrie|example|criteria|criterion|question|aspect|dimension|category|categorie|set|final|json)s?$/;
const NEVER_LIST = /negative|schema|required|properties/;
const NUMBERED_KEY = /^[a-z]*\d+$/;
const DEEPEST = 50;
/** So often a bracket in mere chatter is passed over. */
const MOST_FALSE_STARTS = 8;
const CLOSERS: Readonly<Record<string, string>> = { '"': '"', "'": "'", '“': '”', '‘': '’' };

/** A field's name as it is compared: small letters and digits only. */
export function plainKey(key: string): string {
  return key
    .slice(0, 40)
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]/gu, '');
}

/**
 * Finds the items in the JSON of an answer, whatever stands around it. It reads the text once, and stumbles over nothing: comments,
 * single quotes, bare names, missing commas and brackets. In: the names of fields that only an item has; `isEager` to take every
 * field for a list, and every object for an item that holds no other.
 */
export function findItems(text: string, itemKeys: ReadonlySet<string>, isEager = false): ItemSpans {
  const spans: ItemSpan[] = [];
  const starts = new RegExp(START);
  let isCut = false;
  let falseStarts = 0;
  for (let found = starts.exec(text); found !== null; found = starts.exec(text)) {
    const before = spans.length;
    const block = readBlock(text, found.index, spans, itemKeys, isEager);
    if (!block.isClosed && spans.length === before) {
      falseStarts += 1;
      if (falseStarts >= MOST_FALSE_STARTS) break;
      isCut ||= block.end >= text.length;
      starts.lastIndex = found.index + 1;
    } else {
      isCut ||= !block.isClosed;
      starts.lastIndex = Math.max(block.end, found.index + 1);
    }
  }
  return { spans, isCut };
}

/** Reads from one bracket to the one that closes it, and adds the items. Out: where it ended. */
function readBlock(
  text: string,
  start: number,
  spans: ItemSpan[],
  itemKeys: ReadonlySet<string>,
  isEager: boolean,
): { readonly end: number; readonly isClosed: boolean } {
  const frames: Frame[] = [];
  /** A string or word that is not yet known to be a name or a value. */
  let scalar: (ItemSpan & { readonly isString: boolean }) | null = null;
  let at = start;
  let isTorn = false;

  const top = () => frames.at(-1);
  const isNumbered = ({ key }: Frame) => key !== null && NUMBERED_KEY.test(key) && !NEVER_LIST.test(key);
  const holds = (frame: Frame) =>
    frame.isArray || isNumbered(frame) || (isEager && frame.key !== null && !NEVER_LIST.test(frame.key));

  function isListIn(parent: Frame | undefined): boolean {
    if (parent === undefined) return true;
    if (!parent.isList) return false;
    if (parent.isArray || parent.key === null) return parent.isArray;
    if (NEVER_LIST.test(parent.key)) return false;
    return isEager || LIST_KEY.test(parent.key) || NUMBERED_KEY.test(parent.key);
  }

  function endScalar(): void {
    const frame = top();
    if (scalar !== null && frame !== undefined && scalar.isString) {
      if (!frame.isArray && frame.key !== null && itemKeys.has(frame.key)) frame.isItem = true;
      if (frame.isList && !frame.isItem && (frame.isArray || isNumbered(frame)))
        spans.push({ start: scalar.start, end: scalar.end });
    }
    scalar = null;
  }

  function close(): void {
    endScalar();
    const frame = frames.pop();
    if (frame === undefined || frame.isArray || !frame.isList || spans.length > frame.firstSpan) return;
    const parent = top();
    const isAlone = parent === undefined ? isEager : holds(parent);
    if (frame.isItem || isAlone) spans.push({ start: frame.start, end: at + 1 });
  }

  while (at < text.length) {
    const sign = text.charAt(at);
    const frame = top();
    if (sign === '{' || sign === '[') {
      if (frames.length >= DEEPEST) return { end: at, isClosed: false };
      endScalar();
      frames.push({
        isArray: sign === '[',
        start: at,
        isList: isListIn(frame),
        firstSpan: spans.length,
        key: null,
        isItem: false,
      });
      at += 1;
    } else if (sign === '}' || sign === ']') {
      const isArray = sign === ']';
      if (frames.some((open) => open.isArray === isArray)) {
        // What was not closed inside is half.
        while (top()?.isArray !== isArray) {
          isTorn = true;
          if (top()?.isArray === true) close();
          else {
            scalar = null;
            frames.pop();
          }
        }
        close();
      }
      at += 1;
      if (frames.length === 0) return { end: at, isClosed: !isTorn };
      const around = top();
      if (around !== undefined) around.key = null;
    } else if (sign === ',') {
      endScalar();
      if (frame !== undefined) frame.key = null;
      at += 1;
    } else if (sign === ':') {
      if (frame !== undefined && !frame.isArray && scalar !== null)
        frame.key = plainKey(text.slice(scalar.start, scalar.end));
      scalar = null;
      at += 1;
    } else if (sign in CLOSERS) {
      endScalar();
      const end = stringEnd(text, at, CLOSERS[sign] ?? sign);
      if (end === null) return { end: text.length, isClosed: false };
      scalar = { start: at, end, isString: true };
      at = end;
    } else if (sign === '/' && text.charAt(at + 1) === '/') at = behind(text, '\n', at);
    else if (sign === '/' && text.charAt(at + 1) === '*') at = behind(text, '*/', at + 2);
    else if (text.startsWith('```', at)) return { end: at + 3, isClosed: false };
    else if (/\s/.test(sign)) at += 1;
    else {
      const end = wordEnd(text, at);
      endScalar();
      scalar = { start: at, end, isString: false };
      at = end;
    }
  }
  return { end: text.length, isClosed: false };
}

function behind(text: string, sign: string, from: number): number {
  const found = text.indexOf(sign, from);
  return found === -1 ? text.length : found + sign.length;
}

const WORD = /[^\s,:{}[\]"`]+|`/y;

function wordEnd(text: string, at: number): number {
  WORD.lastIndex = at;
  return at + Math.max(1, WORD.exec(text)?.[0].length ?? 1);
}

const SPACE = /[^\S\n\r]*/y;

/**
 * Where a string ends. Models forget to escape quotes: one is the last only where a string may end. Out: the place behind its closing
 * quote; null when it is not known to be closed.
 */
function stringEnd(text: string, start: number, closer: string): number | null {
  for (let at = start + 1; at < text.length; at += 1) {
    const sign = text.charAt(at);
    if (sign === '\\') at += 1;
    else if (sign === closer) {
      SPACE.lastIndex = at + 1;
      SPACE.exec(text);
      const next = text.charAt(SPACE.lastIndex);
      if (next === '') return null;
      if (',:}]\n\r/`'.includes(next)) return at + 1;
    }
  }
  return null;
}

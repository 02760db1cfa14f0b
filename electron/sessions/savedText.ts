import { documentOf, type WriteList } from '../../core/session/document';
import { type JsonValue, stringifyJson } from '../../core/session/json';
import type { JsonObject, SessionState } from '../../core/session/state';
import { withUnknown } from '../../core/session/unknownFields';
import { piecesOf, type TextPiece } from './textPieces';

/** The text of one session's saved file, time and again. */
export interface SavedText {
  /**
   * The whole file, in pieces: the bytes of `toDocument` as JSON. In: the state, and the time of the save in seconds since 1970. Of
   * long lists only what changed since the last time is written anew; the rest are the pieces of then.
   */
  bytes(state: SessionState, timestamp: number): readonly Uint8Array[];
}

/** Stands in the text for a list: a number as JSON allows it and nobody writes it, which no text in quotes can end a line with. */
const PLACE = / 0e0(\d+)(?=,?\n)/;
const { rawJSON } = JSON as typeof JSON & { rawJSON(text: string): JsonValue };

export function createSavedText(): SavedText {
  let kept = new Map<string, readonly TextPiece[]>();
  /** A loaded document that holds nothing but what we write ourselves. */
  let plain: JsonObject | null = null;

  return {
    bytes(state, timestamp) {
      const { source } = state;
      if (source !== null && source !== plain) {
        const { document, isMore } = withUnknown(documentOf(state, timestamp), source);
        if (!isMore) plain = source;
        return [Buffer.from(`${stringifyJson(document, 2)}\n`)];
      }
      const lists: ((indent: string) => Uint8Array[])[] = [];
      const next = new Map<string, readonly TextPiece[]>();
      const list: WriteList = (name, items, factsOf, write) => {
        if (items.length === 0) return [];
        lists.push((indent) => {
          const text = {
            factsOf,
            write: (some: readonly (typeof items)[number][]) => bytesOf(some.map(write), indent),
          };
          const pieces = [...piecesOf(items, text, kept.get(name) ?? [])];
          next.set(name, pieces);
          return pieces.flatMap(({ bytes }, index) => (index === 0 ? [bytes] : [COMMA, bytes]));
        });
        return rawJSON(`0e0${lists.length - 1}`);
      };
      // Every second part is the number of a list.
      const parts = `${stringifyJson(documentOf(state, timestamp, list), 2)}\n`.split(PLACE);
      const bytes = parts.flatMap((part, index): Uint8Array[] => {
        if (index % 2 === 0) return [Buffer.from(part)];
        const indent = indentOf(parts[index - 1] ?? '');
        return [OPEN, ...(lists[Number(part)]?.(indent) ?? []), Buffer.from(`\n${indent}]`)];
      });
      kept = next;
      return bytes;
    },
  };
}

const COMMA = Buffer.from(',\n');
const OPEN = Buffer.from(' [\n');

/** The spaces before the last line of a text. */
function indentOf(text: string): string {
  return /^ */.exec(text.slice(text.lastIndexOf('\n') + 1))?.[0] ?? '';
}

/** Items as they stand in a list that is so far from the margin, without its brackets. */
function bytesOf(items: readonly JsonObject[], indent: string): Uint8Array {
  const lines = stringifyJson(items, 2).slice('[\n'.length, -'\n]'.length);
  return Buffer.from(`${indent}${lines.replaceAll('\n', `\n${indent}`)}`);
}

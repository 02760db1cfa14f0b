import { jsonrepair } from 'jsonrepair';
import { UNSEEN } from '../report/charts/textRoom';
import { plainKey } from './answerItems';

/** A longer item is none, and repairing it would take long. */
const LONGEST_REPAIR = 50_000;
/** Letters that are repaired in one answer. */
const MOST_REPAIRED = 200_000;
/** Items that are repaired in one answer: more than anybody asks for. Behind so many broken ones nothing more is read. */
const MOST_REPAIRS = 500;

/** Reads the value that a span of an answer stands for; undefined when nobody can. */
export type ReadValue = (text: string) => unknown;

/** Makes a reader for one answer: strictly first, then with the usual slips repaired, as long as that takes no time. */
export function createValueReader(): ReadValue {
  let left = MOST_REPAIRED;
  let repairs = 0;
  return (text) => {
    if (repairs > MOST_REPAIRS) return undefined;
    try {
      return JSON.parse(text);
    } catch {
      if (!text.startsWith('{')) return bareString(text);
      repairs += 1;
      left -= text.length;
      if (text.length > LONGEST_REPAIR || left < 0) return undefined;
      return repaired(text);
    }
  };
}

function repaired(text: string): unknown {
  try {
    return JSON.parse(jsonrepair(text));
  } catch {
    return undefined;
  }
}

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', b: ' ', f: ' ' };

/** A string in any quotes, with quotes or line breaks inside that should have been escaped. */
function bareString(text: string): string {
  return text
    .slice(1, -1)
    .replaceAll(/\\(?:u([0-9a-fA-F]{4})|(.))/gs, (_, code: string | undefined, sign: string | undefined) =>
      code === undefined
        ? (ESCAPES[sign ?? ''] ?? sign ?? '')
        : String.fromCharCode(Number.parseInt(code, 16)),
    );
}

/** The fields of an object by their plain names. */
export function fieldsOf(value: object): Map<string, unknown> {
  return new Map(Object.entries(value).map(([key, field]) => [plainKey(key), field]));
}

/** The first of these fields that holds words; a list of words counts as words with commas between. */
export function wordsIn(fields: ReadonlyMap<string, unknown>, names: readonly string[]): string | null {
  for (const name of names) {
    const field = fields.get(name);
    if (typeof field === 'string') return field;
    if (Array.isArray(field) && field.length > 0 && field.every((word) => typeof word === 'string'))
      return field.join(', ');
  }
  return null;
}

/** On one line, without blanks around it, without halves of letters, and without what nobody sees or what turns the others around. */
export function oneLine(text: string): string {
  return text
    .toWellFormed()
    .replaceAll(/[\s\p{Cc}]+/gu, ' ')
    .replaceAll(UNSEEN, '')
    .trim();
}

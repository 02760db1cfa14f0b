import { isJsonObject, JsonSyntaxError, type JsonValue, parseJson } from '../session/json';
import { CsvFault, type CsvRow, parseCsv } from './csv';
import type { WrittenPair } from './promptList';
import { promptsInText } from './promptText';

/** A file of prompts that cannot be read at all; the message is a sentence for people. */
export class PromptFileFault extends Error {}

/** A larger file is no list of prompts, in bytes. */
export const MAX_PROMPT_FILE = 32 * 1024 * 1024;

const POSITIVE = ['positive', 'prompt', 'positive_prompt', 'positive prompt', 'text', 'caption'];
const NEGATIVE = ['negative', 'negative_prompt', 'negative prompt'];

/**
 * Reads the prompt pairs of a file. `.txt`: one a line. `.csv`: two columns, with or without a line of names, parted by
 * commas, semicolons or tabs. `.json`: a list of texts or of `{positive, negative}`, or anything that holds one as
 * `prompt_pairs`, such as a session's own file. In: the file's name and its text. Throws PromptFileFault.
 */
export function promptsInFile(name: string, text: string): WrittenPair[] {
  const lower = name.toLowerCase();
  const found = lower.endsWith('.csv')
    ? promptsInCsv(text.replace(/^\uFEFF/, ''))
    : lower.endsWith('.json')
      ? promptsInJson(text)
      : lower.endsWith('.txt')
        ? promptsInText(text)
        : null;
  if (found === null)
    throw new PromptFileFault('Prompts are read from .txt, .csv and .json files; this is none of them.');
  if (found.length === 0) throw new PromptFileFault('There is no prompt in this file.');
  return found;
}

function promptsInCsv(text: string): WrittenPair[] {
  try {
    return pairsOf(readRows(text));
  } catch (error) {
    if (error instanceof CsvFault) throw new PromptFileFault(`Line ${error.line}: ${error.message}`);
    throw error;
  }
}

const SEPARATORS = [';', '\t', ','] as const;

/**
 * The rows by the separator that the text speaks for: one that a spreadsheet names in the first line (`sep=;`), one under
 * which the first line names the columns, else one that the first line holds.
 */
function readRows(text: string): CsvRow[] {
  const [said = '', told] = /^sep=(.)(?:\r\n|\r|\n)/i.exec(text) ?? [];
  const named = SEPARATORS.find((one) => one === told);
  if (named !== undefined) return parseCsv(text.slice(said.length), named, 2);
  // What stands in quotes parts nothing.
  const bare = text.replaceAll(/"((?:[^"]|"")*)"/g, (_quoted, inner: string) =>
    inner.replaceAll(/[,;\t\r\n]/g, ' '),
  );
  const first = bare.split(/\r\n|\r|\n/).find((line) => line.trim() !== '') ?? '';
  const held = SEPARATORS.filter((one) => first.includes(one));
  return parseCsv(text, held.find((one) => namesColumns(first.split(one))) ?? held[0] ?? ',');
}

function namesColumns(cells: readonly string[]): boolean {
  return cells.map(plainName).some((name) => POSITIVE.includes(name));
}

function plainName(cell: string): string {
  return cell.trim().replaceAll('"', '').toLowerCase();
}

function pairsOf(rows: readonly CsvRow[]): WrittenPair[] {
  const names = rows[0]?.cells.map(plainName) ?? [];
  const hasNames = namesColumns(names);
  const positiveAt = hasNames ? names.findIndex((name) => POSITIVE.includes(name)) : 0;
  const negativeAt = hasNames ? names.findIndex((name) => NEGATIVE.includes(name)) : 1;
  const most = hasNames ? names.length : 2;
  return rows.slice(hasNames ? 1 : 0).map(({ line, cells }) => {
    if (cells.length > most)
      throw new CsvFault(
        line,
        `There are ${cells.length} cells where ${most} ${most === 1 ? 'is' : 'are'} the most. Put a prompt that holds the separator in quotes.`,
      );
    const positive = (cells[positiveAt] ?? '').trim();
    const negative = (negativeAt < 0 ? '' : (cells[negativeAt] ?? '')).trim();
    return { place: `Line ${line}`, pair: { positive, negative } };
  });
}

function promptsInJson(text: string): WrittenPair[] {
  const list = listIn(parsed(text));
  if (list === null)
    throw new PromptFileFault(
      'This JSON holds no list of prompts. It is a list of texts, a list of {"positive", "negative"}, or an object with such a list as "prompt_pairs".',
    );
  return list.map((entry, index) => {
    const pair = pairIn(entry);
    if (pair === null)
      throw new PromptFileFault(
        `Entry ${index + 1}: this is neither a text nor an object with "positive" or "prompt".`,
      );
    return { place: `Entry ${index + 1}`, pair };
  });
}

function parsed(text: string): JsonValue {
  try {
    return parseJson(text, { nonFiniteAsNull: true });
  } catch (error) {
    if (!(error instanceof JsonSyntaxError)) throw error;
    const line = text.slice(0, error.offset).split(/\r\n|\r|\n/).length;
    throw new PromptFileFault(`Line ${line}: this is not valid JSON. ${error.message}`);
  }
}

/** The list itself, or under the names that sessions, presets and people give it. */
function listIn(value: JsonValue): JsonValue[] | null {
  if (Array.isArray(value)) return value;
  if (!isJsonObject(value)) return null;
  for (const key of ['prompt_pairs', 'prompts']) if (Array.isArray(value[key])) return value[key];
  for (const key of ['step_1_setup', 'setup']) {
    const inner = value[key];
    if (isJsonObject(inner)) return listIn(inner);
  }
  return null;
}

function pairIn(entry: JsonValue): WrittenPair['pair'] | null {
  if (typeof entry === 'string') return { positive: entry.trim(), negative: '' };
  if (!isJsonObject(entry)) return null;
  const positive = POSITIVE.map((name) => entry[name]).find((value) => typeof value === 'string');
  const negative = NEGATIVE.map((name) => entry[name]).find((value) => typeof value === 'string');
  if (typeof positive !== 'string') return null;
  return { positive: positive.trim(), negative: typeof negative === 'string' ? negative.trim() : '' };
}

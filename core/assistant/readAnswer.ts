import { MAX_OFFERED_METRICS, type MadeMetric, type MadePrompt } from '../contract/assistantView';
import { MAX_PROMPT } from '../session/setup';
import { findItems } from './answerItems';
import { type ListEntry, readList } from './answerLists';
import { createValueReader, fieldsOf, oneLine, wordsIn } from './answerValues';

/** What an answer is measured by. */
export interface AnswerWish {
  /** More than that is left out, and said. */
  readonly count: number;
  /** What is there already; it is left out. */
  readonly present: readonly string[];
  /** The server ended the answer before it was whole, which is said elsewhere; what it stopped in is left out. */
  readonly isCut?: boolean;
}

/** What was found in an answer, and what a person should know of it, each a sentence. */
export interface Found<T> {
  readonly items: readonly T[];
  readonly remarks: readonly string[];
}

/** How one kind of item is read. */
interface Kind<T> {
  /** As sentences call one and several of them. */
  readonly words: readonly [one: string, several: string];
  /** Names of fields that only such an item has. */
  readonly itemKeys: ReadonlySet<string>;
  /** The items that an object or a string stands for; in the form in which they are kept. */
  ofObject(fields: ReadonlyMap<string, unknown>, value: object): T[];
  ofText(text: string): T | null;
  ofEntry(entry: ListEntry): T | null;
  /** By which two of them are the same. */
  nameOf(item: T): string;
  isTooLong(item: T): boolean;
  readonly tooLongWords: string;
}

const POSITIVE = ['positive', 'positiveprompt', 'prompt', 'text', 'caption', 'description'];
const NEGATIVE = ['negative', 'negativeprompt', 'neg'];
/** Fields that say something about a prompt, or why there is none. */
const BESIDE = 'id type category title name note notes error message reason status success'.split(' ');
const NAME = ['name', 'metric', 'title', 'criterion', 'label', 'aspect'];
const QUESTION = ['question', 'description', 'text', 'explanation', 'definition', 'instruction', 'prompt'];
const LONGEST_NAME = 80;
const LONGEST_QUESTION = 300;

const prompts: Kind<MadePrompt> = {
  words: ['prompt', 'prompts'],
  itemKeys: new Set([...POSITIVE, ...NEGATIVE]),
  ofObject(fields) {
    const negative = oneLine(wordsIn(fields, NEGATIVE) ?? '');
    const positive = wordsIn(fields, POSITIVE);
    if (positive !== null) return [{ positive: oneLine(positive), negative }];
    const others = [...fields].flatMap(([name, field]) =>
      typeof field === 'string' && !NEGATIVE.includes(name) && !BESIDE.includes(name) ? [oneLine(field)] : [],
    );
    // Fields of other names: each with a prompt, or each with a part of one.
    const areWhole = others.every((words) => words.split(' ').length > 3);
    return (areWhole ? others : [others.join(', ')]).map((one) => ({ positive: one, negative }));
  },
  ofText: (text) => ({ positive: oneLine(text), negative: '' }),
  ofEntry: ({ text, negative }) => ({ positive: oneLine(text), negative: oneLine(negative) }),
  nameOf: ({ positive }) => positive,
  isTooLong: ({ positive, negative }) => Math.max(positive.length, negative.length) > MAX_PROMPT,
  tooLongWords: `longer than ${MAX_PROMPT.toLocaleString('en-US')} characters`,
};

const metrics: Kind<MadeMetric> = {
  words: ['metric', 'metrics'],
  itemKeys: new Set(NAME),
  ofObject(fields, value) {
    const name = wordsIn(fields, NAME);
    if (name !== null) return [metricOf(name, wordsIn(fields, QUESTION) ?? '')];
    // Fields that are named by the metric, each with its question.
    return Object.entries(value)
      .filter(([, question]) => typeof question === 'string')
      .map(([key, question]) => metricOf(key, String(question)));
  },
  ofText(text) {
    const [, name, question] = /^(.{1,80}?)(?:\s*[:：]|\s+[-–—])\s+(.+)$/s.exec(oneLine(text)) ?? [];
    return name === undefined ? metricOf(text, '') : metricOf(name, question ?? '');
  },
  ofEntry: ({ text }) => metrics.ofText(text),
  nameOf: ({ name }) => name,
  isTooLong: ({ name }) => name.length > LONGEST_NAME,
  tooLongWords: `called by more than ${LONGEST_NAME} characters`,
};

function metricOf(name: string, question: string): MadeMetric {
  const line = oneLine(question);
  const short =
    line.length > LONGEST_QUESTION
      ? `${line
          .slice(0, LONGEST_QUESTION - 1)
          .toWellFormed()
          .replace(/\uFFFD$/, '')
          .trimEnd()}…`
      : line;
  return { name: oneLine(name).replaceAll('**', ''), question: short };
}

/**
 * The prompt pairs in a model's answer: JSON in a fence, among chatter, with trailing commas or cut off in the middle, or a plain list.
 * In: the text so far; `isWhole` false while it still comes, when the last item may be half and is left out. Never throws: an answer
 * without prompts has no items. That there are fewer than were asked for is said elsewhere.
 */
export function readPrompts(text: string, wish: AnswerWish, isWhole = true): Found<MadePrompt> {
  return read(text, wish, isWhole, prompts);
}

/** The same for metrics; at most `MAX_OFFERED_METRICS` of them, from which a person chooses. */
export function readMetrics(text: string, wish: AnswerWish, isWhole = true): Found<MadeMetric> {
  const count = Math.min(wish.count, MAX_OFFERED_METRICS);
  return read(text, { ...wish, count }, isWhole, metrics);
}

function read<T>(text: string, wish: AnswerWish, isWhole: boolean, kind: Kind<T>): Found<T> {
  const { count, present, isCut: isCutOff = false } = wish;
  const { items, unread, isCut } = found(unwrapped(text), isWhole, isCutOff, kind);
  const seen = new Set(present.map(comparable));
  const good: T[] = [];
  let tooLong = 0;
  let doubles = 0;
  for (const item of items) {
    const name = comparable(kind.nameOf(item));
    if (name === '') continue;
    if (kind.isTooLong(item)) tooLong += 1;
    else if (seen.has(name)) doubles += 1;
    else {
      seen.add(name);
      good.push(item);
    }
  }
  const [one, several] = kind.words;
  const many = (number: number) => `${number.toLocaleString('en-US')} ${number === 1 ? one : several}`;
  const were = (number: number) => (number === 1 ? 'was' : 'were');
  const left = (number: number, why: string) => `${many(number)} ${were(number)} left out: ${why}.`;
  const taken = good.slice(0, count);
  const remarks = [
    good.length > count
      ? `It gave ${many(good.length)}; ${count === 1 ? 'the first is' : `the first ${count} are`} taken.`
      : null,
    doubles > 0
      ? left(
          doubles,
          doubles === 1 ? 'it came before, or is there already' : 'they came before, or are there already',
        )
      : null,
    tooLong > 0 ? left(tooLong, kind.tooLongWords) : null,
    unread > 0 ? left(unread, `nothing in ${unread === 1 ? 'it' : 'them'} could be read as a ${one}`) : null,
    isWhole && isCut && !isCutOff
      ? `The answer broke off; the ${one} that it broke off in was left out.`
      : null,
  ];
  return { items: taken, remarks: remarks.filter((remark) => remark !== null) };
}

/** Two items that differ only in blanks, in large and small letters or in the stop at their end are the same. */
function comparable(name: string): string {
  return oneLine(name)
    .toLowerCase()
    .replace(/[.,;]+$/, '');
}

/** Some servers answer with JSON inside a JSON string. */
function unwrapped(text: string): string {
  if (!/^\s*"\s*[{[]/.test(text)) return text;
  try {
    const inner: unknown = JSON.parse(text);
    return typeof inner === 'string' ? inner : text;
  } catch {
    return text;
  }
}

interface Read<T> {
  readonly items: readonly T[];
  /** How many items nothing was found in. */
  readonly unread: number;
  readonly isCut: boolean;
}

function found<T>(text: string, isWhole: boolean, isCutOff: boolean, kind: Kind<T>): Read<T> {
  const strict = inJson(text, kind, false);
  if (strict.items.length > 0) return strict;
  // While it comes, what looks like no item may yet become one.
  if (isWhole) {
    const eager = inJson(text, kind, true);
    if (eager.items.length > 0) return eager;
  }
  if (strict.isCut || strict.unread > 0) return strict;
  const items = readList(text, isWhole && !isCutOff).flatMap((entry) => kind.ofEntry(entry) ?? []);
  return { items, unread: 0, isCut: false };
}

function inJson<T>(text: string, kind: Kind<T>, isEager: boolean): Read<T> {
  const { spans, isCut } = findItems(text, kind.itemKeys, isEager);
  const readValue = createValueReader();
  const items: T[] = [];
  let unread = 0;
  for (const { start, end } of spans) {
    const made = itemsOf(readValue(text.slice(start, end)), kind);
    if (made === null) unread += 1;
    else items.push(...made);
  }
  return { items, unread, isCut };
}

/** Null when nothing can be read in it; nothing when it is empty, or only names a field. */
function itemsOf<T>(value: unknown, kind: Kind<T>): T[] | null {
  if (typeof value === 'string') {
    const item = kind.itemKeys.has(value) ? null : kind.ofText(value);
    return item === null ? [] : [item];
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return null;
  const made = kind.ofObject(fieldsOf(value), value);
  return made.length === 0 ? null : made;
}

import type { Maker } from '../../core/contract/assistantView';

/** What came of a request, to choose from. */
interface Came<Item> {
  by: Maker;
  items: readonly Item[];
  /** Places in `items` whose box is not as it was at first. */
  toggled: ReadonlySet<number>;
}

/** What the assistant was asked for, how far that is, and what came so far. */
export interface Asked<Item> extends Came<Item> {
  /** Nothing was asked for yet; nothing has come; it comes; all of it is there; stopped by the person; it went wrong. */
  phase: 'idle' | 'asking' | 'answering' | 'done' | 'cancelled' | 'failed';
  /** Of the request that is under way; null once nothing more comes of it. */
  requestId: string | null;
  /** Who is asked, or answered; null for the word lists. */
  model: string | null;
  /** When it was asked, in ms since 1970. */
  since: number;
  /** What had come of the request before, kept until something comes of this one. */
  before: Came<Item>;
  /** What a person should know of the answer, each a sentence. */
  remarks: readonly string[];
  /** Why it went wrong, in a sentence. */
  failure: string | null;
}

const NOTHING_CAME: Came<never> = { by: 'word_lists', items: [], toggled: new Set() };

export const NOTHING_ASKED: Asked<never> = {
  ...NOTHING_CAME,
  phase: 'idle',
  requestId: null,
  model: null,
  since: 0,
  before: NOTHING_CAME,
  remarks: [],
  failure: null,
};

/** A request goes out. What came of the one before is kept aside, in case nothing comes of this one. */
export function begun<Item>(
  asked: Asked<Item>,
  request: Pick<Asked<Item>, 'by' | 'model' | 'since'> & { requestId: string },
): Asked<Item> {
  const { by, items, toggled } = shown(asked);
  return { ...NOTHING_ASKED, ...request, phase: 'asking', before: { by, items, toggled } };
}

/** A part of the answer came. One of another request changes nothing; what comes after a stop still counts. */
export function progressed<Item>(
  asked: Asked<Item>,
  { request_id, phase, items }: { request_id: string; phase: 'asking' | 'answering'; items: readonly Item[] },
): Asked<Item> {
  if (asked.requestId !== request_id || items.length < asked.items.length) return asked;
  return { ...asked, items, phase: asked.phase === 'cancelled' ? 'cancelled' : phase };
}

/** The whole answer came. */
export function answered<Item>(
  asked: Asked<Item>,
  requestId: string,
  { items, model, remarks }: Pick<Asked<Item>, 'items' | 'model' | 'remarks'>,
): Asked<Item> {
  if (asked.requestId !== requestId) return asked;
  return { ...asked, phase: 'done', requestId: null, items, model, remarks };
}

/** The person stopped it: what came stays, and so does what still comes of it. */
export function stopped<Item>(asked: Asked<Item>): Asked<Item> {
  return isUnderWay(asked) ? { ...asked, phase: 'cancelled' } : asked;
}

/** The request ended without its whole answer. In: why, in a sentence; null when it was stopped. */
export function ended<Item>(asked: Asked<Item>, requestId: string, failure: string | null): Asked<Item> {
  if (asked.requestId !== requestId) return asked;
  const phase = failure === null || asked.phase === 'cancelled' ? 'cancelled' : 'failed';
  return { ...asked, phase, requestId: null, failure: phase === 'failed' ? failure : null };
}

/** A box of what is shown was pressed. */
export function toggledAt<Item>(asked: Asked<Item>, place: number): Asked<Item> {
  const pressed = shown(asked);
  const toggled = new Set(pressed.toggled);
  if (!toggled.delete(place)) toggled.add(place);
  return pressed === asked ? { ...asked, toggled } : { ...asked, before: { ...asked.before, toggled } };
}

/** Whether an answer is waited for. */
export function isUnderWay({ phase }: Pick<Asked<unknown>, 'phase'>): boolean {
  return phase === 'asking' || phase === 'answering';
}

/** What is there to choose from: of a request that ended with nothing, what had come before it. */
export function shown<Item>(asked: Asked<Item>): Came<Item> {
  return asked.items.length > 0 || isUnderWay(asked) || asked.phase === 'done' ? asked : asked.before;
}

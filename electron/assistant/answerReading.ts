import { createParser } from 'eventsource-parser';
import type { AppFailure } from '../../core/contract/failure';
import { type AskedPlace, brokeOff, errorInside, notModelServer, refuses, shownServer } from './modelFaults';
import { readReply } from './modelReply';
import { readServerWords } from './serverWords';
import { createThinkingFilter } from './thinking';

/** An answer as it was read. */
export interface ReadAnswer {
  readonly text: string;
  /** Letters in all, thinking among them. */
  readonly characters: number;
  readonly model: string | null;
  readonly finish: string | null;
  /** The model said in words of their own that it will not answer. */
  readonly isRefused: boolean;
}

/** Nobody reads more, and a model that writes more runs in circles. */
const MAX_CHARACTERS = 1_000_000;
/** With all that stands around the letters of a stream. */
const MAX_BYTES = 256 * 1024 * 1024;
const MAX_EVENT = 4 * 1024 * 1024;
/** An answer in one piece. */
const MAX_WHOLE = 16 * 1024 * 1024;

/**
 * Reads an answer as it comes: a stream of events, or one JSON, whichever the server sends. In: its body; who hears the answer so far.
 * Throws AppFailure when it is none, breaks off or is endless; and what a broken connection throws.
 */
export async function readAnswer(
  response: Response,
  place: AskedPlace,
  onText: (text: string, characters: number) => void,
): Promise<ReadAnswer> {
  const reader = createAnswerReader(place, onText);
  const decoder = new TextDecoder();
  let bytes = 0;
  for await (const part of response.body ?? []) {
    bytes += part.length;
    if (bytes > MAX_BYTES) throw endless(place);
    reader.feed(decoder.decode(part, { stream: true }));
    // Some servers leave the connection open behind the end.
    if (reader.isDone()) break;
  }
  return reader.end();
}

function endless({ url }: AskedPlace): AppFailure {
  return refuses(
    `${shownServer(url)} wrote more than ${MAX_CHARACTERS.toLocaleString('en-US')} characters and was stopped. Ask again, or choose another model.`,
  );
}

function createAnswerReader(place: AskedPlace, onText: (text: string, characters: number) => void) {
  const filter = createThinkingFilter();
  let text = '';
  let characters = 0;
  let model: string | null = null;
  let finish: string | null = null;
  let isRefused = false;
  let isDone = false;
  /** Open while nothing but blanks has come. */
  let kind: 'open' | 'stream' | 'whole' = 'open';
  /** What has come of an answer in one piece. */
  let held = '';
  let events = 0;

  function take(json: unknown): void {
    const words = readServerWords(json);
    if (words !== null) throw errorInside(words, place);
    const reply = readReply(json);
    if (reply === null) throw notModelServer(place);
    model ??= reply.model;
    finish = reply.finish ?? finish;
    isRefused ||= reply.refusal !== '';
    const length = reply.text.length + reply.thought + reply.refusal.length;
    if (length === 0) return;
    characters += length;
    if (characters > MAX_CHARACTERS) throw endless(place);
    text = filter.feed(reply.text);
    onText(text, characters);
  }

  function parsed(json: string): unknown {
    try {
      return JSON.parse(json);
    } catch (error) {
      // The last event of a stream that broke off is cut, too.
      throw events > 1 ? brokeOff(place, error) : notModelServer(place, error);
    }
  }

  const parser = createParser({
    maxBufferSize: MAX_EVENT,
    onEvent({ data }) {
      // What comes behind the end is no part of the answer.
      if (isDone || data.trim() === '') return;
      events += 1;
      if (data.trim() === '[DONE]') isDone = true;
      else take(parsed(data));
    },
    onError(error) {
      if (error.type === 'max-buffer-size-exceeded') throw endless(place);
    },
  });

  return {
    isDone: () => isDone,
    feed(piece: string): void {
      const start = kind === 'open' ? piece.trimStart() : piece;
      if (kind === 'open' && start !== '') kind = /^[{[]/.test(start) ? 'whole' : 'stream';
      if (kind === 'stream') parser.feed(start);
      else held += start;
      if (held.length > MAX_WHOLE) throw endless(place);
    },
    end(): ReadAnswer {
      if (kind === 'whole') take(parsed(held));
      // An event without the blank line behind it.
      else if (kind === 'stream') parser.feed('\n\n');
      text = filter.end();
      if (kind !== 'whole') {
        if (events === 0) throw notModelServer(place);
        if (!isDone && finish === null) throw brokeOff(place);
      }
      return { text, characters, model, finish, isRefused };
    },
  };
}

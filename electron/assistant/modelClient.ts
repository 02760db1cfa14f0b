import { trustSystemCertificates } from '../comfy/systemTrust';
import { type ReadAnswer, readAnswer } from './answerReading';
import { type AskingWay, easierWay, FULL_WAY, questionBody } from './askingWay';
import type { ModelAnswer, ModelQuestion } from './assistant';
import {
  type AskedPlace,
  brokeOff,
  notModelServer,
  type Refused,
  refuses,
  statusFailure,
} from './modelFaults';
import { failureOf, type ModelCall, send } from './modelHttp';
import { answeredBy, cutOf, readModelList } from './modelReply';

/** What worked, by server and model. */
export type AskingWays = Map<string, AskingWay>;

export interface ModelClientOptions {
  /** As `parseModelServer` gives it. */
  readonly url: string;
  /** Null = the server gets none. */
  readonly key: string | null;
  /** For a whole answer, connecting and all tries included. */
  readonly limitMs: number;
  readonly fetch?: typeof fetch;
  /** Handed on from client to client, so that a change of settings forgets nothing. */
  readonly ways?: AskingWays;
}

/** A question as the server gets it. */
export interface Completion extends Pick<ModelQuestion, 'form'> {
  readonly model: string;
  readonly text: string;
}

export interface ModelClient {
  /** The models that write text, by name, sorted. Throws AppFailure. */
  models(signal?: AbortSignal): Promise<string[]>;
  /**
   * The whole answer. `onText` hears each piece as it comes: the answer so far, and how many letters came in all, a model's
   * thinking among them; it hears nothing after the end. Throws AppFailure `assistant_unreachable`, `assistant_refuses`, `timed_out`
   * and, when `signal` is aborted, `cancelled`.
   */
  complete(
    question: Completion,
    watch: { readonly signal: AbortSignal; onText(text: string, characters: number): void },
  ): Promise<ModelAnswer>;
}

/** The list of models takes no longer, in ms. */
const LIST_MS = 15_000;
const MAX_LIST_BYTES = 8 * 1024 * 1024;

/** Makes the door to one model server that speaks as OpenAI's does: every call with limits, every fault as a sentence. */
export function createModelClient(options: ModelClientOptions): ModelClient {
  const { url, ways = new Map<string, AskingWay>() } = options;
  if (url.startsWith('https:')) trustSystemCertificates();

  function callOf(place: Omit<AskedPlace, 'url' | 'key'>, cancel: AbortSignal | null): ModelCall {
    return {
      fetch: options.fetch ?? fetch,
      place: { ...place, url, key: options.key },
      limit: AbortSignal.timeout(place.limitMs),
      cancel,
    };
  }

  async function listOf(call: ModelCall): Promise<string[]> {
    const response = await send(call, 'models');
    if (!(response instanceof Response)) throw statusFailure(response, call.place);
    const parts: Uint8Array[] = [];
    let length = 0;
    for await (const part of response.body ?? []) {
      length += part.length;
      if (length > MAX_LIST_BYTES) throw notModelServer(call.place);
      parts.push(part);
    }
    const names = readModelList(jsonOf(Buffer.concat(parts).toString('utf8')));
    if (names === null) throw notModelServer(call.place);
    return names;
  }

  /** Asks in one way; what is refused for the way it was asked in is asked again in an easier one. */
  async function ask(
    question: Completion,
    call: ModelCall,
    onText: (text: string, characters: number) => void,
  ): Promise<ReadAnswer> {
    const name = `${url} ${question.model}`;
    let way = ways.get(name) ?? FULL_WAY;
    for (;;) {
      const reply = await send(call, 'chat/completions', questionBody(question, way));
      if (reply instanceof Response) {
        ways.set(name, way);
        return await readAnswer(reply, call.place, onText).catch((error: unknown) => {
          // What breaks from here on broke in the middle, even if no letter had come.
          throw error instanceof TypeError && !call.limit.aborted ? brokeOff(call.place, error) : error;
        });
      }
      way = easierOrThrow(reply, way, question, call.place);
    }
  }

  return {
    async models(signal) {
      const limitMs = Math.min(options.limitMs, LIST_MS);
      const call = callOf({ model: null, question: '', limitMs }, signal ?? null);
      try {
        return await listOf(call);
      } catch (error) {
        throw await failureOf(error, call, false);
      }
    },
    async complete(question, { signal, onText }) {
      const { model, text } = question;
      const call = callOf({ model, question: text, limitMs: options.limitMs }, signal);
      let hasBegun = false;
      try {
        const answer = await ask(question, call, (soFar, characters) => {
          hasBegun = true;
          // What is in the pipe when the person cancels is heard no more.
          if (!signal.aborted) onText(soFar, characters);
        });
        return wholeAnswer(answer, question);
      } catch (error) {
        throw await failureOf(error, call, hasBegun);
      }
    },
  };
}

function easierOrThrow(refused: Refused, way: AskingWay, question: Completion, place: AskedPlace): AskingWay {
  const easier = easierWay(refused, way, question);
  if (easier === null) throw statusFailure(refused, place);
  return easier;
}

/** An answer with nothing in it is none. */
function wholeAnswer(answer: ReadAnswer, { model }: Completion): ModelAnswer {
  const cut = cutOf(answer.finish);
  if (answer.text.trim() !== '') return { text: answer.text, model: answeredBy(model, answer.model), cut };
  if (answer.isRefused || cut === 'filter')
    throw refuses(`${model} does not want to answer this. Change the description, or choose another model.`);
  if (answer.characters > 0 || cut === 'length')
    throw refuses(
      `${model} ran out of room before it wrote an answer${answer.characters > 0 ? ': it only thought' : ''}. Ask for less, or choose a model that thinks less.`,
    );
  throw refuses(`${model} answered with nothing. Ask again, or choose another model.`);
}

/** Undefined when it is no JSON. */
function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

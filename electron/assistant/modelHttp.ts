import { AppFailure } from '../../core/contract/failure';
import { isBroken, speaksTls } from '../comfy/connectionFaults';
import {
  type AskedPlace,
  connectionFailure,
  notModelServer,
  type Refused,
  redirected,
  refuses,
  speaksHttps,
  timedOut,
} from './modelFaults';

/** One call of a model server, its time limit and the person's wish to cancel in one. */
export interface ModelCall {
  readonly fetch: typeof fetch;
  readonly place: AskedPlace;
  /** Aborted when the time is up. */
  readonly limit: AbortSignal;
  /** Aborted when the person cancels. */
  readonly cancel: AbortSignal | null;
}

/** A refusal is read no further than this. */
const MAX_REFUSAL_BYTES = 64 * 1024;

/**
 * Sends a request. In: the path below the base address, and the body of a POST. Out: an answer with status 200, its body unread; or
 * what came in its place. Throws AppFailure.
 */
export async function send(call: ModelCall, path: string, body?: object): Promise<Response | Refused> {
  const { place } = call;
  try {
    const response = await attempt(call, path, body, body === undefined);
    if (response.status >= 300 && response.status < 400) {
      await response.body?.cancel();
      throw redirected(place, response.headers.get('location'));
    }
    const isPage = (response.headers.get('content-type') ?? '').includes('text/html');
    if (response.status === 200 && !isPage) return response;
    const text = await textOf(response, MAX_REFUSAL_BYTES);
    if (response.status === 200) throw notModelServer(place);
    if (response.status === 400 && isPlain(place) && !text.startsWith('{') && (await speaksTls(place.url)))
      throw speaksHttps(place);
    return { status: response.status, retryAfter: response.headers.get('retry-after'), text };
  } catch (error) {
    throw await failureOf(error, call, false);
  }
}

/** Puts whatever broke a call into a failure. In: whether a part of an answer had come. Out: the error itself when it is a bug. */
export async function failureOf(error: unknown, call: ModelCall, hasBegun: boolean): Promise<unknown> {
  const { place } = call;
  if (call.cancel?.aborted === true)
    return new AppFailure('cancelled', 'The question to the model was cancelled.');
  if (error instanceof AppFailure) return error;
  if (call.limit.aborted) return timedOut(place, hasBegun);
  if (isPlain(place) && isBroken(error) && (await speaksTls(place.url))) return speaksHttps(place, error);
  return connectionFailure(error, place) ?? error;
}

function isPlain({ url }: AskedPlace): boolean {
  return url.startsWith('http:');
}

async function attempt(
  call: ModelCall,
  path: string,
  body: object | undefined,
  canRepeat: boolean,
): Promise<Response> {
  const { place, limit, cancel } = call;
  const { key } = place;
  // A faulty header would be repeated, key and all, by what fetch throws.
  if (key !== null && !/^[\x21-\x7e]+$/.test(key))
    throw refuses('The key holds signs that no key has. Copy it again, in one line and without blanks.');
  try {
    return await call.fetch(`${place.url}/${path}`, {
      method: body === undefined ? 'GET' : 'POST',
      // A key meant for this server must not follow it to another one.
      redirect: 'manual',
      signal: cancel === null ? limit : AbortSignal.any([limit, cancel]),
      headers: {
        // Questions are rare: a connection kept from before a restart would only break.
        Connection: 'close',
        ...(key === null ? {} : { Authorization: `Bearer ${key}` }),
        ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  } catch (error) {
    const isStopped = limit.aborted || cancel?.aborted === true;
    // Reading again does no harm; a question could be paid for twice.
    if (canRepeat && !isStopped && isBroken(error)) return attempt(call, path, body, false);
    throw error;
  }
}

/** The beginning of an answer as text, at most so many bytes. */
async function textOf(response: Response, maxBytes: number): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  let length = 0;
  for await (const part of response.body ?? []) {
    text += decoder.decode(part, { stream: true });
    length += part.length;
    // Leaving the loop cancels the rest of the body.
    if (length >= maxBytes) break;
  }
  return text;
}

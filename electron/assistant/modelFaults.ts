import { providerAt } from '../../core/assistant/providers';
import { AppFailure } from '../../core/contract/failure';
import { plainAddress } from '../../core/session/serverKey';
import { causeCode, secureFault } from '../comfy/connectionFaults';
import { coverKey } from './coverKey';
import { quoted, readServerWords, type ServerWords } from './serverWords';

/** The server and what was asked of it, as far as sentences speak of it. */
export interface AskedPlace {
  /** As `parseModelServer` gives it. */
  readonly url: string;
  readonly key: string | null;
  /** Null when only the list of models was asked for. */
  readonly model: string | null;
  /** All that the model was told; nothing of it is repeated in a sentence. */
  readonly question: string;
  readonly limitMs: number;
}

export const unreachable = (message: string, cause?: unknown) =>
  new AppFailure('assistant_unreachable', message, cause === undefined ? {} : { cause });
export const refuses = (message: string) => new AppFailure('assistant_refuses', message);

/** The server as sentences call it. */
export function shownServer(url: string): string {
  const provider = providerAt(url);
  if (provider === null) return plainAddress(url);
  return provider.isLocal ? `${provider.name} at ${plainAddress(url)}` : provider.name;
}

/** What makes a server answer that does not. */
function startWords(url: string): string {
  return providerAt(url)?.startWords ?? 'Start it, or type where it runs.';
}

export function notModelServer({ url }: AskedPlace, cause?: unknown): AppFailure {
  return unreachable(
    `${plainAddress(url)} answered, but it is no model server. Type where the model server runs; most addresses end in /v1.`,
    cause,
  );
}

export function speaksHttps({ url }: AskedPlace, cause?: unknown): AppFailure {
  return unreachable(
    `${plainAddress(url)} answered, but it is not http that it speaks. Type it with https:// before it.`,
    cause,
  );
}

/** A longer address is not shown in a sentence. */
const LONGEST_ADDRESS = 200;

/** Of the place only what a person types: behind a question mark it may hold a key. */
export function redirected({ url, key }: AskedPlace, location: string | null): AppFailure {
  const place = location === null ? null : URL.parse(location, `${url}/`);
  const shown =
    place !== null && /^https?:$/.test(place.protocol)
      ? plainAddress(`${place.origin}${place.pathname}`)
      : null;
  const isSafe = shown !== null && shown.length <= LONGEST_ADDRESS && coverKey(shown, key) === shown;
  const where = isSafe ? shown : 'another address';
  return unreachable(
    `${plainAddress(url)} points to ${where} instead, where the key is not to go. Type the address at which the model server itself answers.`,
  );
}

/** The time limit ran out. In: whether anything of an answer had come. */
export function timedOut({ url, model, limitMs }: AskedPlace, hasBegun: boolean): AppFailure {
  const limit = `${Math.max(1, Math.round(limitMs / 1000)).toLocaleString('en-US')} s`;
  const raise = 'raise the time limit in the settings';
  const message = hasBegun
    ? `The answer of ${shownServer(url)} was not whole after ${limit}. Ask for less, ${raise}, or choose a faster model.`
    : model === null
      ? `${shownServer(url)} did not answer within ${limit}. It may be busy or stuck; restart it if this goes on.`
      : `${shownServer(url)} gave no answer within ${limit}. It may still load the model: ask again, or ${raise}.`;
  return new AppFailure('timed_out', message);
}

/** An answer stopped before its end. */
export function brokeOff({ url }: AskedPlace, cause?: unknown): AppFailure {
  return unreachable(
    `${shownServer(url)} broke off in the middle of its answer. Ask again; its own log says more if this goes on.`,
    cause,
  );
}

/** Puts what broke a call into words. In: what fetch threw. Out: null for what no network does: a bug. */
export function connectionFailure(error: unknown, place: AskedPlace): AppFailure | null {
  if (!(error instanceof Error)) return null;
  const { url } = place;
  const code = causeCode(error);
  const insecure = secureFault(error, url, plainAddress(url));
  if (insecure !== null) return unreachable(insecure.message, error);
  if (code.startsWith('HPE_') || code === 'UND_ERR_HEADERS_OVERFLOW') return notModelServer(place, error);
  // What fetch throws for the network is a TypeError with a cause; without one it is a bug of ours.
  if (!(error instanceof TypeError) || error.cause === undefined) return null;
  const { hostname } = new URL(url);
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN')
    return unreachable(
      `No computer is known by the name ${hostname}. Look for a slip in the address, and whether this computer is online.`,
      error,
    );
  if (/^(EHOSTUNREACH|ENETUNREACH|EHOSTDOWN|ETIMEDOUT|UND_ERR_CONNECT_TIMEOUT)$/.test(code))
    return unreachable(
      `There is no way to ${hostname}. Look whether it is switched on and this computer is online, and whether a firewall stands between.`,
      error,
    );
  if (/^UND_ERR_(HEADERS|BODY)_TIMEOUT$/.test(code))
    return unreachable(`${shownServer(url)} fell silent. Restart it, or choose a faster model.`, error);
  if (code === 'ECONNRESET' || code === 'EPIPE' || code === 'UND_ERR_SOCKET')
    return unreachable(
      `${shownServer(url)} took the question and closed the connection. It may have crashed: look into its own log, or restart it.`,
      error,
    );
  const nobody =
    providerAt(url)?.isLocal === false
      ? `${shownServer(url)} does not answer.`
      : `No model server at ${plainAddress(url)}.`;
  return unreachable(`${nobody} ${startWords(url)}`, error);
}

/** What came in place of an answer. */
export interface Refused {
  readonly status: number;
  /** Its Retry-After header. */
  readonly retryAfter: string | null;
  readonly text: string;
}

/** The words of a refusal; null when it says nothing in a form that model servers use. */
export function wordsOf({ text }: Refused): ServerWords | null {
  try {
    return readServerWords(JSON.parse(text));
  } catch {
    return null;
  }
}

/** Puts a status other than 200 into words. The server's own are only repeated where no key is spoken of. */
export function statusFailure(refused: Refused, place: AskedPlace): AppFailure {
  const { status } = refused;
  const words = wordsOf(refused);
  const said = words?.message ?? '';
  const shown = shownServer(place.url);
  const quote = quoted(said, place.key, place.question);
  if (isAboutKey(status, said)) return keyFailure(status, place);
  if (status === 407)
    return unreachable(`A proxy before ${shown} asks for a login (407). Set it up for this computer.`);
  if (status === 402 || status === 429) return spentFailure(refused, words, place, quote);
  if (isTooLong(words)) return refuses(tooLongWords(place));
  if (status === 413)
    return refuses(`The question is too large for ${shown} (413). Shorten the description or the wording.`);
  if (isNoModel(status, words)) return noModelFailure(place, said);
  if (/not a chat model|does not support chat/i.test(said))
    return refuses(`${place.model ?? 'This model'} is no model that can be talked to. Choose another one.`);
  if ((status === 404 || status === 405) && (words === null || isAnyServers(said)))
    return notModelServer(place);
  if (status === 502 || status === 504)
    return unreachable(
      `The model server behind ${shown} does not answer (${status}). ${startWords(place.url)}`,
    );
  if (status === 503 || status === 529) {
    const isLoading = /\bload(ing)?\b/i.test(said);
    return refuses(
      isLoading
        ? `${shown} still loads the model. Ask again in a moment.`
        : `${shown} has too much to do (${status}). Ask again in a moment.${quote}`,
    );
  }
  if (status >= 500)
    return refuses(
      `${shown} failed inside (${status}). The model may not fit into the memory: choose a smaller one, or restart the server.${quote}`,
    );
  if (words === null) return notModelServer(place);
  return refuses(
    `${shown} refused the question (${status}). Choose another model, or change the wording.${quote}`,
  );
}

/** An error that was told in place of an answer whose status was 200, or in the middle of a stream. */
export function errorInside(words: ServerWords, place: AskedPlace): AppFailure {
  if (words.message !== '' && isAnyServers(words.message)) return notModelServer(place);
  const isNamed = /quota|rate_limit|model_not_found|context_length/.test(words.code);
  const status = words.status ?? (/quota|rate_limit/.test(words.code) ? 429 : isNamed ? 400 : null);
  if (status !== null && status < 500) {
    const text = JSON.stringify({ error: { message: words.message, code: words.code } });
    const retryAfter = words.waitSeconds === null ? null : String(words.waitSeconds);
    return statusFailure({ status, retryAfter, text }, place);
  }
  return refuses(
    `${shownServer(place.url)} met an error in the middle of its answer. Ask again, or choose a smaller model.${quoted(words.message, place.key, place.question)}`,
  );
}

/** Gemini tells a wrong key by 400. */
function isAboutKey(status: number, said: string): boolean {
  return (
    status === 401 ||
    status === 403 ||
    (status === 400 &&
      /api[ _-]?key/i.test(said) &&
      /valid|incorrect|expired|missing|pass|provide/i.test(said))
  );
}

function keyFailure(status: number, { url, key }: AskedPlace): AppFailure {
  const shown = shownServer(url);
  return refuses(
    key === null
      ? `${shown} asks for a key (${status}). Give it one in the settings.`
      : status === 403
        ? `${shown} does not let this key do that (403). Look at what the key may do and which models it is for, or give another one in the settings.`
        : `${shown} did not take the key (${status}). It may be wrong or have run out: give it again in the settings.`,
  );
}

function spentFailure(
  { status, retryAfter }: Refused,
  words: ServerWords | null,
  place: AskedPlace,
  quote: string,
): AppFailure {
  const shown = shownServer(place.url);
  const wait = words?.waitSeconds ?? secondsIn(retryAfter);
  const isSpent =
    status === 402 ||
    /insufficient_quota|billing/.test(words?.code ?? '') ||
    (wait === null && /quota|billing|credit|balance/i.test(words?.message ?? ''));
  if (isSpent)
    return refuses(
      `Nothing is left to spend at ${shown} (${status}). Look at the plan and the bills of the account there, or choose another server.`,
    );
  const when = wait === null ? 'Wait a minute' : `Wait ${wait.toLocaleString('en-US')} s`;
  return refuses(`${shown} takes no more questions for now (${status}). ${when} and ask again.${quote}`);
}

/** Of a Retry-After header that says seconds; one that says a date means nothing without a clock. */
function secondsIn(retryAfter: string | null): number | null {
  return retryAfter !== null && /^\d{1,6}$/.test(retryAfter.trim()) ? Number(retryAfter) : null;
}

function isTooLong(words: ServerWords | null): boolean {
  return (
    words !== null &&
    (/context_length|exceed_context/.test(words.code) ||
      /context (length|size|window)|maximum context|n_ctx|too many tokens|token (count|limit)|prompt is too long/i.test(
        words.message,
      ))
  );
}

/** What every server says of a path that it does not know. */
function isAnyServers(said: string): boolean {
  return /^(404: )?not found\.?$|not allowed|unexpected endpoint|no route|^$/i.test(said.trim());
}

function tooLongWords({ model }: AskedPlace): string {
  return `The question is too long for ${model ?? 'the model'}. Shorten the description or the wording, or choose a model that reads more.`;
}

function isNoModel(status: number, words: ServerWords | null): boolean {
  if (words === null || (status !== 404 && status !== 400 && status !== 422)) return false;
  return (
    /model_not_found/.test(words.code) ||
    /model.{0,200}(not (be )?found|not exist|unknown|pulling|not loaded)|no models? (is )?loaded|(unknown|invalid|no such) model/i.test(
      words.message,
    )
  );
}

function noModelFailure({ url, model }: AskedPlace, said: string): AppFailure {
  const shown = shownServer(url);
  if (model === null) return refuses(`${shown} has no model loaded. Load one there.`);
  const isOllama = providerAt(url)?.id === 'ollama' || /try pulling it/.test(said);
  const pull = isOllama ? `Get it with "ollama pull ${model}", or choose` : 'Choose';
  return refuses(`${shown} has no model ${model}. ${pull} one of the server's list in the settings.`);
}

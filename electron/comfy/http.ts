import { AppFailure, type FailureCode } from '../../core/contract/failure';
import { JsonSyntaxError, type JsonValue, parseJson, stringifyJson } from '../../core/session/json';
import { plainAddress } from '../../core/session/serverKey';
import { type ComfyFaultKind, connectionFault, isBroken, notComfyWords, speaksTls } from './connectionFaults';
import { maskKeys, maskKeysIn } from './maskKeys';
import { trustSystemCertificates } from './systemTrust';

/** A call that brought no answer of ComfyUI's: an AppFailure that also says which kind it is. */
export class ComfyFailure extends AppFailure {
  readonly kind: ComfyFaultKind;

  constructor(kind: ComfyFaultKind, message: string, cause?: unknown) {
    const code: FailureCode = 'comfy_unreachable';
    super(code, message, { field: 'setup.servers', ...(cause === undefined ? {} : { cause }) });
    this.kind = kind;
  }

  /** True when nothing came back; false when something came that ComfyUI does not say. */
  get isSilence(): boolean {
    return this.kind === 'unreachable' || this.kind === 'timeout';
  }

  /** True when it says nothing of what was asked for: the call never got through to ComfyUI, and will once that is mended. */
  get isInTheWay(): boolean {
    return this.isSilence || this.kind === 'forbidden' || this.kind === 'untrusted';
  }
}

export interface ComfyHttpOptions {
  /** As `parseServerAddress` gives it. */
  readonly url: string;
  /** Sent with every call, for servers behind a login. Asked each time: a key may be renewed while a run waits for it. */
  readonly headers?: () => Readonly<Record<string, string>>;
  readonly timeoutMs?: number;
  readonly fetch?: typeof fetch;
}

export interface ComfyRequest {
  readonly method?: 'GET' | 'POST';
  /** Below the server's address, already encoded. */
  readonly path: string;
  readonly body?: unknown;
  readonly maxBytes?: number;
  readonly timeoutMs?: number;
}

export interface ComfyResponse {
  readonly status: number;
  readonly contentType: string;
  readonly bytes: Uint8Array;
}

export interface ComfyHttp {
  /** The answer whatever its status, except for those that say that no ComfyUI is reached. Throws ComfyFailure. */
  send(request: ComfyRequest): Promise<ComfyResponse>;
  /** The JSON of an answer with status 200. Throws ComfyFailure. */
  json(request: ComfyRequest): Promise<JsonValue>;
  /** Reads an answer's bytes as JSON; a header's value that the server repeats in it is covered up. Throws ComfyFailure. */
  parse(response: ComfyResponse): JsonValue;
  notComfy(cause?: unknown): ComfyFailure;
}

/** Reading more would hold up everything else for seconds; ComfyUI says nothing so long. */
const MAX_JSON_BYTES = 32 * 1024 * 1024;
const DEFAULT_TIMEOUT_MS = 15_000;

/** Makes the door to one server: every call with a time limit and a size limit, every fault as a sentence. */
export function createComfyHttp(options: ComfyHttpOptions): ComfyHttp {
  const fetchIt = options.fetch ?? fetch;
  const shown = plainAddress(options.url);
  const limitMs = options.timeoutMs ?? DEFAULT_TIMEOUT_MS;
  const isSecure = options.url.startsWith('https:');
  /** What answered once speaks our form of http. */
  let hasAnswered = false;
  if (isSecure) trustSystemCertificates();

  const headers = () => options.headers?.() ?? {};
  const notComfy = (cause?: unknown) => new ComfyFailure('not_comfyui', notComfyWords(shown), cause);

  async function send(request: ComfyRequest): Promise<ComfyResponse> {
    const sent = headers();
    const isRepeatable = request.method === undefined || request.method === 'GET';
    const response = await attempt(request, sent, isRepeatable);
    const fault = await gateFault(response, sent);
    if (fault !== null) throw fault;
    hasAnswered = true;
    return response;
  }

  /** What stands before ComfyUI and answers in its place: a login, a proxy, another program. */
  async function gateFault(
    { status, contentType }: ComfyResponse,
    sent: Readonly<Record<string, string>>,
  ): Promise<ComfyFailure | null> {
    if (status === 401 || status === 403 || status === 407) {
      const [name] = Object.keys(sent);
      const advice =
        name === undefined
          ? 'If a login stands before it, give the header that the login asks for, beside the address.'
          : `It was given the header ${name}, whose key may be wrong or have run out. Give it again.`;
      return new ComfyFailure('forbidden', `${shown} refused the call (${status}). ${advice}`);
    }
    if (status === 502 || status === 503 || status === 504) {
      const message = `${shown} answered (${status}) that the ComfyUI behind it does not answer. Start ComfyUI there.`;
      return new ComfyFailure('unreachable', message);
    }
    if (
      status === 400 &&
      !isSecure &&
      !hasAnswered &&
      !contentType.includes('json') &&
      (await speaksTls(options.url))
    )
      return speaksHttps();
    if (status !== 200 || !contentType.includes('text/html')) return null;
    // Where ComfyUI answered before, a login has run out: then it is waited for like a key, and no image fails by it.
    return new ComfyFailure(
      hasAnswered ? 'forbidden' : 'not_comfyui',
      `${shown} answered with a web page: it is not ComfyUI, or a login stands before it. Type where ComfyUI runs, or give the header that the login asks for.`,
    );
  }

  const speaksHttps = (cause?: unknown) =>
    new ComfyFailure(
      'not_comfyui',
      `${shown} answered, but it is not http that it speaks. Type it with https:// before it.`,
      cause,
    );

  async function attempt(
    request: ComfyRequest,
    sent: Readonly<Record<string, string>>,
    canRepeat: boolean,
  ): Promise<ComfyResponse> {
    const timeoutMs = request.timeoutMs ?? limitMs;
    try {
      const response = await fetchIt(`${options.url}/${request.path}`, {
        method: request.method ?? 'GET',
        // A header meant for this server must not follow it to another one.
        redirect: 'manual',
        signal: AbortSignal.timeout(timeoutMs),
        headers: {
          ...sent,
          ...(request.body === undefined ? {} : { 'Content-Type': 'application/json' }),
        },
        ...(request.body === undefined ? {} : { body: stringifyJson(request.body) }),
      });
      if (response.status >= 300 && response.status < 400) {
        await response.body?.cancel();
        throw redirected(response.headers.get('location'));
      }
      const bytes = await readLimited(response, request.maxBytes ?? MAX_JSON_BYTES, notComfy);
      return { status: response.status, contentType: response.headers.get('content-type') ?? '', bytes };
    } catch (error) {
      if (error instanceof AppFailure) throw error;
      // A connection kept from before a restart breaks at the first use; reading again does no harm.
      if (canRepeat && isBroken(error)) return attempt(request, sent, false);
      if (!isSecure && !hasAnswered && isBroken(error) && (await speaksTls(options.url)))
        throw speaksHttps(error);
      const fault = connectionFault(error, options.url, shown, timeoutMs);
      throw fault === null ? error : new ComfyFailure(fault.kind, fault.message, error);
    }
  }

  /** Of the place only what a person types: behind a question mark it may hold a key. */
  function redirected(location: string | null): ComfyFailure {
    const place = location === null ? null : URL.parse(location, `${options.url}/`);
    const where = place === null ? 'another address' : `${place.origin}${place.pathname}`;
    return new ComfyFailure(
      'not_comfyui',
      `${shown} points to ${maskKeys(where, headers())} instead. Type the address where ComfyUI itself answers; if that is a login page, give the header that the login asks for.`,
    );
  }

  function parse(response: ComfyResponse): JsonValue {
    const text = new TextDecoder().decode(response.bytes);
    try {
      return maskKeysIn(parseJson(text, { nonFiniteAsNull: true }), text, headers());
    } catch (error) {
      if (error instanceof JsonSyntaxError) throw notComfy(error);
      throw error;
    }
  }

  return {
    send,
    parse,
    notComfy,
    async json(request) {
      const response = await send(request);
      if (response.status >= 500) throw serverError(shown, response.status);
      if (response.status !== 200) throw notComfy();
      return parse(response);
    },
  };
}

export function serverError(shown: string, status: number): ComfyFailure {
  return new ComfyFailure(
    'server_error',
    `ComfyUI at ${shown} failed inside (${status}). Its own log says why; restart it if this goes on.`,
  );
}

async function readLimited(
  response: Response,
  maxBytes: number,
  notComfy: () => ComfyFailure,
): Promise<Uint8Array> {
  if (response.body === null) return new Uint8Array();
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const part of response.body) {
    length += part.length;
    // Leaving the loop cancels the rest of the body.
    if (length > maxBytes) throw notComfy();
    parts.push(part);
  }
  return Buffer.concat(parts, length);
}

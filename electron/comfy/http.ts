import { AppFailure, type FailureCode } from '../../core/contract/failure';
import { JsonSyntaxError, type JsonValue, parseJson, stringifyJson } from '../../core/session/json';
import { shownAddress } from './address';

/** Why a call did not bring an answer of ComfyUI's. */
export type ComfyFaultKind = 'unreachable' | 'timeout' | 'forbidden' | 'not_comfyui' | 'server_error';

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
}

export interface ComfyHttpOptions {
  /** As `parseServerAddress` gives it. */
  readonly url: string;
  /** Sent with every call, for servers behind a login. */
  readonly headers?: Readonly<Record<string, string>>;
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
  /** Reads an answer's bytes as JSON. Throws ComfyFailure. */
  parse(response: ComfyResponse): JsonValue;
  notComfy(cause?: unknown): ComfyFailure;
}

/** Reading more would hold up everything else for seconds; ComfyUI says nothing so long. */
const MAX_JSON_BYTES = 32 * 1024 * 1024;
const DEFAULT_TIMEOUT_MS = 15_000;

/** Makes the door to one server: every call with a time limit and a size limit, every fault as a sentence. */
export function createComfyHttp(options: ComfyHttpOptions): ComfyHttp {
  const fetchIt = options.fetch ?? fetch;
  const shown = shownAddress(options.url);
  const limitMs = options.timeoutMs ?? DEFAULT_TIMEOUT_MS;

  const notComfy = (cause?: unknown) =>
    new ComfyFailure(
      'not_comfyui',
      `${shown} answered, but it is not ComfyUI. Type where ComfyUI runs.`,
      cause,
    );

  async function send(request: ComfyRequest): Promise<ComfyResponse> {
    const response = await attempt(request, request.method === undefined || request.method === 'GET');
    if (response.status === 401 || response.status === 403 || response.status === 407) {
      throw new ComfyFailure(
        'forbidden',
        `${shown} refused the call (${response.status}). If it is behind a login, give the header that it asks for.`,
      );
    }
    return response;
  }

  async function attempt(request: ComfyRequest, canRepeat: boolean): Promise<ComfyResponse> {
    const timeoutMs = request.timeoutMs ?? limitMs;
    try {
      const response = await fetchIt(`${options.url}/${request.path}`, {
        method: request.method ?? 'GET',
        redirect: 'manual',
        signal: AbortSignal.timeout(timeoutMs),
        headers: {
          ...options.headers,
          ...(request.body === undefined ? {} : { 'Content-Type': 'application/json' }),
        },
        ...(request.body === undefined ? {} : { body: stringifyJson(request.body) }),
      });
      if (response.status >= 300 && response.status < 400) {
        const place = response.headers.get('location') ?? 'another address';
        await response.body?.cancel();
        throw new ComfyFailure(
          'not_comfyui',
          `${shown} points to ${place} instead. Type the address where ComfyUI itself answers.`,
        );
      }
      const bytes = await readLimited(response, request.maxBytes ?? MAX_JSON_BYTES, notComfy);
      return { status: response.status, contentType: response.headers.get('content-type') ?? '', bytes };
    } catch (error) {
      if (error instanceof AppFailure) throw error;
      // A connection kept from before a restart breaks at the first use; reading again does no harm.
      if (canRepeat && isBroken(error)) return attempt(request, false);
      throw asFailure(error, shown, timeoutMs);
    }
  }

  function parse(response: ComfyResponse): JsonValue {
    try {
      return parseJson(new TextDecoder().decode(response.bytes), { nonFiniteAsNull: true });
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

function isBroken(error: unknown): boolean {
  return ['ECONNRESET', 'EPIPE', 'UND_ERR_SOCKET'].includes(causeCode(error));
}

function causeCode(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  return cause instanceof Error && 'code' in cause ? String(cause.code) : '';
}

function asFailure(error: unknown, shown: string, timeoutMs: number): unknown {
  if (!(error instanceof Error)) return error;
  const code = causeCode(error);
  if (
    error.name === 'TimeoutError' ||
    code === 'UND_ERR_HEADERS_TIMEOUT' ||
    code === 'UND_ERR_BODY_TIMEOUT'
  ) {
    const seconds = Math.max(1, Math.round(timeoutMs / 1000));
    return new ComfyFailure(
      'timeout',
      `${shown} did not answer within ${seconds} s. It may be busy or stuck; restart ComfyUI if this goes on.`,
      error,
    );
  }
  if (/CERT|SELF_SIGNED|TLS|SSL/.test(code)) {
    return new ComfyFailure(
      'unreachable',
      `The certificate of ${shown} is not trusted. Use http, or a certificate that this machine trusts.`,
      error,
    );
  }
  if (code.startsWith('HPE_')) {
    return new ComfyFailure(
      'not_comfyui',
      `${shown} answered, but it is not ComfyUI. Type where ComfyUI runs.`,
      error,
    );
  }
  // What fetch throws for the network is a TypeError with a cause; without one it is a bug of ours.
  if (error instanceof TypeError && error.cause === undefined) return error;
  return new ComfyFailure(
    'unreachable',
    `No ComfyUI at ${shown}. Start ComfyUI, or type where it runs.`,
    error,
  );
}

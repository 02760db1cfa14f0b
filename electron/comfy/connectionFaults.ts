import { isIP } from 'node:net';
import { connect } from 'node:tls';

/** Why a call did not bring an answer of ComfyUI's. */
export type ComfyFaultKind =
  | 'unreachable'
  | 'timeout'
  /** It answers, and shows a certificate that does not prove who it is. */
  | 'untrusted'
  | 'forbidden'
  | 'not_comfyui'
  | 'server_error';

/** A fault of the connection in words for a person. */
export interface ConnectionFault {
  readonly kind: ComfyFaultKind;
  readonly message: string;
}

/**
 * Puts what broke a call into words. In: what fetch threw, the server's address as URL and as it is shown, and the time limit
 * in ms. Out: null for what no network does: a bug.
 */
export function connectionFault(
  error: unknown,
  url: string,
  shown: string,
  timeoutMs: number,
): ConnectionFault | null {
  if (!(error instanceof Error)) return null;
  const code = causeCode(error);
  if (error.name === 'TimeoutError' || /^UND_ERR_(HEADERS|BODY|CONNECT)_TIMEOUT$/.test(code)) {
    const seconds = Math.max(1, Math.round(timeoutMs / 1000));
    return {
      kind: 'timeout',
      message: `${shown} did not answer within ${seconds} s. It may be busy or stuck; restart ComfyUI if this goes on.`,
    };
  }
  const insecure = secureFault(error, url, shown);
  if (insecure !== null)
    return { kind: insecure.isPlain ? 'not_comfyui' : 'untrusted', message: insecure.message };
  if (code.startsWith('HPE_')) return { kind: 'not_comfyui', message: notComfyWords(shown) };
  // What fetch throws for the network is a TypeError with a cause; without one it is a bug of ours.
  if (error instanceof TypeError && error.cause === undefined) return null;
  return {
    kind: 'unreachable',
    message: `No ComfyUI at ${shown}. Start ComfyUI, or type where it runs.`,
  };
}

/**
 * What stood in the way of https, whatever server it is. In: as above. Out: the sentence, and whether plain http is spoken there;
 * null when https was not the fault.
 */
export function secureFault(
  error: unknown,
  url: string,
  shown: string,
): { readonly isPlain: boolean; readonly message: string } | null {
  if (isPlainAnswer(error)) {
    const message = `${shown} answered, but it is not https that it speaks. Type it with http:// instead.`;
    return { isPlain: true, message };
  }
  const message = certificateWords(causeCode(error), url, shown);
  return message === null ? null : { isPlain: false, message };
}

export function notComfyWords(shown: string): string {
  return `${shown} answered, but it is not ComfyUI. Type where ComfyUI runs.`;
}

/** True when a connection broke off that had been made: then it is worth asking what the other side speaks. */
export function isBroken(error: unknown): boolean {
  const code = causeCode(error);
  return ['ECONNRESET', 'EPIPE', 'UND_ERR_SOCKET'].includes(code) || code.startsWith('HPE_');
}

function cause(error: unknown): unknown {
  return error instanceof Error && error.cause instanceof Error ? error.cause : error;
}

/** The code of what broke a call, such as ECONNREFUSED; empty without one. */
export function causeCode(error: unknown): string {
  const reason = cause(error);
  if (!(reason instanceof Error)) return '';
  if ('code' in reason && reason.code !== undefined) return String(reason.code);
  // The first line of what is no http at all is refused without one.
  return reason.name === 'HTTPParserError' ? 'HPE_INVALID' : '';
}

/** TLS was asked for, and what came is none. */
function isPlainAnswer(error: unknown): boolean {
  const reason = cause(error);
  return (
    reason instanceof Error &&
    /wrong[ _]version[ _]number|packet[ _]length[ _]too[ _]long|http[ _]request/i.test(
      `${causeCode(error)} ${reason.message}`,
    )
  );
}

const WAYS =
  'Put that right on the server, or let this machine trust the certificate; inside your own network http will do.';

/** What is wrong with a certificate, in a sentence; null when the fault is none of a certificate's. */
function certificateWords(code: string, url: string, shown: string): string | null {
  switch (code) {
    case 'CERT_HAS_EXPIRED':
      return `${shown} has a certificate that has run out. Renew it on the server; until then, http inside your own network will do. The clock of this machine may be wrong, too.`;
    case 'CERT_NOT_YET_VALID':
      return `${shown} has a certificate that is not valid yet. Look whether the clocks of the server and of this machine are right.`;
    case 'ERR_TLS_CERT_ALTNAME_INVALID':
      return `${shown} has a certificate for another name than ${new URL(url).hostname}. Type the server by the name that its certificate has.`;
    case 'DEPTH_ZERO_SELF_SIGNED_CERT':
      return `${shown} has a certificate that it signed itself, so nothing proves who it is. ${WAYS}`;
    case 'SELF_SIGNED_CERT_IN_CHAIN':
    case 'UNABLE_TO_GET_ISSUER_CERT':
    case 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY':
    case 'UNABLE_TO_VERIFY_LEAF_SIGNATURE':
    case 'CERT_UNTRUSTED':
      return `${shown} has a certificate from an authority that this machine does not know. ${WAYS}`;
    case 'CERT_REVOKED':
      return `${shown} has a certificate that was revoked. Renew it on the server.`;
    default:
      return /CERT|CRL|SIGNED/.test(code)
        ? `${shown} has a certificate that does not prove who it is (${code}). ${WAYS}`
        : /^ERR_(SSL|TLS)_|^EPROTO$/.test(code)
          ? `${shown} has a certificate, but no secure connection came about (${code}). Look at the settings of its https, or use http inside your own network.`
          : null;
  }
}

const PROBE_MS = 2_000;

/** Asks whether an address speaks TLS. Nothing but the greeting is sent, no header and no key. In: an http or https URL. */
export function speaksTls(url: string): Promise<boolean> {
  const { hostname, port, protocol } = new URL(url);
  const host = hostname.replace(/^\[|\]$/g, '');
  return new Promise((resolve) => {
    const socket = connect({
      host,
      port: port === '' ? (protocol === 'https:' ? 443 : 80) : Number(port),
      ...(isIP(host) === 0 ? { servername: host } : {}),
      rejectUnauthorized: false,
      timeout: PROBE_MS,
    });
    const end = (answer: boolean) => {
      socket.destroy();
      resolve(answer);
    };
    socket.once('secureConnect', () => end(true));
    socket.once('timeout', () => end(false));
    socket.once('close', () => end(false));
    socket.on('error', () => end(false));
  });
}

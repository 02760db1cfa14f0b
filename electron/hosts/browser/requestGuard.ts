import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { AppFailure } from '../../../core/contract/failure';

export interface RequestGuard {
  /** The name of the cookie; it holds the port, because cookies do not tell ports apart. */
  readonly cookieName: string;
  /** Throws AppFailure `forbidden` for a foreign Host or Origin. */
  checkSource(request: IncomingMessage): void;
  /** True when the request carries the token as bearer, query or cookie. */
  isLetIn(request: IncomingMessage, url: URL): boolean;
  /** True when the address itself carries the right token, so that a cookie should be set. */
  hasQueryToken(url: URL): boolean;
}

/** The checks that every request and every socket passes before anything else. In: the secret token and the bound port. */
export function createRequestGuard(options: { token: string; port: number }): RequestGuard {
  const cookieName = `blindfold_${options.port}`;
  const expected = digest(options.token);
  const isToken = (given: string | null | undefined) =>
    typeof given === 'string' && timingSafeEqual(digest(given), expected);
  return {
    cookieName,
    checkSource(request) {
      const host = request.headers.host ?? '';
      if (!isLoopbackHost(host)) {
        throw new AppFailure(
          'forbidden',
          `This address (${host || 'none'}) is not answered. Use 127.0.0.1 or localhost, through a tunnel if need be.`,
        );
      }
      const { origin } = request.headers;
      if (origin !== undefined && origin !== `http://${host}` && origin !== `https://${host}`) {
        throw new AppFailure('forbidden', 'Pages of other sites may not call this app.');
      }
      // Pages on other ports of this machine send our cookie along, and no Origin when they only read.
      if (isForeignSite(request) && !isLinkToPage(request)) {
        throw new AppFailure('forbidden', 'Pages of other sites may not call this app.');
      }
    },
    isLetIn(request, url) {
      const bearer = /^Bearer (.+)$/i.exec(request.headers.authorization ?? '')?.[1];
      const cookie = readCookie(request.headers.cookie ?? '', cookieName);
      return isToken(bearer) || isToken(url.searchParams.get('token')) || isToken(cookie);
    },
    hasQueryToken: (url) => isToken(url.searchParams.get('token')),
  };
}

/** True when a browser says that another site's page, or another port's, makes the request. Programs say nothing. */
function isForeignSite({ headers }: IncomingMessage): boolean {
  const site = headers['sec-fetch-site'];
  return site === 'same-site' || site === 'cross-site';
}

/** A link may lead to our page from anywhere, but not to a call. */
function isLinkToPage({ headers, url }: IncomingMessage): boolean {
  const { pathname } = new URL(url ?? '/', 'http://127.0.0.1');
  return headers['sec-fetch-mode'] === 'navigate' && !/^\/(api|image)\//.test(pathname);
}

/** Digests have one length, so that comparing them takes one time whatever was sent. */
function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

function readCookie(header: string, name: string): string | undefined {
  for (const part of header.split(';')) {
    const [key, value] = part.trim().split('=', 2);
    if (key === name) return value;
  }
  return undefined;
}

/** True for a loopback name with any port: a tunnel's local end may have another port than ours. */
export function isLoopbackHost(host: string): boolean {
  const match = /^(?<name>\[[0-9a-f:.]+\]|[\w.-]+)(?::\d{1,5})?$/i.exec(host);
  const name = match?.groups?.['name']?.toLowerCase();
  if (name === undefined) return false;
  return (
    name === 'localhost' ||
    name.endsWith('.localhost') ||
    name === '[::1]' ||
    /^127(?:\.\d{1,3}){3}$/.test(name)
  );
}

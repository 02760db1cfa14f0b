import { AppFailure } from '../../core/contract/failure';

/** What lies below the base address and is often copied with it. */
const BELOW = /\/(chat\/completions|completions|responses|models)$/;
/** Names and numbers of this computer and of a home network, where https is rare. */
const NEAR = /^(localhost|\[::1\]|127\.|10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.|[^.]+$|.*\.local$)/i;

/** A key in the place of the address would be kept, shown and asked for as one. */
const LIKE_A_KEY = /^(?:(?:sk|gsk|xai|hf)[-_]|AIza)[\w-]{12,}$/;

function refused(message: string): AppFailure {
  return new AppFailure('bad_request', message, { field: 'assistant_server' });
}

/**
 * Reads a model server's base address as people type it: `localhost:11434`, `https://api.openai.com`, an address with `/v1` or with
 * `/chat/completions`. Out: an http or https URL without a slash at its end; one that names no path gets `/v1`, which all of them use.
 * Throws AppFailure `bad_request` for `assistant_server`.
 */
export function parseModelServer(text: string): string {
  const typed = text.trim();
  if (typed === '')
    throw refused(
      'No address is given. Type where the model server runs, such as http://127.0.0.1:11434/v1.',
    );
  const hasScheme = /^[a-z][a-z0-9+.-]*:\/\//i.test(typed);
  if (hasScheme && !/^https?:\/\//i.test(typed))
    throw refused(`A model server is reached by http or https; ${typed} is neither.`);
  const nonsense = () => refused(`${typed} is not an address. Type it like http://127.0.0.1:11434/v1.`);
  if (LIKE_A_KEY.test(typed))
    throw refused('That is a key, not an address. The key has a field of its own; here the server is named.');
  if (/\s/.test(typed)) throw nonsense();
  const url = URL.parse(hasScheme ? typed : `${NEAR.test(typed) ? 'http' : 'https'}://${typed}`);
  if (url === null || !/^(\[[0-9a-f:.]+\]|[a-z0-9]([a-z0-9._-]*[a-z0-9])?\.?)$/i.test(url.hostname))
    throw nonsense();
  if (url.port === '0')
    throw refused('Port 0 is no place to reach. Type the port that the model server names at its start.');
  if (url.username !== '' || url.password !== '')
    throw refused('A name or password does not belong in the address. A key has a field of its own.');
  if (url.search !== '' || url.hash !== '')
    throw refused('Nothing belongs behind the path of the address. A key has a field of its own.');
  const path = url.pathname.replace(/\/+$/, '').replace(BELOW, '');
  return `${url.origin}${path === '' ? '/v1' : path}`;
}

/** A model server in the middle of a sentence: its host, and its port where the address names one. In: as `parseModelServer` gives it. */
export function hostOf(server: string): string {
  return new URL(server).host;
}

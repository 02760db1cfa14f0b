import { AppFailure } from '../../core/contract/failure';
import { plainAddress } from '../../core/session/serverKey';
import { DEMO_SERVER } from '../../core/session/view';

/** Where ComfyUI listens unless it is told otherwise. */
export const DEFAULT_ADDRESS = '127.0.0.1:8188';

function refused(message: string): AppFailure {
  return new AppFailure('bad_request', message, { field: 'setup.servers' });
}

/**
 * Reads a server's address as people type it: `127.0.0.1:8188`, `gpu-box`, `https://host/comfy`.
 * Out: an http or https URL without a slash at its end; no port stays the scheme's own, but a bare host gets 8188.
 * Throws AppFailure bad_request for `setup.servers`.
 */
export function parseServerAddress(text: string): string {
  const typed = text.trim();
  if (typed === '')
    throw refused(`No address is given. Type where ComfyUI runs, such as ${DEFAULT_ADDRESS}.`);
  const hasScheme = /^[a-z][a-z0-9+.-]*:\/\//i.test(typed);
  if (hasScheme && !/^https?:\/\//i.test(typed)) {
    throw refused(`ComfyUI is reached by http or https; ${typed} is neither.`);
  }
  const nonsense = () =>
    refused(`${typed} is not an address. Type it like 127.0.0.1:8188 or https://host:8188.`);
  if (/\s/.test(typed)) throw nonsense();
  let url: URL;
  try {
    url = new URL(hasScheme ? typed : `http://${typed}`);
  } catch {
    throw nonsense();
  }
  if (url.hostname === '' || !/^(\[[0-9a-f:.]+\]|[a-z0-9]([a-z0-9._-]*[a-z0-9])?\.?)$/i.test(url.hostname))
    throw nonsense();
  if (url.port === '0') throw refused('Port 0 is no place to reach. ComfyUI usually listens on 8188.');
  if (url.username !== '' || url.password !== '') {
    throw refused('A name or password does not belong in the address. Remove it.');
  }
  if (url.search !== '' || url.hash !== '') throw nonsense();
  if (!hasScheme && url.port === '' && !/:\d+(\/|$)/.test(typed)) url.port = '8188';
  return url.href.replace(/\/+$/, '');
}

/** How a server is shown in views: host and port, the demo by its word. In: as the set-up stores it, and its URL. */
export function serverName(stored: string, url: string): string {
  return stored === DEMO_SERVER ? DEMO_SERVER : plainAddress(url);
}

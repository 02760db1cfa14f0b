import { serverKey } from '../../core/session/serverKey';
import { useConnection } from './connection';
import { editSetup, useDraft } from './setupDraft';

/** The set-up's servers as rows: the first one stands there even where the set-up names none. */
export function serverRows(servers: readonly string[], usual: string): readonly string[] {
  return servers.length === 0 ? [usual] : servers;
}

/** The servers with another address in one row. A first row that is emptied means the usual server again. */
export function withServer(
  servers: readonly string[],
  place: number,
  address: string,
  usual: string,
): string[] {
  const rows = serverRows(servers, usual);
  if (rows.length === 1 && address === '') return [];
  return rows.map((row, index) => (index !== place ? row : place === 0 && address === '' ? usual : address));
}

/** The further servers of a set-up, each once: what was typed in the rows after the first, and is another place. */
export function furtherServers(servers: readonly string[]): string[] {
  const seen = new Set(servers.slice(0, 1).map(serverKey));
  return servers.slice(1).filter((address) => {
    const key = serverKey(address);
    if (address.trim() === '' || seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

/** Changes the address in a row of the set-up. */
export function editServer(place: number, text: string): void {
  editSetup({ servers: withServer(ownServers(), place, text.trim(), usualServer()) });
}

/** Adds an empty row; answers its place. */
export function addServer(): number {
  const rows = serverRows(ownServers(), usualServer());
  editSetup({ servers: [...rows, ''] });
  return rows.length;
}

/** Takes a row away. */
export function removeServer(place: number): void {
  editSetup({ servers: ownServers().filter((_, index) => index !== place) });
}

function ownServers(): readonly string[] {
  return useDraft.getState().draft.setup.servers;
}

function usualServer(): string {
  return useConnection.getState().info?.default_server ?? '';
}

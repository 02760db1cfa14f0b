import type { CommandArgs } from '../../core/contract/commands';
import { AppFailure } from '../../core/contract/failure';
import type { SessionDetail, SessionList } from '../../core/contract/sessionView';
import { parseJson } from '../../core/session/json';

/**
 * The two reads that keep the page alive over plain HTTP while its socket is down. Only the browser host has them.
 * Both throw when the host does not answer, so that silence is never taken for an empty list; AppFailure `unauthorized`
 * when it answers, but not to this page.
 */
export async function fetchSession(id: string): Promise<SessionDetail> {
  return (await fetchJson(`/api/sessions/${id}`)) as SessionDetail;
}

export async function fetchSessions(args: CommandArgs<'session.list'>): Promise<SessionList> {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(args)) if (value !== undefined) query.set(name, String(value));
  return (await fetchJson(`/api/sessions?${query}`)) as SessionList;
}

async function fetchJson(path: string): Promise<unknown> {
  const response = await fetch(path, { cache: 'no-store', headers: { Accept: 'application/json' } });
  if (response.status === 401 || response.status === 403) {
    throw new AppFailure(
      'unauthorized',
      'Blindfold was started anew and does not know this page any more. Open the address that it printed.',
    );
  }
  if (!response.ok) throw new Error(`${path} answered ${response.status}`);
  return parseJson(await response.text());
}

/** A text among the page's own files, on both hosts; null where there is no such file. Throws when nobody answers. */
export async function fetchOwnText(name: string): Promise<string | null> {
  const response = await fetch(`/${name}`);
  if (response.status === 404) return null;
  if (!response.ok) throw new AppFailure('internal', `The file ${name} could not be read.`);
  return await response.text();
}

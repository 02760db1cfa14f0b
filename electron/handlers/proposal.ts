import { AppFailure } from '../../core/contract/failure';
import type { SessionSummary } from '../../core/contract/sessionView';
import { type Proposal, proposeSession } from '../../core/session/proposal';
import type { Services } from './services';
import { shownRow } from './shownRow';

type Needed = Pick<Services, 'catalog' | 'images' | 'store' | 'views'>;

/**
 * The session that a fresh start proposes; null when there is none. The catalog's choice is looked at on disk first, since a
 * program that was killed may have left it behind. In: now in ms since 1970.
 */
export async function currentProposal(services: Needed, now: number): Promise<Proposal | null> {
  const { rows } = await services.catalog.list({});
  const known = new Map(rows.map((row) => [row.summary.session_id, row.summary]));
  const seen = new Set<string>();
  for (;;) {
    const proposal = proposeSession([...known.values()], now);
    if (proposal === null || seen.has(proposal.summary.session_id)) return proposal;
    const id = proposal.summary.session_id;
    seen.add(id);
    const summary = await freshSummary(services, id);
    if (summary === null) known.delete(id);
    else known.set(id, summary);
  }
}

/** Sessions whose run can be resumed, newest event first, each with an address for its picture. */
export async function resumableSessions(services: Needed): Promise<SessionSummary[]> {
  const { rows } = await services.catalog.list({ status: 'paused' });
  return rows
    .filter(({ summary }) => summary.state === 'ok' && !summary.sample)
    .sort((a, b) => Date.parse(b.summary.last_event_at) - Date.parse(a.summary.last_event_at))
    .map((row) => shownRow(services, row));
}

async function freshSummary({ store, views }: Needed, id: string): Promise<SessionSummary | null> {
  try {
    return views.summary(await store.peek(id));
  } catch (error) {
    if (error instanceof AppFailure) return null;
    throw error;
  }
}

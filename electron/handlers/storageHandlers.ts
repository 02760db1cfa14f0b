import type { CommandHandlers } from '../../core/contract/commands';
import { arrivedSummary } from './arrivedSummary';
import { deleteSession } from './deleteSession';
import { currentProposal, resumableSessions } from './proposal';
import type { Services } from './services';
import { storageStats } from './storageStats';

type Own = Pick<
  CommandHandlers,
  | 'session.delete'
  | 'session.restore'
  | 'session.active'
  | 'session.resumable'
  | 'storage.stats'
  | 'storage.cleanup'
  | 'storage.cleanupEmpty'
  | 'trash.list'
  | 'trash.empty'
>;

export function storageHandlers(services: Services): Own {
  const { catalog, log, pushes, retention, trash, turns } = services;

  // A page asks with every vote; what is proposed is news only when it is another session.
  let proposed: string | null | undefined;
  const logProposal = (id: string | null, words: string) => {
    if (proposed !== id) log('info', words);
    proposed = id;
  };

  const changed = (removed: string[]) => pushes.tell({ push: 'sessions.changed', payload: { removed } });

  return {
    async 'session.delete'({ session_id }) {
      await deleteSession(services, session_id);
      changed([session_id]);
      return { trashed: true };
    },

    'session.restore': ({ session_id, item }) =>
      turns.take(session_id, async () => {
        await trash.restore(session_id, item);
        await catalog.look(session_id);
        changed([]);
        const row = await catalog.row(session_id);
        return row?.summary.state === 'archived' ? row.summary : arrivedSummary(services, session_id);
      }),

    async 'session.active'() {
      const proposal = await currentProposal(services, services.now().getTime());
      if (proposal === null) {
        logProposal(null, 'No session to go on with was proposed.');
        return { session_id: null, status: null, reason: null, summary: null };
      }
      const { summary, reason } = proposal;
      logProposal(summary.session_id, `Proposed to go on with session ${summary.session_id}. ${reason}`);
      return { session_id: summary.session_id, status: summary.status, reason, summary };
    },

    async 'session.resumable'() {
      return { sessions: await resumableSessions(services) };
    },

    'storage.stats': () => storageStats(services),

    'storage.cleanup': ({ max_age_hours, dry_run }) =>
      retention.clean(max_age_hours, { dryRun: dry_run === true }),

    'storage.cleanupEmpty': ({ dry_run }) => retention.cleanEmpty({ dryRun: dry_run === true }),

    async 'trash.list'() {
      const items = await trash.list();
      const sessions = await Promise.all(
        items.map(async (item) => ({
          session_id: item.id,
          item: item.name,
          label: item.label,
          trashed_at: item.trashed_at.toISOString(),
          bytes: await trash.bytes(item),
        })),
      );
      return { sessions, kept_days: trash.keptDays };
    },

    async 'trash.empty'() {
      const removed = await trash.empty();
      log('info', `The trash was emptied: ${removed} sessions are gone for good.`);
      return { removed };
    },
  };
}

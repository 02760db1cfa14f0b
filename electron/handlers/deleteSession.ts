import { AppFailure } from '../../core/contract/failure';
import type { SessionId } from '../../core/session/identity';
import type { CatalogRow } from '../catalog/catalog';
import type { Services } from './services';
import { placeTurn } from './turns';

type Needed = Pick<Services, 'catalog' | 'runner' | 'scores' | 'store' | 'trash' | 'turns' | 'views'>;

/**
 * Moves a session to the trash: its folder, or the zip of an archived one; a damaged one too. Tells nobody.
 * `check` has the last word, once nothing of the session is open or changes any more.
 * Throws AppFailure `not_found`, `not_possible` while its images are being made, `session_locked` while another copy of the
 * app has it open, what `check` throws and what the disk refuses; then it stays where it was.
 */
export function deleteSession(
  { catalog, runner, scores, store, trash, turns, views }: Needed,
  id: SessionId,
  check: () => Promise<void> = async () => undefined,
): Promise<void> {
  async function move(): Promise<void> {
    const zip = zipOf(await catalog.row(id));
    if (runner.isActive(id)) {
      throw new AppFailure(
        'not_possible',
        'Images of this session are being made, or wait for their turn. Stop the run, then delete the session.',
      );
    }
    await check();
    // A file that is written beside the session's own must not be looked for in vain.
    await scores.settled();
    try {
      if (zip !== null) {
        await trash.put(id, { path: zip.path, kind: 'zip', label: zip.label });
      } else {
        const { label } = views.summary(await store.peek(id), false);
        await store.release(id, ({ path }) => trash.put(id, { path, kind: 'folder', label }));
      }
    } finally {
      await catalog.look(id);
    }
  }

  return turns.take(placeTurn(id), () => turns.take(id, move));
}

function zipOf(row: CatalogRow | null): { path: string; label: string } | null {
  if (row?.summary.state !== 'archived' || row.archive === null) return null;
  return { path: row.archive, label: row.summary.label };
}

import type { CommandAnswer, CommandHandlers } from '../../core/contract/commands';
import { AppFailure } from '../../core/contract/failure';
import type { SessionState } from '../../core/session/state';
import { type Images, pictureFolder } from '../sessions/images';
import type { OpenSession } from '../sessions/openSession';
import { openWhole } from './openWhole';
import { showLabels } from './reportLook';
import type { Services } from './services';

type Shown = CommandAnswer<'report.pictures'>['pictures'][number];

/** The pictures behind a report's figures, with their labels known. */
export function reportPictures({
  store,
  turns,
  images,
}: Pick<Services, 'store' | 'turns' | 'images'>): Pick<CommandHandlers, 'report.pictures'> {
  return {
    'report.pictures': ({ session_id, pairs }) =>
      turns.take(session_id, async () => {
        const session = await openWhole(store, session_id);
        await showLabels(session);
        return { pictures: pairs.map((id) => shownPair(images, session, id)) };
      }),
  };
}

/** Throws AppFailure `not_found` for a pair that the plan does not have. */
function shownPair(images: Images, { state, folder }: OpenSession, pair_id: string): Shown {
  const pair = state.pairs.get(pair_id);
  if (pair === undefined)
    throw new AppFailure('not_found', `This session has no pair ${pair_id}.`, { field: 'pairs' });
  // A picture that is missing or torn has an address all the same; it says so where it is to be shown.
  const sideOf = (file: string) =>
    images.labelled(pictureFolder(folder, state), file, versionOf(state, file));
  return { pair_id, baseline: sideOf(pair.baseline), lora: sideOf(pair.lora) };
}

/** Changes when the picture does. */
function versionOf({ images }: Readonly<SessionState>, file: string): string {
  return images.get(file)?.sha256 ?? '';
}

import type { CommandAnswer, CommandHandlers } from '../../core/contract/commands';
import type { SessionState } from '../../core/session/state';
import { type Images, pictureFolder } from '../sessions/images';
import type { OpenSession } from '../sessions/openSession';
import { lookAtVotes, plannedPair, requirePairs } from './reportLook';
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
      lookAtVotes(
        { store, turns },
        session_id,
        (state) => requirePairs(state, pairs),
        (session) => ({ pictures: pairs.map((id) => shownPair(images, session, id)) }),
      ),
  };
}

function shownPair(images: Images, { state, folder }: OpenSession, pair_id: string): Shown {
  const pair = plannedPair(state, pair_id);
  // A picture that is missing or torn has an address all the same; it says so where it is to be shown.
  const sideOf = (file: string) =>
    images.labelled(pictureFolder(folder, state), file, versionOf(state, file));
  return { pair_id, baseline: sideOf(pair.baseline), lora: sideOf(pair.lora) };
}

/** Changes when the picture does. */
function versionOf({ images }: Readonly<SessionState>, file: string): string {
  return images.get(file)?.sha256 ?? '';
}

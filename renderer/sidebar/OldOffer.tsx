import { putOldSessionAway, takeOldSessionIn, useOldSession } from '../store/oldSession';
import { useSession } from '../store/session';
import { countOf, splitFileName } from '../store/sessionWords';
import { Banner } from '../ui/Banner';
import { Button } from '../ui/Button';

/**
 * The offer to take over the files of an older tool. Like the recovery it stands in the sidebar, and on top of the page
 * while the sidebar is a rail and nothing is open.
 */
export function OldOffer({ place }: { place: 'sidebar' | 'page' }) {
  const { found, isBusy } = useOldSession();
  const isBlank = useSession(({ session }) => session.phase === 'blank');
  if (found === null || (place === 'page' && !isBlank)) return null;
  const { path, lora_filename: lora, pairs, votes, images_missing } = found;
  const file = path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
  return (
    <div
      className={
        place === 'sidebar'
          ? `sidebar__banner${isBlank ? ' sidebar__recovery' : ''}`
          : 'main__banner main__recovery'
      }
    >
      <Banner
        narrow={place === 'sidebar'}
        icon="import"
        title="A session of an older tool was found."
        actions={
          <>
            <Button small busy={isBusy} onClick={() => void takeOldSessionIn()}>
              Take it in
            </Button>
            <Button small look="quiet" onClick={putOldSessionAway}>
              Not now
            </Button>
          </>
        }
      >
        <span title={path}>{file}</span>
        {lora === null ? '' : `, of ${splitFileName(lora).name}`}: it has {countOf(pairs, 'pair')} and{' '}
        {countOf(votes, 'vote')}.
        {images_missing > 0
          ? ` ${countOf(images_missing, 'image')} of it ${images_missing === 1 ? 'is' : 'are'} not there any more.`
          : ''}{' '}
        It is copied; its files stay as they are.
      </Banner>
    </div>
  );
}

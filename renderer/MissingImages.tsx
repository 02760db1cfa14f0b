import { useState } from 'react';
import { makeMissingAgain } from './store/generation';
import { useDetail } from './store/session';
import { countOf } from './store/sessionWords';
import { Banner } from './ui/Banner';
import { Button } from './ui/Button';

/** So many numbers are named, the others counted. */
const NAMED = 8;

/** Images that were made and are not there any more, with the way to make them again. */
export function MissingImages() {
  const detail = useDetail();
  const [isBusy, setBusy] = useState(false);
  if (detail === null || detail.missing_images.length === 0 || detail.generation.status === 'running')
    return null;
  const { missing_images: missing, session_id: id, state } = detail;
  const one = missing.length === 1;
  return (
    <div className="main__banner">
      <Banner
        tone="caution"
        icon="image"
        title={`${countOf(missing.length, 'image')} of this session ${one ? 'is' : 'are'} missing.`}
        actions={
          state === 'ok' ? (
            <Button
              small
              busy={isBusy}
              onClick={() => {
                setBusy(true);
                void makeMissingAgain(id).finally(() => setBusy(false));
              }}
            >
              {one ? 'Make it again' : 'Make them again'}
            </Button>
          ) : null
        }
      >
        {namesOf(missing)} {one ? 'was' : 'were'} made, and {one ? 'its file is' : 'their files are'} gone or
        torn. The votes stay.
      </Banner>
    </div>
  );
}

/** `Images 4, 7 and 12` */
export function namesOf(numbers: readonly number[]): string {
  if (numbers.length === 1) return `Image ${numbers[0]}`;
  const named = numbers.slice(0, NAMED);
  const more = numbers.length - named.length;
  const last = more > 0 ? `${more} more` : String(named.pop());
  return `Images ${named.join(', ')} and ${last}`;
}

import { useState } from 'react';
import { HelpLink } from './help/HelpLink';
import { useLinkOff } from './store/connection';
import { makeMissingAgain } from './store/generation';
import { useDetail } from './store/session';
import { countOf } from './store/sessionWords';
import { Banner } from './ui/Banner';
import { Button } from './ui/Button';

/** Images that were made and are not there any more, with the way to make them again. */
export function MissingImages() {
  const detail = useDetail();
  const [isBusy, setBusy] = useState(false);
  const off = useLinkOff();
  if (detail === null || detail.missing_images.length === 0 || detail.generation.status === 'running')
    return null;
  const { missing_images: missing, session_id: id, state, pack } = detail;
  const one = missing.length === 1;
  return (
    <div className="main__banner">
      <Banner
        tone="caution"
        icon="image"
        title={`${countOf(missing.length, 'image')} of this session ${one ? 'is' : 'are'} missing.`}
        actions={
          state === 'ok' && pack === null ? (
            <Button
              small
              busy={isBusy}
              off={off}
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
        {pack === null ? (
          <>
            {`${one ? 'It was' : 'They were'} made, and ${one ? 'its file is' : 'their files are'} gone or torn. The votes stay.`}{' '}
            <HelpLink topic="sessions" about="... pictures are gone from the output folder or torn." />
          </>
        ) : (
          'Its trials can be skipped, and the votes stay. To judge it, open the rating pack once more.'
        )}
      </Banner>
    </div>
  );
}

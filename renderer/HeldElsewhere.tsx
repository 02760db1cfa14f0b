import { useEffect } from 'react';
import { HelpLink } from './help/HelpLink';
import { followHolder } from './store/readOnly';
import { refreshSession, useDetail } from './store/session';
import { HELD_ELSEWHERE } from './store/sessionWords';
import { useView } from './store/view';
import { Banner } from './ui/Banner';
import { Button } from './ui/Button';

/** The open session is being changed by another copy of Blindfold: why nothing can be pressed here. Setup says it itself. */
export function HeldElsewhere() {
  const detail = useDetail();
  const tab = useView((view) => view.tab);
  const heldId = detail !== null && detail.state === 'read_only' && !detail.sample ? detail.session_id : null;
  useEffect(() => (heldId === null ? undefined : followHolder(heldId)), [heldId]);
  if (heldId === null || tab === 'setup') return null;
  return (
    <div className="main__banner">
      <Banner
        icon="info"
        title={`${HELD_ELSEWHERE}.`}
        actions={
          <Button small icon="refresh" onClick={() => void refreshSession()}>
            Look again
          </Button>
        }
      >
        Here it can be read, and nothing can be voted or changed. Close it there to go on here.{' '}
        <HelpLink topic="openElsewhere" about="Open in another window" />
      </Banner>
    </div>
  );
}

import { useEffect } from 'react';
import type { SessionDetail } from '../core/contract/sessionView';
import { HelpLink } from './help/HelpLink';
import { forgetRepairs, putRepairsAway, useShownRepairs } from './store/mended';
import { useDetail } from './store/session';
import { saveSession } from './store/sessionActions';
import { Banner } from './ui/Banner';
import { Button } from './ui/Button';

/** What was not as it should be in the open session's files, and what was done about it; until the next save. */
export function Mended() {
  const detail = useDetail();
  return detail === null ? null : <MendedOf detail={detail} />;
}

function MendedOf({ detail }: { detail: SessionDetail }) {
  const { session_id: id, repairs, state } = detail;
  const shown = useShownRepairs(id, repairs);
  const isWhole = repairs.length === 0;
  useEffect(() => {
    if (isWhole) forgetRepairs(id);
  }, [id, isWhole]);
  if (shown.length === 0) return null;
  return (
    <div className="main__banner">
      <Banner
        icon="warn"
        title="The files of this session were not as they should be."
        actions={
          <>
            {state === 'ok' ? (
              <Button small onClick={() => void saveSession()}>
                Save
              </Button>
            ) : null}
            <Button small look="quiet" onClick={() => putRepairsAway(id, repairs)}>
              Dismiss
            </Button>
          </>
        }
      >
        {shown.map((sentence) => (
          <p key={sentence}>{sentence}</p>
        ))}
        <HelpLink topic="sessions" about={shown.join(' ')} />
      </Banner>
    </div>
  );
}

import { useState } from 'react';
import { useDetail } from '../store/session';
import { discardAfterAsking, keepRecovered } from '../store/sessionActions';
import { countOf } from '../store/sessionWords';
import { Banner } from '../ui/Banner';
import { Button } from '../ui/Button';

/** The offer after a crash: work of an earlier process that no save holds. The first new change keeps it, too. */
export function Recovery() {
  const detail = useDetail();
  const [isBusy, setBusy] = useState(false);
  if (detail === null || detail.recovery === null) return null;
  const { changes, since } = detail.recovery;
  const run = (work: Promise<unknown>) => {
    setBusy(true);
    void work.finally(() => setBusy(false));
  };
  return (
    <div className="sidebar__banner">
      <Banner
        narrow
        tone="accent"
        title={`${countOf(changes, 'change')} ${changes === 1 ? 'was' : 'were'} not saved.`}
        actions={
          <>
            <Button small look="primary" busy={isBusy} onClick={() => run(keepRecovered())}>
              Keep
            </Button>
            <Button small onClick={discardAfterAsking}>
              Discard to the last save
            </Button>
          </>
        }
      >
        They are all here, since {formatWhen(since)}. Keep them, or discard to the last save.
      </Banner>
    </div>
  );
}

/** A moment in the person's own form, without the year. */
function formatWhen(time: string): string {
  return new Date(time).toLocaleString(undefined, {
    day: 'numeric',
    month: 'long',
    hour: '2-digit',
    minute: '2-digit',
  });
}

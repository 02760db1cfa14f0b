import { useState } from 'react';
import { useDetail } from '../store/session';
import { discardAfterAsking, keepRecovered } from '../store/sessionActions';
import { unsavedWords } from '../store/sessionWords';
import { Banner } from '../ui/Banner';
import { Button } from '../ui/Button';

/**
 * The offer after a crash: work of an earlier process that no save holds. The first new change keeps it, too. It stands in
 * the sidebar, and on top of the page while the sidebar is a rail; the styles show one of the two.
 */
export function Recovery({ place }: { place: 'sidebar' | 'page' }) {
  const detail = useDetail();
  const [isBusy, setBusy] = useState(false);
  if (detail === null || detail.recovery === null) return null;
  const { changes, since } = detail.recovery;
  const { words, isOne } = unsavedWords(detail, changes);
  const run = (work: Promise<unknown>) => {
    setBusy(true);
    void work.finally(() => setBusy(false));
  };
  return (
    <div
      className={place === 'sidebar' ? 'sidebar__banner sidebar__recovery' : 'main__banner main__recovery'}
    >
      <Banner
        narrow={place === 'sidebar'}
        tone="accent"
        title={`${words} ${isOne ? 'was' : 'were'} not saved.`}
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
        {isOne ? 'It is' : 'They are all'} here, since {formatWhen(since)}. Images stay whatever you choose.
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

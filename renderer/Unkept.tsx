import { useState } from 'react';
import { useConnection } from './store/connection';
import { keepSessions, unkeptWords } from './store/persistence';
import { Banner } from './ui/Banner';
import { Button } from './ui/Button';

/** Sessions that are gone at exit, with the offer to keep them. */
export function Unkept() {
  const info = useConnection((connection) => connection.info);
  const [isBusy, setBusy] = useState(false);
  const words = unkeptWords(info);
  if (words === null) return null;
  const keep = () => {
    setBusy(true);
    void keepSessions().finally(() => setBusy(false));
  };
  return (
    <div className="main__banner">
      <Banner
        tone={words.action === null ? 'neutral' : 'caution'}
        icon={words.action === null ? 'info' : 'warn'}
        title={words.title}
        actions={
          words.action === null ? null : (
            <Button small busy={isBusy} onClick={keep}>
              {words.action}
            </Button>
          )
        }
      >
        {words.text}
      </Banner>
    </div>
  );
}

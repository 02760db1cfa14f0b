import { useEffect, useState } from 'react';
import { HelpLink } from './help/HelpLink';
import { askAboutApp, useConnection } from './store/connection';
import { Unkept } from './Unkept';
import { UnreadSettings } from './UnreadSettings';
import { Banner } from './ui/Banner';
import { Button } from './ui/Button';

/** After so long without an answer, in ms, a start under another address is thought of. */
export const LONG_MS = 30_000;

/** What holds whatever is on the screen: nobody answers, or nothing can be kept. */
export function Troubles() {
  const { link, refusal, info } = useConnection();
  const isLong = useLostLong(link === 'lost');
  return (
    <>
      {link === 'lost' ? (
        <div className="main__banner">
          <Banner
            tone="fault"
            title={refusal === null ? 'Blindfold is not answering.' : 'This page must be opened again.'}
            urgent
          >
            What was kept is safe. {refusal ?? 'This page goes on by itself when Blindfold is back.'}
            {isLong && refusal === null && info?.host !== 'desktop'
              ? ' A new start may have another address: it is printed where Blindfold was started.'
              : null}{' '}
            <HelpLink
              topic="page"
              about={refusal === null ? 'Blindfold is not answering.' : 'This page must be opened again.'}
            />
          </Banner>
        </div>
      ) : null}
      <Trouble />
      <UnreadSettings />
      <Unkept />
    </>
  );
}

/** Whether nobody has answered for so long that waiting alone may not help. */
function useLostLong(isLost: boolean): boolean {
  const [isLong, setLong] = useState(false);
  useEffect(() => {
    if (!isLost) return;
    const timer = setTimeout(() => setLong(true), LONG_MS);
    return () => {
      clearTimeout(timer);
      setLong(false);
    };
  }, [isLost]);
  return isLong;
}

/** Nothing can be kept at the moment; what is there can be looked at. */
function Trouble() {
  const trouble = useConnection(({ info }) => info?.trouble ?? null);
  const [isBusy, setBusy] = useState(false);
  if (trouble === null) return null;
  const lookAgain = () => {
    setBusy(true);
    void askAboutApp().finally(() => setBusy(false));
  };
  return (
    <div className="main__banner">
      <Banner
        tone="caution"
        icon="warn"
        title="Nothing can be kept at the moment. What is there can be looked at."
        actions={
          <Button small icon="refresh" busy={isBusy} onClick={lookAgain}>
            Look again
          </Button>
        }
      >
        {trouble} <HelpLink topic="disk" about={trouble} />
      </Banner>
    </div>
  );
}

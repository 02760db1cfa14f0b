import { useEffect, useState } from 'react';

/** How long something takes so far, in whole seconds, counted on while it is shown; not read aloud. In: when it began, in ms since 1970. */
export function Seconds({ since }: { since: number }) {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(timer);
  }, []);
  return <span aria-hidden="true">{Math.max(0, Math.floor((now - since) / 1000))} s</span>;
}

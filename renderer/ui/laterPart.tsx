import { type ComponentType, type ReactNode, useEffect, useState } from 'react';
import { flushSync } from 'react-dom';
import { Button } from './Button';
import { EmptyState } from './EmptyState';
import { ownFrame } from './ownFrame';

/** A part of the page that is fetched once it is needed. */
export interface LaterPart<Props> {
  /** It stands there at once where it was fetched before and `atOnce` is set: paper cannot wait. */
  Part: (props: Props & { atOnce?: boolean }) => ReactNode;
  /** Fetches it before it is shown. Never rejects: what did not come is fetched when it is shown, and says then that it failed. */
  load: () => Promise<void>;
}

interface Manner {
  /** What stands there until it has come. */
  waiting?: ReactNode;
  /** It fills the page, and so does the word that it did not come. */
  isPage?: boolean;
  /** It takes so long to draw that it gets a frame of its own, after what stands there already. */
  isHeavy?: boolean;
}

/** In: how the part is fetched; `fetch` is called again after a failure. */
export function laterPart<Props extends object>(
  fetch: () => Promise<{ default: ComponentType<Props> }>,
  { waiting = null, isPage = false, isHeavy = false }: Manner = {},
): LaterPart<Props> {
  let ready: ComponentType<Props> | null = null;
  let coming: Promise<ComponentType<Props>> | null = null;
  let wasLost = false;
  const fetchIt = async () => {
    try {
      if (wasLost) await fetchLostStyles();
      const part = await fetch();
      ready = part.default;
      return ready;
    } catch (error) {
      wasLost = true;
      coming = null;
      throw error;
    }
  };
  const come = () => {
    coming ??= fetchIt();
    return coming;
  };
  function Part({ atOnce = false, ...props }: Props & { atOnce?: boolean }) {
    const [part, setPart] = useState(() => ({ Own: isHeavy && !atOnce ? null : ready }));
    const [isLost, setLost] = useState(false);
    const { Own } = part;
    useEffect(() => {
      if (Own !== null || isLost) return;
      let isOn = true;
      const show = (own: ComponentType<Props>) => {
        if (isOn) setPart({ Own: own });
      };
      come()
        .then(async (own) => {
          if (!isHeavy) return show(own);
          await ownFrame();
          // All of it now, what it draws once it stands too: the next one waits for the frame after it.
          flushSync(() => show(own));
        })
        .catch(() => {
          if (isOn) setLost(true);
        });
      return () => {
        isOn = false;
      };
    }, [Own, isLost]);
    if (Own !== null) return <Own {...(props as unknown as Props)} />;
    return isLost ? <Lost isPage={isPage} onAgain={() => setLost(false)} /> : waiting;
  }
  return { Part, load: () => come().then(ignore, ignore) };
}

function ignore(): void {}

/** Says that a part did not come, and offers to fetch it anew. */
function Lost({ isPage, onAgain }: { isPage: boolean; onAgain: () => void }) {
  const words = 'Blindfold did not answer when it was asked for it.';
  const again = (
    <Button small={!isPage} icon="refresh" onClick={onAgain}>
      Try again
    </Button>
  );
  if (isPage) {
    return (
      <EmptyState icon="broken" title="This part of the page did not come" actions={again}>
        {words}
      </EmptyState>
    );
  }
  return (
    <p className="line muted" role="alert" title={words}>
      This did not come. {again}
    </p>
  );
}

let restyling: Promise<void> | null = null;

/** Fetches styles anew that did not come: with their part they are asked for only once, and without them it is none. */
function fetchLostStyles(): Promise<void> {
  restyling ??= restyle().finally(() => {
    restyling = null;
  });
  return restyling;
}

async function restyle(): Promise<void> {
  const links = [...document.querySelectorAll<HTMLLinkElement>('link[rel=stylesheet]')];
  await Promise.all(
    links
      .filter(({ sheet }) => !hasRules(sheet))
      .map((link) => {
        const anew = link.cloneNode() as HTMLLinkElement;
        const end = new Promise<void>((resolve, reject) => {
          anew.onload = () => resolve();
          anew.onerror = () => reject(new Error(`${anew.href} did not come.`));
        });
        link.replaceWith(anew);
        return end;
      }),
  );
}

function hasRules(sheet: CSSStyleSheet | null): boolean {
  try {
    return sheet !== null && sheet.cssRules.length > 0;
  } catch {
    // Chromium keeps a sheet for what did not come, and lets nobody look into it.
    return false;
  }
}

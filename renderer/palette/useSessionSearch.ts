import { useEffect, useState } from 'react';
import type { SessionSummary } from '../../core/contract/sessionView';
import { searchSessions } from '../store/sessionSearch';

/** A search is asked once the hand rests for so long, in ms. */
const REST_MS = 120;

export interface SessionsFound {
  sessions: readonly SessionSummary[];
  /** Of all that fit. */
  total: number;
  /** Why they could not be searched; null when they could. */
  fault: string | null;
}

const NOTHING: SessionsFound = { sessions: [], total: 0, fault: null };

/** The sessions that fit what is typed, while the palette is open. What was found before stays until the answer is here. */
export function useSessionSearch(isOpen: boolean, search: string): SessionsFound {
  const [found, setFound] = useState(NOTHING);
  useEffect(() => {
    if (!isOpen) return setFound(NOTHING);
    let isWanted = true;
    const timer = setTimeout(
      () => {
        void searchSessions(search.trim()).then((answer) => {
          if (isWanted) setFound(answer);
        });
      },
      search === '' ? 0 : REST_MS,
    );
    return () => {
      isWanted = false;
      clearTimeout(timer);
    };
  }, [isOpen, search]);
  return found;
}

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
  /** What they were searched for with; null before the first answer. */
  words: string | null;
}

const NOTHING: SessionsFound = { sessions: [], total: 0, fault: null, words: null };

/**
 * The sessions that fit the words, while the palette is open. What was found for other words before stays until the answer is here.
 */
export function useSessionSearch(isOpen: boolean, words: string): SessionsFound {
  const [found, setFound] = useState(NOTHING);
  useEffect(() => {
    if (!isOpen) return setFound(NOTHING);
    let isWanted = true;
    const timer = setTimeout(
      () => {
        void searchSessions(words).then((answer) => {
          if (isWanted) setFound({ ...answer, words });
        });
      },
      words === '' ? 0 : REST_MS,
    );
    return () => {
      isWanted = false;
      clearTimeout(timer);
    };
  }, [isOpen, words]);
  return found;
}

import { useCallback, useLayoutEffect, useRef } from 'react';

/**
 * A function that stays the same from one drawing to the next and calls the latest one handed in: what gets it needs no new
 * drawing for it. Only for what is called after drawing, as events do.
 */
export function useStable<Args extends unknown[], Answer>(
  latest: (...args: Args) => Answer,
): (...args: Args) => Answer {
  const held = useRef(latest);
  useLayoutEffect(() => {
    held.current = latest;
  });
  return useCallback((...args: Args) => held.current(...args), []);
}

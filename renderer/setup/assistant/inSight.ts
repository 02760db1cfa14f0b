import { type RefObject, useEffect, useRef } from 'react';
import type { Asked } from '../../store/askPhases';

/** Brings the list of what comes into sight: with the first of it, and once more when all is there. */
export function useInSight({ phase, items }: Asked<unknown>): RefObject<HTMLUListElement | null> {
  const list = useRef<HTMLUListElement>(null);
  const step = items.length === 0 ? 'none' : phase;
  useEffect(() => {
    if (step === 'answering' || step === 'done') list.current?.scrollIntoView({ block: 'nearest' });
  }, [step]);
  return list;
}

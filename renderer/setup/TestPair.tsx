import { useEffect, useState } from 'react';
import { useTestPair } from '../store/testPair';
import { laterPart } from '../ui/laterPart';

const panel = laterPart(() => import('./TestPairPanel'));

/** The panel of the test pair over the page; loaded once somebody wants one. */
export function TestPair() {
  const isOpen = useTestPair((state) => state.isOpen);
  const [isWanted, setWanted] = useState(isOpen);
  useEffect(() => {
    if (isOpen) setWanted(true);
  }, [isOpen]);
  if (!isWanted) return null;
  return <panel.Part />;
}

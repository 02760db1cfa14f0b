import { useRuns } from '../store/runs';
import { useDetail } from '../store/session';
import { makeTestPair, openTestPair, useTestPair } from '../store/testPair';
import { Button } from '../ui/Button';

interface TestPairButtonProps {
  /** What keeps the set-up from being tried, in words; undefined when nothing does. */
  faultWords: string | undefined;
  /** Leads to the first fault. */
  onFault: () => void;
}

/** Makes one pair before a long run; while it is made, it shows how far that is. */
export function TestPairButton({ faultWords, onFault }: TestPairButtonProps) {
  const making = useTestPair((state) => state.making);
  const id = useDetail()?.session_id ?? null;
  const isRunOn = useRuns(({ running }) => running.length > 0);
  const isOwn = making !== null && making === id;
  const off = isOwn
    ? undefined
    : (faultWords ??
      (making !== null
        ? 'A test pair of another session is being made. It is this one’s turn then.'
        : isRunOn
          ? 'Images of another session are being made. Test one pair when they are done.'
          : undefined));
  return (
    <Button
      off={off}
      {...(faultWords === undefined ? {} : { onOffPress: onFault })}
      onClick={() => {
        if (isOwn) openTestPair();
        else void makeTestPair();
      }}
    >
      {isOwn ? 'Show the test' : 'Test one pair'}
    </Button>
  );
}

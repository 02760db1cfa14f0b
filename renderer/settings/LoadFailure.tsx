import { Button } from '../ui/Button';
import { FaultLine } from '../ui/Field';

/** Something that could not be asked for: what, why, and the way to try again. */
export function LoadFailure({
  what,
  message,
  onAgain,
}: {
  what: string;
  message: string;
  onAgain: () => void;
}) {
  return (
    <div className="settings__failure" role="alert">
      <FaultLine>
        {what} {message}
      </FaultLine>
      <Button small icon="refresh" onClick={onAgain}>
        Try again
      </Button>
    </div>
  );
}

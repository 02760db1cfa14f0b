import { type Showing, showAgain } from '../../store/evaluation';
import { showTab } from '../../store/view';
import { Button } from '../../ui/Button';

/** Which picture cannot be shown, and what to do. */
export function Broken({ shown }: { shown: Showing }) {
  const { a, b } = shown.pictures;
  const which =
    a === null && b === null
      ? 'Neither picture'
      : a === null
        ? 'Picture A cannot be shown, so neither'
        : 'Picture B cannot be shown, so neither';
  return (
    <div className="stage__word" role="alert">
      <p>
        {a === null && b === null ? `${which} can be shown.` : `${which} is.`} Try again, or skip the pair. If
        a file is gone, Generate can make it again.
      </p>
      <div className="line">
        <Button small icon="refresh" onClick={() => void showAgain()}>
          Try again
        </Button>
        <Button small icon="image" onClick={() => showTab('generate')}>
          Go to Generate
        </Button>
      </div>
    </div>
  );
}

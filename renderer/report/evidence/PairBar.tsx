import { Dialog as Base } from '@base-ui/react/dialog';
import { ViewTools } from '../../stage/ViewTools';
import type { Viewer } from '../../stage/viewer';
import { Button } from '../../ui/Button';
import { Icon } from '../../ui/Icon';
import { Kbd } from '../../ui/Kbd';

interface PairBarProps {
  title: string;
  at: number;
  count: number;
  zoom: string;
  viewer: Viewer;
  areFactsShown: boolean;
  onMove: (by: 1 | -1) => void;
  onFacts: () => void;
  onKeys: () => void;
}

/** The slim bar: the way through the pairs, how they are shown, and the way out. */
export function PairBar({
  title,
  at,
  count,
  zoom,
  viewer,
  areFactsShown,
  onMove,
  onFacts,
  onKeys,
}: PairBarProps) {
  const { act, ref, isFull } = viewer;
  const fullScreen = isFull ? 'Leave full screen' : 'Full screen';
  return (
    <div className="pairbar">
      <div className="pairbar__way">
        <Button
          look="quiet"
          small
          icon="right"
          className="pairbar__back"
          aria-label="Pair before"
          title="Pair before"
          aria-keyshortcuts="["
          off={at === 0 ? 'This is the first' : undefined}
          onClick={() => onMove(-1)}
        >
          <span className="wide">
            <Kbd keys="[" />
          </span>
        </Button>
        <span className="pairbar__count">
          {at + 1} of {count}
        </span>
        <Button
          look="quiet"
          small
          icon="right"
          aria-label="Pair after"
          title="Pair after"
          aria-keyshortcuts="]"
          off={at === count - 1 ? 'This is the last' : undefined}
          onClick={() => onMove(1)}
        >
          <span className="wide">
            <Kbd keys="]" />
          </span>
        </Button>
        <span className="pairbar__title cut" title={title}>
          {title}
        </span>
      </div>
      <div className="pairbar__tools">
        <ViewTools zoom={zoom} act={act} home={ref} />
        <Button
          look="quiet"
          small
          icon="text"
          aria-label="Prompt and votes"
          title="Prompt and votes"
          aria-pressed={areFactsShown}
          aria-keyshortcuts="P"
          onClick={onFacts}
        >
          <span className="wide">
            <Kbd keys="P" />
          </span>
        </Button>
        <Button
          look="quiet"
          small
          icon="fit"
          aria-label={fullScreen}
          title={fullScreen}
          aria-pressed={isFull}
          aria-keyshortcuts="Shift+F"
          onClick={() => act({ does: 'full' })}
        />
        <Button
          look="quiet"
          small
          icon="keys"
          aria-label="All keys"
          title="All keys"
          aria-keyshortcuts="?"
          onClick={onKeys}
        >
          <span className="wide">
            <Kbd keys="?" />
          </span>
        </Button>
        <Base.Close className="btn btn--sm pairbar__close">
          <Icon name="x" />
          Close
          <span className="wide">
            <Kbd keys="Esc" />
          </span>
        </Base.Close>
      </div>
    </div>
  );
}

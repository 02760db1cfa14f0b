import {
  defaultRangeExtractor,
  observeElementRect,
  type Range,
  useVirtualizer,
} from '@tanstack/react-virtual';
import {
  type KeyboardEvent,
  memo,
  useCallback,
  useDeferredValue,
  useEffect,
  useLayoutEffect,
  useRef,
  useState,
} from 'react';
import type { VotedTrial } from '../../../core/contract/trialView';
import { useEvaluation } from '../../store/evaluation';
import { goOn, goTo } from '../../store/evaluationBack';
import { loadVotedTrials, useVotedTrials } from '../../store/votedTrials';
import { Button } from '../../ui/Button';
import { cellNumber, cellWords, glyphOf } from './stripWords';
import './strip.css';

/** Width of a cell and the gap after it, in px; the styles hold the same. */
const CELL_PX = 44;
/** Before the strip was measured. */
const FIRST_WIDTH = 600;

/** Every trial that was voted on, in a row; a press shows it again. Only the cells in sight are drawn. */
export const TrialStrip = memo(function TrialStrip() {
  // The pictures come first: the cells are drawn anew once those are painted.
  const trials = useDeferredValue(useVotedTrials((state) => state.trials));
  const failure = useVotedTrials((state) => state.failure);
  if (trials === null) {
    return (
      <div className="strip strip--word" aria-busy={failure === null}>
        {failure === null ? null : (
          <>
            <span className="fault cut">{failure}</span>
            <Button small icon="refresh" onClick={() => void loadVotedTrials()}>
              Try again
            </Button>
          </>
        )}
      </div>
    );
  }
  return <Cells trials={trials} />;
});

function Cells({ trials }: { trials: readonly VotedTrial[] }) {
  const shownId = useDeferredValue(useEvaluation(({ shown }) => shown?.trial.trial_id ?? null));
  const open = useDeferredValue(
    useEvaluation(({ shown, isAgain, ahead }) => {
      const next = isAgain ? ahead[0] : shown;
      return next === null || next === undefined || next.trial.vote !== null ? null : next.trial;
    }),
  );
  const place = trials.findIndex(({ trial_id }) => trial_id === shownId);
  const count = trials.length + (open === null ? 0 : 1);
  const shownPlace = place < 0 ? count - 1 : place;
  // The cell that the keyboard is on; it follows the pictures.
  const [cursor, setCursor] = useState(shownPlace);
  const scroller = useRef<HTMLElement>(null);
  const virtual = useVirtualizer({
    horizontal: true,
    count,
    getScrollElement: () => scroller.current,
    estimateSize: () => CELL_PX,
    overscan: 4,
    useFlushSync: false,
    observeElementRect: (instance, tell) =>
      observeElementRect(instance, (rect) => tell(rect.width === 0 ? { ...rect, width: FIRST_WIDTH } : rect)),
    rangeExtractor: useCallback(
      (range: Range) => {
        const seen = defaultRangeExtractor(range);
        return seen.includes(cursor) || cursor < 0 || cursor >= count
          ? seen
          : [...seen, cursor].sort((one, other) => one - other);
      },
      [cursor, count],
    ),
  });
  useLayoutEffect(() => {
    setCursor(shownPlace);
    if (shownPlace >= 0) virtual.scrollToIndex(shownPlace, { align: 'auto' });
  }, [shownPlace, virtual]);
  useEffect(() => {
    const { activeElement } = document;
    if (activeElement === scroller.current || !scroller.current?.contains(activeElement)) return;
    scroller.current.querySelector<HTMLElement>(`[data-cell="${cursor}"]`)?.focus({ preventScroll: true });
  }, [cursor]);
  const onKeyDown = (event: KeyboardEvent) => {
    const by = event.key === 'ArrowLeft' ? -1 : event.key === 'ArrowRight' ? 1 : 0;
    if (by === 0 || event.shiftKey || event.ctrlKey || event.metaKey || event.altKey) return;
    // In here the arrows go from cell to cell; they are no votes.
    event.preventDefault();
    const next = Math.max(0, Math.min(count - 1, cursor + by));
    virtual.scrollToIndex(next, { align: 'auto' });
    setCursor(next);
  };
  if (count === 0) return <p className="strip strip--word faint">No trial has a vote yet.</p>;
  return (
    <nav ref={scroller} className="strip" aria-label="All trials" onKeyDown={onKeyDown}>
      <div className="strip__cells" style={{ width: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map(({ index, start }) => {
          const trial = trials[index];
          const place = { index, start, isShown: index === shownPlace, hasCursor: index === cursor };
          if (trial !== undefined) return <Voted key={trial.trial_id} {...place} trial={trial} />;
          return <Open key="open" {...place} number={open === null ? '' : cellNumber(open)} />;
        })}
      </div>
    </nav>
  );
}

interface CellPlace {
  index: number;
  /** Where it begins in the row, in px. */
  start: number;
  isShown: boolean;
  /** Whether the keyboard comes to it. */
  hasCursor: boolean;
}

function cellProps({ index, start, isShown, hasCursor }: CellPlace) {
  return {
    type: 'button',
    className: 'strip__cell',
    style: { translate: `${start}px 0` },
    tabIndex: hasCursor ? 0 : -1,
    'aria-current': isShown ? 'true' : undefined,
    'data-cell': index,
  } as const;
}

/** A trial with its vote. A vote changes one or two cells of the row: the others are not drawn anew. */
const Voted = memo(function Voted({ trial, ...place }: CellPlace & { trial: VotedTrial }) {
  const words = cellWords(trial);
  return (
    <button {...cellProps(place)} title={words} onClick={() => void goTo(trial.trial_id)}>
      <span className="sr">{words}</span>
      <span className="strip__number" aria-hidden="true">
        {cellNumber(trial)}
        {trial.has_note || trial.flags.length > 0 ? <i className="strip__mark" /> : null}
      </span>
      <span className="strip__answer" aria-hidden="true">
        {glyphOf(trial.choice)}
        {trial.stars === null ? null : <small>{trial.stars}★</small>}
      </span>
    </button>
  );
});

/** The open trial, after all that have a vote. */
const Open = memo(function Open({ number, ...place }: CellPlace & { number: string }) {
  return (
    <button {...cellProps(place)} title="Open" onClick={goOn}>
      <span className="strip__number">{number}</span>
      <span className="strip__open" aria-hidden="true" />
      <span className="sr">, open</span>
    </button>
  );
});

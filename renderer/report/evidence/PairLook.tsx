import { type RefObject, useMemo, useState } from 'react';
import type { EvidencePair } from '../../../core/report/metricDetail';
import type { MetricReport, Report } from '../../../core/report/report';
import { Stage } from '../../stage/Stage';
import { useViewer } from '../../stage/viewer';
import { zoomWords } from '../../stage/zoom';
import { showTab } from '../../store/view';
import { Button } from '../../ui/Button';
import { missingWords, sideNames, stageNames } from './evidenceWords';
import { PairBar } from './PairBar';
import { PairFacts } from './PairFacts';
import { PairKeysDialog } from './PairKeysDialog';
import { usePair } from './usePair';
import { type PairKey, usePairKeys } from './usePairKeys';

export interface PairLookProps {
  /** What has the focus at first, and whenever nothing in it has. */
  home: RefObject<HTMLDivElement | null>;
  /** What kind of pairs they are. */
  title: string;
  pairs: readonly EvidencePair[];
  /** Which of them is looked at. */
  at: number;
  metric: MetricReport;
  report: Report;
  onMove: (at: number) => void;
  onClose: () => void;
}

/** The pictures, what was said of them, and the bar; keys do all of it as well. */
export function PairLook({ home, title, pairs, at, metric, report, onMove, onClose }: PairLookProps) {
  const [isKeysOpen, setKeysOpen] = useState(false);
  const [areFactsShown, setFactsShown] = useState(true);
  const list = useMemo(
    () =>
      pairs.map(({ pair_id, candidate }) => ({
        pair_id,
        names: stageNames(sideNames(candidate, metric.candidates)),
      })),
    [pairs, metric],
  );
  const { pictures, votes, again } = usePair(report.session_id, list, at, report.filter?.raters);
  const viewer = useViewer(pictures);
  const pair = pairs[at];
  const names = list[at]?.names;
  const move = (by: 1 | -1) => {
    const to = at + by;
    if (to >= 0 && to < pairs.length) onMove(to);
  };
  const toggleFacts = () => setFactsShown(!areFactsShown);
  const act = (key: PairKey) => {
    switch (key.does) {
      case 'move':
        return move(key.by);
      case 'close':
        return onClose();
      case 'swap':
        return viewer.swap(true);
      case 'prompt':
        return toggleFacts();
      case 'keys':
        return setKeysOpen(true);
      default:
        return viewer.act(key);
    }
  };
  usePairKeys(home, act, () => viewer.swap(false));
  if (pair === undefined || names === undefined) return null;
  const isMissing = pictures !== null && (pictures.a === null || pictures.b === null);
  return (
    <>
      <Stage viewer={viewer} pictures={pictures} names={names} isBusy={pictures === null}>
        {isMissing ? (
          <div className="stage__word" role="alert">
            <p>{missingWords(pictures.a !== null, pictures.b !== null)}</p>
            <div className="line">
              <Button
                small
                icon="refresh"
                onClick={() => {
                  again();
                  // The button goes with what it is about.
                  home.current?.focus({ preventScroll: true });
                }}
              >
                Try again
              </Button>
              <Button
                small
                icon="image"
                onClick={() => {
                  onClose();
                  showTab('generate');
                }}
              >
                Go to Generate
              </Button>
            </div>
          </div>
        ) : null}
      </Stage>
      {areFactsShown ? <PairFacts pair={pair} metric={metric} report={report} votes={votes} /> : null}
      <PairBar
        title={title}
        at={at}
        count={pairs.length}
        zoom={zoomWords(viewer.zoom)}
        viewer={viewer}
        areFactsShown={areFactsShown}
        onMove={move}
        onFacts={toggleFacts}
        onKeys={() => setKeysOpen(true)}
      />
      <p className="sr" role="status">
        {`${names.a} and ${names.b}, ${at + 1} of ${pairs.length}.`}
      </p>
      <PairKeysDialog open={isKeysOpen} onClose={() => setKeysOpen(false)} focusAfter={home} />
    </>
  );
}

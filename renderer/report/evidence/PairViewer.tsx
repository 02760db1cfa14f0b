import { Dialog as Base } from '@base-ui/react/dialog';
import { useMemo, useRef, useState } from 'react';
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
import './pairViewer.css';
import { usePair } from './usePair';
import { usePairKeys } from './usePairKeys';

interface PairViewerProps {
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

/** A judged pair over the whole window, with its labels; looked at as while judging. */
export default function PairViewer({ title, pairs, at, metric, report, onMove, onClose }: PairViewerProps) {
  const popup = useRef<HTMLDivElement>(null);
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
  const keys = usePairKeys(popup, {
    onMove: move,
    onClose,
    onFacts: toggleFacts,
    onKeys: () => setKeysOpen(true),
    viewer,
  });
  if (pair === undefined || names === undefined) return null;
  const isMissing = pictures !== null && (pictures.a === null || pictures.b === null);
  return (
    <Base.Root
      open
      disablePointerDismissal
      onOpenChange={(next) => {
        if (!next) onClose();
      }}
    >
      <Base.Portal>
        <Base.Popup
          ref={popup}
          className="pairview"
          data-focus-home=""
          initialFocus={popup}
          finalFocus={false}
          {...keys}
        >
          <Base.Title className="sr">{title}</Base.Title>
          <Stage viewer={viewer} pictures={pictures} names={names} isBusy={pictures === null}>
            {isMissing ? (
              <div className="stage__word" role="alert">
                <p>{missingWords(pictures.a !== null, pictures.b !== null)}</p>
                <div className="line">
                  <Button small icon="refresh" onClick={again}>
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
        </Base.Popup>
        <PairKeysDialog open={isKeysOpen} onClose={() => setKeysOpen(false)} focusAfter={popup} />
      </Base.Portal>
    </Base.Root>
  );
}

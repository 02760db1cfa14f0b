import { useEffect, useMemo, useRef, useState } from 'react';
import type { MetricReport, Report } from '../../../core/report/report';
import { askAddresses, followEvidence, forget, useEvidence } from '../../store/evidence';
import { Button } from '../../ui/Button';
import { laterPart } from '../../ui/laterPart';
import { Segments } from '../../ui/Segments';
import { useSize } from '../../ui/useSize';
import './evidence.css';
import { type EvidenceKind, KINDS, kindOption, kindPlace, noPairWords, restWords } from './evidenceWords';
import { PairButton } from './PairButton';

const viewer = laterPart(() => import('./PairViewer'));

interface EvidenceProps {
  metric: MetricReport;
  report: Report;
}

/** The pairs that show what a metric's figures say; each opens large, with its labels. */
export default function Evidence({ metric, report }: EvidenceProps) {
  const { evidence } = metric;
  const options = KINDS.map((kind) => kindOption(kind, evidence, report));
  const [chosen, setChosen] = useState<EvidenceKind | null>(null);
  const kind = usable(chosen, options) ?? KINDS.find((one) => evidence[one].total > 0) ?? 'won';
  return (
    <section className="evidence" aria-label="The pictures behind it">
      <div className="evidence__head">
        <h2>The pictures behind it</h2>
        <Segments label="Which pairs" value={kind} options={options} onChange={setChosen} />
      </div>
      {evidence[kind].pairs.length === 0 ? (
        <p className="evidence__none">{noPairWords(kind, metric)}</p>
      ) : (
        <Pairs key={kind} kind={kind} metric={metric} report={report} />
      )}
    </section>
  );
}

/** A choice that can still be made: the report may have been narrowed since. */
function usable(chosen: EvidenceKind | null, options: readonly { value: EvidenceKind; off?: string }[]) {
  return options.find(({ value, off }) => value === chosen && off === undefined)?.value;
}

const ROWS = 2;

function Pairs({ kind, metric, report }: EvidenceProps & { kind: EvidenceKind }) {
  const { session_id: id } = report;
  const { pairs, total } = metric.evidence[kind];
  const [ref, size] = useSize<HTMLDivElement>();
  const columns = columnsIn(size?.width ?? 0);
  const [isWhole, setWhole] = useState(false);
  const [openAt, setOpenAt] = useState<number | null>(null);
  /** The place of the pair that gets the focus once the viewer has closed. */
  const [focusAt, setFocusAt] = useState<number | null>(null);
  const shown = useMemo(() => (isWhole ? pairs : pairs.slice(0, ROWS * columns)), [pairs, isWhole, columns]);
  const { failure, round } = useEvidence();
  useEffect(() => followEvidence(id), [id]);
  useEffect(() => {
    if (round > 0) void askAddresses(shown.map(({ pair_id }) => pair_id));
  }, [shown, round]);
  const buttons = useRef(new Map<number, HTMLButtonElement>());
  useEffect(() => {
    if (focusAt === null) return;
    buttons.current.get(focusAt)?.focus();
    setFocusAt(null);
  }, [focusAt]);
  const close = () => {
    if (openAt === null) return;
    if (openAt >= shown.length) setWhole(true);
    setFocusAt(openAt);
    setOpenAt(null);
  };
  const { more, beyond } = restWords(shown.length, pairs.length, total);
  return (
    <>
      {failure === null ? null : (
        <p className="evidence__failure" role="alert">
          The pictures cannot be shown. {failure}{' '}
          <Button small icon="refresh" onClick={() => forget(id)}>
            Try again
          </Button>
        </p>
      )}
      <div ref={ref} className="pairs" style={{ '--columns': columns } as React.CSSProperties}>
        {shown.map((pair, place) => (
          <PairButton
            key={`${pair.pair_id} ${round}`}
            pair={pair}
            candidates={metric.candidates}
            onOpen={() => setOpenAt(place)}
            onButton={(button) => {
              if (button === null) buttons.current.delete(place);
              else buttons.current.set(place, button);
            }}
          />
        ))}
      </div>
      {more === null ? null : (
        <Button
          small
          look="quiet"
          icon="down"
          className="evidence__more"
          onClick={() => {
            // The button goes: the first of what came has the keyboard's place.
            setFocusAt(shown.length);
            setWhole(true);
          }}
        >
          {more}
        </Button>
      )}
      {beyond === null ? null : <p className="help evidence__more">{beyond}</p>}
      {openAt === null ? null : (
        <viewer.Part
          title={kindPlace(kind, metric.metric)}
          pairs={pairs}
          at={openAt}
          metric={metric}
          report={report}
          onMove={setOpenAt}
          onClose={close}
        />
      )}
    </>
  );
}

const GAP = 16;

/** How many pairs stand side by side in so many CSS pixels; smaller ones where there is little room. */
function columnsIn(width: number): number {
  if (width === 0) return 5;
  const least = width < 900 ? 148 : 160;
  return Math.max(1, Math.floor((width + GAP) / (least + GAP)));
}

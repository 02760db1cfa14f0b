import { useEffect, useMemo, useRef, useState } from 'react';
import { planSummary } from '../../core/plan/planSummary';
import { type DraftFault, soundSetup } from '../store/draft';
import { useDetail } from '../store/session';
import { saveAndStart } from '../store/sessionActions';
import { countOf } from '../store/sessionWords';
import { setAttempted, useDraft } from '../store/setupDraft';
import { showTab } from '../store/view';
import { Button } from '../ui/Button';
import { Figure, Figures } from '../ui/Figure';
import { Icon } from '../ui/Icon';
import { goToFault, placeName } from './faultPlaces';
import { aboutSeconds, megabytes } from './planWords';

/** What the set-up comes to, or what keeps it from being started, and the one way on. */
export function PlanBar({ faults, isFixed }: { faults: readonly DraftFault[]; isFixed: boolean }) {
  const [isStarting, setStarting] = useState(false);
  const last = useRef(-1);
  const next = () => {
    setAttempted();
    last.current = (last.current + 1) % faults.length;
    const fault = faults[last.current];
    // The fault is drawn first, then its place is found.
    if (fault !== undefined) requestAnimationFrame(() => goToFault(fault.field));
  };
  const nextRef = useRef(next);
  nextRef.current = next;
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== 'F8' || faults.length === 0) return;
      event.preventDefault();
      nextRef.current();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [faults.length]);
  const start = () => {
    setStarting(true);
    void saveAndStart().finally(() => setStarting(false));
  };
  if (isFixed) {
    return (
      <div className="bar">
        <PlanFigures />
        <Button onClick={() => showTab('generate')}>Open Generate</Button>
      </div>
    );
  }
  return (
    <div className="bar">
      {faults.length === 0 ? <PlanFigures /> : <FaultSummary faults={faults} />}
      {faults.length === 0 ? null : (
        <Button keys="F8" onClick={next}>
          {isAllMissing(faults) ? 'Next' : 'Next fault'}
        </Button>
      )}
      <Button
        look="primary"
        busy={isStarting}
        off={faults.length === 0 ? undefined : faultCount(faults)}
        onOffPress={() => {
          last.current = -1;
          next();
        }}
        onClick={start}
      >
        Save and start
      </Button>
    </div>
  );
}

function isAllMissing(faults: readonly DraftFault[]): boolean {
  return faults.every(({ isMissing }) => isMissing);
}

function faultCount(faults: readonly DraftFault[]): string {
  return isAllMissing(faults)
    ? `${countOf(faults.length, 'thing')} to fill in before the start`
    : `${countOf(faults.length, 'thing')} to correct before the start`;
}

function FaultSummary({ faults }: { faults: readonly DraftFault[] }) {
  const isAttempted = useDraft((state) => state.isAttempted);
  const isQuiet = isAllMissing(faults) && !isAttempted;
  const names = [...new Set(faults.map(({ field }) => placeName(field)))].join(', ');
  return (
    <div className={isQuiet ? 'line grow' : 'line grow fault'} role="status">
      <Icon name={isQuiet ? 'info' : 'fault'} />
      <span className="bar__faults">
        <b>{faultCount(faults)}</b> <span className="muted wide">{names}</span>
      </span>
    </div>
  );
}

function PlanFigures() {
  const setup = useDraft((state) => state.draft.setup);
  const detail = useDetail();
  const known = detail?.plan;
  const plan = useMemo(() => {
    const measured = {
      secondsPerImage: known?.seconds == null || known.images === 0 ? null : known.seconds / known.images,
      bytesPerImage: known === undefined || known.images === 0 ? null : known.bytes / known.images,
    };
    return planSummary(soundSetup(setup), measured);
  }, [setup, known]);
  const candidates = Math.max(setup.loras.length, 1) * plan.weights.length;
  return (
    <Figures className="grow">
      <Figure
        name="Pairs"
        value={plan.pairs.toLocaleString()}
        unit={`${setup.prompt_pairs.length} × ${candidates} × ${setup.seeds.length}`}
        wideUnit
      />
      <Figure name="Images" value={plan.images.toLocaleString()} />
      <Figure name="Trials" value={plan.trials.toLocaleString()} />
      <Figure name="Time" value={plan.seconds === null ? null : aboutSeconds(plan.seconds)} />
      <Figure className="wide" name="Disk" value={megabytes(plan.bytes)} />
      <Figure
        name="Needed to show “better”"
        value={neededWords(plan.pairs, plan.smallest_share)}
        unit={plan.smallest_share === null ? undefined : 'of votes'}
        wideUnit
      />
    </Figures>
  );
}

/** How clear a preference must be for so many votes to show it; so few votes can show none. */
function neededWords(pairs: number, share: number | null): string | null {
  if (pairs === 0) return null;
  return share === null ? 'more votes' : `${Math.round(share * 100)}%`;
}

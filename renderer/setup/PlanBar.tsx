import { useEffect, useMemo, useRef, useState } from 'react';
import type { PlanSummary } from '../../core/contract/sessionView';
import { roomFault } from '../../core/plan/diskRoom';
import { addsTo } from '../../core/plan/extension';
import { neededToShow, planSummary } from '../../core/plan/planSummary';
import type { Setup } from '../../core/session/setup';
import { type DraftFault, soundSetup } from '../store/draft';
import { useDetail } from '../store/session';
import { saveAndStart } from '../store/sessionActions';
import { countOf } from '../store/sessionWords';
import { setAttempted, useBegunSetup, useDraft } from '../store/setupDraft';
import { sortFaults } from '../store/shownFaults';
import { showTab } from '../store/view';
import { Button } from '../ui/Button';
import { Figure, Figures } from '../ui/Figure';
import { Icon } from '../ui/Icon';
import { isDialogOpen } from '../ui/openPopup';
import { goToFault, placeName } from './faultPlaces';
import type { SetupPart } from './part';
import { aboutSeconds, megabytes, neededText, votingTime } from './planWords';
import { TestPairButton } from './TestPairButton';

/** The number of images, which no single field holds. */
const PLAN_FIELD = 'setup.plan';

/** What the set-up comes to, or what keeps it from being started, and the one way on. */
export function PlanBar({ faults, isFixed }: SetupPart) {
  const begun = useBegunSetup();
  const draft = useDraft((state) => state.draft.setup);
  const [isStarting, setStarting] = useState(false);
  const isAttempted = useDraft((state) => state.isAttempted);
  const sorted = sortFaults(faults, isAttempted);
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
      if (event.key !== 'F8' || faults.length === 0 || isDialogOpen()) return;
      event.preventDefault();
      nextRef.current();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [faults.length]);
  const toFirst = () => {
    last.current = -1;
    next();
  };
  const words = faults.length === 0 ? undefined : faultWords(sorted);
  const start = () => {
    setStarting(true);
    void saveAndStart().finally(() => setStarting(false));
  };
  const isAdding = begun !== null && (faults.length > 0 || addsTo(begun, soundSetup(draft)));
  if (isFixed || (begun !== null && !isAdding)) {
    return (
      <div className="bar">
        <PlanFigures />
        <Button onClick={() => showTab('generate')}>Open Generate</Button>
      </div>
    );
  }
  return (
    <div className="bar">
      {faults.length > 0 ? (
        <FaultSummary {...sorted} />
      ) : begun === null ? (
        <PlanFigures />
      ) : (
        <AddedFigures begun={begun} />
      )}
      {faults.length === 0 ? null : (
        <Button keys="F8" onClick={next}>
          {sorted.aloud.length === 0 ? 'Next' : 'Next fault'}
        </Button>
      )}
      <TestPairButton faultWords={words} onFault={toFirst} />
      <Button look="primary" busy={isStarting} off={words} onOffPress={toFirst} onClick={start}>
        {begun === null ? 'Save and start' : 'Generate the new ones'}
      </Button>
    </div>
  );
}

interface SortedFaults {
  aloud: readonly DraftFault[];
  quiet: readonly DraftFault[];
}

/** How many things keep the set-up from being started: as many to correct as the tab says, the rest to fill in. */
function faultWords({ aloud, quiet }: SortedFaults): string {
  const isMissingOnly = aloud.every(({ isMissing }) => isMissing);
  const first = countOf(aloud.length === 0 ? quiet.length : aloud.length, 'thing');
  const rest = aloud.length > 0 && quiet.length > 0 ? ` and ${quiet.length} to fill in` : '';
  return `${first} to ${isMissingOnly ? 'fill in' : 'correct'}${rest} before the start`;
}

/** So many names are read at a glance; the others are counted. */
const NAMES_SHOWN = 4;

function firstOf(names: readonly string[]): string {
  const more = names.length - NAMES_SHOWN;
  if (more <= 1) return names.join(', ');
  return `${names.slice(0, NAMES_SHOWN).join(', ')} and ${more} more`;
}

/** What is wrong in one line. A plan too large has no field of its own, so its sentence stands here. */
function FaultSummary({ aloud, quiet }: SortedFaults) {
  const isQuiet = aloud.length === 0;
  const faults = [...aloud, ...quiet];
  const plan = faults.find(({ field }) => field === PLAN_FIELD);
  const names = faults
    .filter((fault) => fault !== plan || faults.length > 1)
    .map(({ field }) => placeName(field));
  return (
    <div className={isQuiet ? 'line grow' : 'line grow fault'} role="status">
      <Icon name={isQuiet ? 'info' : 'fault'} />
      <span className="bar__faults">
        <b>{faultWords({ aloud, quiet })}</b> <span className="muted wide">{firstOf(names)}</span>
        {plan === undefined ? null : (
          <span className="bar__plan" data-field={PLAN_FIELD} tabIndex={-1}>
            {plan.message}
          </span>
        )}
      </span>
    </div>
  );
}

/** The plan of a set-up, by what the session's own images told. */
function usePlan(setup: Setup): PlanSummary {
  const known = useDetail()?.plan;
  return useMemo(() => {
    const measured = {
      secondsPerImage: known?.seconds == null || known.images === 0 ? null : known.seconds / known.images,
      bytesPerImage: known === undefined || known.images === 0 ? null : known.bytes / known.images,
      freeBytes: known?.free_bytes ?? null,
    };
    return planSummary(soundSetup(setup), measured);
  }, [setup, known]);
}

/** What an extension adds to what is there. */
function AddedFigures({ begun }: { begun: Setup }) {
  const after = usePlan(useDraft((state) => state.draft.setup));
  const before = usePlan(begun);
  const seconds = after.seconds === null || before.seconds === null ? null : after.seconds - before.seconds;
  const [images, pairs, trials, checks] = [
    after.images - before.images,
    after.pairs - before.pairs,
    after.trials - before.trials,
    Math.max(0, after.checks - before.checks),
  ];
  return (
    <Figures className="grow">
      <Figure name="Adds pairs" value={pairs.toLocaleString()} unit={`to ${before.pairs.toLocaleString()}`} />
      <Figure name="Images" value={images.toLocaleString()} />
      <Figure name="Trials" value={trials.toLocaleString()} unit={trialsUnit(trials, checks)} wideUnit />
      <Figure name="Time" value={seconds === null ? null : aboutSeconds(seconds)} />
      <DiskFigure
        bytes={Math.max(0, after.bytes - before.bytes)}
        free={after.free_bytes}
        isShort={roomFault(after, before.images) !== null}
      />
    </Figures>
  );
}

function PlanFigures() {
  const setup = useDraft((state) => state.draft.setup);
  const plan = usePlan(setup);
  const needed = useMemo(() => neededToShow(soundSetup(setup)), [setup]);
  const candidates = Math.max(setup.loras.length, 1) * plan.weights.length;
  return (
    <Figures className="grow">
      <Figure
        className="bar__pairs"
        name="Pairs"
        value={plan.pairs.toLocaleString()}
        unit={`${setup.prompt_pairs.length} × ${candidates} × ${setup.own_seeds ?? setup.seeds.length}`}
        wideUnit
      />
      <Figure name="Images" value={plan.images.toLocaleString()} />
      <Figure
        name="Trials"
        value={plan.trials.toLocaleString()}
        unit={trialsUnit(plan.trials, plan.checks)}
        wideUnit
      />
      <Figure name="Time" value={plan.seconds === null ? null : aboutSeconds(plan.seconds)} />
      <DiskFigure bytes={plan.bytes} free={plan.free_bytes} isShort={roomFault(plan) !== null} />
      <Figure
        name="Needed to show “better”"
        value={needed === null ? null : neededText(needed)}
        unit={needed?.wins == null ? undefined : setup.loras.length > 1 ? 'per candidate' : 'per weight'}
        wideUnit
      />
    </Figures>
  );
}

/** The checks that come on top of the trials, and the time that all of them take. */
function trialsUnit(trials: number, checks: number): string | undefined {
  if (trials === 0) return undefined;
  const time = votingTime(trials + checks);
  return checks === 0 ? time : `+ ${countOf(checks, 'check')}, ${time}`;
}

/** What the images take on the disk; where that is too much, what is free there. */
function DiskFigure({ bytes, free, isShort }: { bytes: number; free: number | null; isShort: boolean }) {
  return (
    <Figure
      {...(isShort ? {} : { className: 'wide' })}
      name="Disk"
      value={megabytes(bytes)}
      unit={isShort ? <span className="fault">only {megabytes(free ?? 0)} free</span> : undefined}
    />
  );
}

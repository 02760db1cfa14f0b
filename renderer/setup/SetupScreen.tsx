import { useState } from 'react';
import { useComfy } from '../store/comfy';
import { useDetail, useSession } from '../store/session';
import { tryDemo } from '../store/sessionActions';
import { useSessions } from '../store/sessions';
import { isSetupFixed, useDraft } from '../store/setupDraft';
import { FirstRun } from './FirstRun';
import { FixedNote } from './FixedNote';
import { LoraSection } from './LoraSection';
import { MetricsSection } from './MetricsSection';
import { ModelSection } from './ModelSection';
import { PlanBar } from './PlanBar';
import { PromptsSection } from './PromptsSection';
import { SeedsSection } from './SeedsSection';
import './setup.css';
import { useFaults } from '../store/shownFaults';
import { Banner } from '../ui/Banner';
import { Button } from '../ui/Button';

/** The Setup tab: what is to be made and judged, with the plan and the faults live. */
export function SetupScreen() {
  const detail = useDetail();
  const [isFirstRunOver, setFirstRunOver] = useState(false);
  const isFirstRun = useIsFirstRun();
  const faults = useFaults();
  const isAttempted = useDraft((state) => state.isAttempted);
  if (isFirstRun && !isFirstRunOver) return <FirstRun onSkip={() => setFirstRunOver(true)} />;
  const isFixed = isSetupFixed(detail);
  const shown = isAttempted ? faults : faults.filter(({ isMissing }) => !isMissing);
  const part = { faults: shown, isFixed };
  return (
    <>
      {detail !== null && isFixed ? <FixedNote detail={detail} /> : <DemoNote />}
      <div className="setup">
        <div>
          <ModelSection {...part} />
          <LoraSection {...part} />
        </div>
        <div>
          <PromptsSection {...part} />
          <MetricsSection {...part} />
          <SeedsSection {...part} />
        </div>
      </div>
      <PlanBar faults={faults} isFixed={isFixed} />
    </>
  );
}

/** Nothing was ever begun here, and no server answers. */
function useIsFirstRun(): boolean {
  const isBlank = useSession(({ session }) => session.phase === 'blank');
  const hasSessions = useSessions(({ summaries }) => (summaries?.length ?? 0) > 0);
  const isUntouched = useDraft(({ draft }) => [...draft.dirty].every((key) => key === 'servers'));
  const hasServer = useComfy(({ server }) => server?.state === 'ok');
  return isBlank && !hasSessions && isUntouched && !hasServer;
}

/** On the demo server, with nothing filled in yet: the offer to fill in an example. */
function DemoNote() {
  const isDemo = useComfy(({ server }) => server?.is_demo === true && server.state === 'ok');
  const isEmpty = useDraft(
    ({ draft }) => draft.setup.loras.every((name) => name === '') && draft.setup.prompt_pairs.length === 0,
  );
  const [isBusy, setBusy] = useState(false);
  if (!isDemo || !isEmpty) return null;
  return (
    <div className="setup__note">
      <Banner
        icon="flask"
        title="The built-in demo draws the pictures by itself."
        actions={
          <Button
            small
            busy={isBusy}
            onClick={() => {
              setBusy(true);
              void tryDemo().finally(() => setBusy(false));
            }}
          >
            Fill in an example
          </Button>
        }
      >
        No GPU and no ComfyUI are needed. An example takes about 2 minutes with the votes.
      </Banner>
    </div>
  );
}

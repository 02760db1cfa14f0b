import { type ReactNode, useState } from 'react';
import { useComfy } from '../store/comfy';
import { useProposal } from '../store/proposal';
import { useDetail } from '../store/session';
import { tryDemo } from '../store/sessionActions';
import { isSetupFixed, useBegunSetup, useDraft } from '../store/setupDraft';
import { endWelcome } from '../store/view';
import { FirstRun } from './FirstRun';
import { FixedNote } from './FixedNote';
import { LoraSection } from './LoraSection';
import { MetricsSection } from './MetricsSection';
import { ModelSection } from './ModelSection';
import { PlanBar } from './PlanBar';
import { PromptsSection } from './PromptsSection';
import { QualitySection } from './QualitySection';
import { SeedsSection } from './SeedsSection';
import './setup.css';
import { sortFaults, useFaults, useIsWelcome } from '../store/shownFaults';
import { Banner } from '../ui/Banner';
import { Button } from '../ui/Button';
import { ScrollArea } from '../ui/ScrollArea';

/** The Setup tab: what is to be made and judged, with the plan and the faults live. */
export function SetupScreen() {
  const detail = useDetail();
  const begun = useBegunSetup();
  const isWelcome = useIsWelcome();
  const faults = useFaults();
  const isAttempted = useDraft((state) => state.isAttempted);
  if (isWelcome) return <FirstRun onSkip={endWelcome} />;
  const isFixed = isSetupFixed(detail);
  const part = { faults: sortFaults(faults, isAttempted).aloud, isFixed };
  const isBegun = isFixed || begun !== null;
  return (
    <>
      <h1 className="sr">Setup</h1>
      {detail !== null && isBegun ? <FixedNote detail={detail} /> : <DemoNote />}
      <div className="setup" {...(isBegun ? { 'data-fixed': '' } : {})}>
        <Column label="Model and LoRA" isFixed={isFixed}>
          <ModelSection {...part} />
          <LoraSection {...part} />
        </Column>
        <Column label="Prompts, metrics, seeds and quality control" isFixed={isFixed}>
          <PromptsSection {...part} />
          <MetricsSection {...part} isFixed={isBegun} />
          <SeedsSection {...part} />
          <QualitySection {...part} isFixed={isBegun} />
        </Column>
      </div>
      <PlanBar faults={faults} isFixed={isFixed} />
    </>
  );
}

/** A column that scrolls alone. With nothing in it to put the cursor on, it takes the focus itself. */
function Column({ label, isFixed, children }: { label: string; isFixed: boolean; children: ReactNode }) {
  if (!isFixed) return <div className="setup__column">{children}</div>;
  return (
    <ScrollArea label={label} className="setup__column">
      {children}
    </ScrollArea>
  );
}

/** On the demo server, with nothing filled in yet: the offer to fill in an example. */
function DemoNote() {
  const isDemo = useComfy(({ server }) => server?.is_demo === true && server.state === 'ok');
  const isEmpty = useDraft(
    ({ draft }) => draft.setup.loras.every((name) => name === '') && draft.setup.prompt_pairs.length === 0,
  );
  const [isBusy, setBusy] = useState(false);
  // One way on at a time stands out.
  const hasProposal = useProposal(({ proposed }) => proposed !== null);
  if (!isDemo || !isEmpty) return null;
  return (
    <div className="setup__note">
      <Banner
        icon="flask"
        title="The demo draws the pictures by itself."
        actions={
          <Button
            look={hasProposal ? 'plain' : 'primary'}
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

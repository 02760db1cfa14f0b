import type { ReactNode } from 'react';
import type { SessionDetail } from '../core/contract/sessionView';
import { isWaitingForServer } from './generate/runWords';
import { reportActions } from './reportParts';
import { PresetsButton } from './setup/PresetsButton';
import { useComfy } from './store/comfy';
import { showLayer } from './store/layer';
import { useOwnRater } from './store/ownRater';
import { savePackVotes } from './store/packs';
import { ownVotes } from './store/raters';
import { useDetail } from './store/session';
import { useIsWelcome, useShownFaults } from './store/shownFaults';
import { useView } from './store/view';
import { Button } from './ui/Button';
import { Tag } from './ui/Chip';
import { Icon } from './ui/Icon';
import { isApple, Kbd, keysLabel } from './ui/Kbd';
import { Tab, TabList } from './ui/Tabs';

/** The four tabs with how far each is, and the demo's label. */
export function HeaderTabs() {
  const detail = useDetail();
  const faults = useShownFaults();
  const tab = useView((view) => view.tab);
  const isWelcome = useIsWelcome();
  const rater = useOwnRater();
  const isPack = detail !== null && detail.pack !== null;
  const isDemoServer = useComfy(({ server }) => server?.is_demo ?? false);
  return (
    <header className="header">
      <TabList label="Steps">
        <Tab value="setup" state={isPack ? null : setupState(detail, faults)}>
          Setup
        </Tab>
        <Tab value="generate" state={isPack ? null : generateState(detail)}>
          Generate
        </Tab>
        <Tab value="evaluate" state={evaluateState(detail, rater)}>
          Evaluate
        </Tab>
        <Tab value="report" state={detail?.evaluation.complete && !isPack ? done('ready') : null}>
          Report
        </Tab>
      </TabList>
      <span className="grow" />
      {tab === 'setup' && !isWelcome && !isPack ? <PresetsButton /> : null}
      {tab === 'report' && detail !== null && !isPack ? (
        <reportActions.Part key={detail.session_id} detail={detail} />
      ) : null}
      {isPack ? <PackHead detail={detail} /> : null}
      <PaletteButton />
      {(detail?.demo ?? false) || isDemoServer ? (
        <Tag icon="flask" caution>
          Demo
        </Tag>
      ) : null}
    </header>
  );
}

/** The way to everything that can be done, with its key. */
function PaletteButton() {
  return (
    <Button
      look="quiet"
      small
      icon="search"
      aria-haspopup="dialog"
      aria-keyshortcuts={isApple ? 'Meta+K' : 'Control+K'}
      title={`All commands (${keysLabel('mod+K')})`}
      onClick={() => showLayer('palette')}
    >
      <span className="sr">All commands</span>
      <span className="wide">
        <Kbd keys="mod+K" />
      </span>
    </Button>
  );
}

/** That the session is a rating pack, and its votes at hand at any time. */
function PackHead({ detail }: { detail: SessionDetail }) {
  const { votes_done, complete } = detail.evaluation;
  return (
    <span className="line">
      <Tag>Rating pack</Tag>
      {/* Where all is given, the tab itself leads to it. */}
      {complete || votes_done === 0 ? null : (
        <Button small icon="export" onClick={() => void savePackVotes(detail.session_id)}>
          Save the votes
        </Button>
      )}
    </span>
  );
}

function done(words: string): ReactNode {
  return (
    <>
      <Icon name="check" />
      <span className="sr">{words}</span>
    </>
  );
}

function setupState(detail: SessionDetail | null, faults: { count: number; isComplete: boolean }): ReactNode {
  if (faults.count === 0) return detail?.setup_locked || faults.isComplete ? done('complete') : null;
  return (
    <span className="fault tab__faults">
      <Icon name="fault" />
      {faults.count}
      <span className="sr">{faults.count === 1 ? 'thing to correct' : 'things to correct'}</span>
    </span>
  );
}

function generateState(detail: SessionDetail | null): ReactNode {
  if (detail === null || detail.generation.images_total === 0) return null;
  const { status, images_done, images_total } = detail.generation;
  if (status === 'completed') return done('complete');
  if (status === 'pending') return null;
  const count = `${images_done}/${images_total}`;
  if (isWaitingForServer(detail.generation)) {
    return (
      <span className="caution tab__faults">
        <Icon name="warn" />
        {count}
        <span className="sr">waiting for ComfyUI</span>
      </span>
    );
  }
  if (status === 'paused' || status === 'failed') {
    return (
      <span className={status === 'paused' ? 'caution tab__faults' : 'fault tab__faults'}>
        <Icon name={status === 'paused' ? 'pause' : 'fault'} />
        {count}
        <span className="sr">{status}</span>
      </span>
    );
  }
  return count;
}

function evaluateState(detail: SessionDetail | null, rater: string | null): ReactNode {
  if (detail === null) return null;
  const { complete, can_judge } = detail.evaluation;
  if (complete) return done('complete');
  const { votes_done, votes_total } = ownVotes(detail.evaluation, rater ?? undefined);
  return votes_done > 0 || can_judge ? `${votes_done}/${votes_total}` : null;
}

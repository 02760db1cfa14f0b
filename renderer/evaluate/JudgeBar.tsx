import type { SessionDetail } from '../../core/contract/sessionView';
import type { Choice } from '../../core/session/events';
import { useEvaluation } from '../store/evaluation';
import { submit } from '../store/evaluationVotes';
import {
  JUDGE_VIEWS,
  type JudgeView,
  setJudgeSettings,
  useJudgeSettings,
  VIEW_NAMES,
} from '../store/judgeSettings';
import { toggleStrip } from '../store/votedTrials';
import { Button, IconButton } from '../ui/Button';
import type { IconName } from '../ui/Icon';
import { Kbd } from '../ui/Kbd';
import { Menu } from '../ui/Menu';
import { Segments } from '../ui/Segments';
import { DetailsButton } from './details/DetailsButton';
import { Question, Skip } from './Question';
import { RaterMenu } from './raters/RaterMenu';
import type { Viewer } from './stage/viewer';
import { ZoomButton } from './stage/ZoomButton';
import { useVoteOff } from './voteOff';
import { Where } from './Where';

interface JudgeBarProps {
  detail: SessionDetail;
  viewer: Viewer;
  isNoteOpen: boolean;
  onNote: (isOpen: boolean) => void;
  onDecide: (choice: Choice) => void;
  onKeys: () => void;
  onFinish: () => void;
}

const VIEW_ICONS: Readonly<Record<JudgeView, IconName>> = {
  side: 'side',
  slider: 'slider',
  single: 'swap',
  difference: 'diff',
};

/** The slim bar under the pictures: where one is, the question with its answers, and how the pictures are shown. */
export function JudgeBar({ detail, viewer, isNoteOpen, onNote, onDecide, onKeys, onFinish }: JudgeBarProps) {
  const { submitAtOnce, view, isPromptShown } = useJudgeSettings();
  const off = useVoteOff(detail);
  const isTogether = useEvaluation(({ shown }) => (shown?.trial.together.length ?? 1) > 1);
  const isAgain = useEvaluation((state) => state.isAgain);
  const fullScreen = viewer.isFull ? 'Leave full screen' : 'Full screen';
  return (
    <div className="judge" data-again={isAgain ? '' : undefined}>
      <Where detail={detail} off={off} />
      <div className="judge__mid">
        {isTogether ? null : (
          <>
            <Question metrics={detail.setup.metrics} off={off} onDecide={onDecide} />
            <DetailsButton off={off} open={isNoteOpen} onOpen={onNote} />
            <Skip off={off} onDecide={onDecide} />
          </>
        )}
        {submitAtOnce ? null : <Next off={off} />}
      </div>
      <div className="judge__end">
        <span className="wide">
          <Segments
            label="View"
            icons
            value={view}
            options={JUDGE_VIEWS.map((value) => ({
              value,
              label: value === 'single' ? `${VIEW_NAMES[value]}, hold Space to swap` : VIEW_NAMES[value],
              icon: VIEW_ICONS[value],
            }))}
            onChange={(next) => setJudgeSettings({ view: next })}
          />
        </span>
        <IconButton
          className="narrow"
          icon={VIEW_ICONS[view]}
          label={`${VIEW_NAMES[view]}. Next view`}
          keys="V"
          onClick={() => viewer.act({ does: 'view' })}
        />
        <ZoomButton viewer={viewer} />
        <Button
          look="quiet"
          small
          icon="text"
          aria-label="Prompt"
          aria-pressed={isPromptShown}
          aria-keyshortcuts="P"
          onClick={() => setJudgeSettings({ isPromptShown: !isPromptShown })}
        >
          <Hint keys="P" />
        </Button>
        <span className="wide">
          <IconButton
            icon="fit"
            label={fullScreen}
            keys="Shift+F"
            pressed={viewer.isFull}
            onClick={() => viewer.act({ does: 'full' })}
          />
        </span>
        <Button
          className="judge__keys"
          look="quiet"
          small
          icon="keys"
          aria-label="All keys"
          aria-keyshortcuts="?"
          onClick={onKeys}
        >
          <Hint keys="?" />
        </Button>
        <RaterMenu detail={detail} />
        <Menu
          trigger={<IconButton icon="more" label="More" />}
          entries={[
            { label: 'All keys', icon: 'keys', keys: '?', run: onKeys },
            { label: 'All trials', icon: 'list', keys: 'T', run: toggleStrip },
            { label: fullScreen, icon: 'fit', keys: 'Shift+F', run: () => viewer.act({ does: 'full' }) },
            {
              label: 'Finish early',
              icon: 'flag',
              apart: true,
              off: detail.state === 'read_only' ? 'open elsewhere' : undefined,
              run: onFinish,
            },
          ]}
        />
      </div>
    </div>
  );
}

/** A key cap that may go in a small window. */
function Hint({ keys }: { keys: string }) {
  return (
    <span className="wide">
      <Kbd keys={keys} />
    </span>
  );
}

/** In two steps: what is chosen goes on its way. */
function Next({ off }: { off: string | undefined }) {
  const chosen = useEvaluation((state) => state.choice);
  const choice = off === undefined ? chosen : null;
  return (
    <Button
      look="primary"
      className="judge__next"
      aria-keyshortcuts="Enter"
      aria-disabled={choice === null}
      onClick={() => (choice === null ? undefined : submit(choice))}
    >
      Next <Kbd keys="↵" />
    </Button>
  );
}

import type { SessionDetail } from '../../core/contract/sessionView';
import type { Choice } from '../../core/session/events';
import { useEvaluation } from '../store/evaluation';
import { submit } from '../store/evaluationVotes';
import { setJudgeSettings, useJudgeSettings } from '../store/judgeSettings';
import { toggleStrip } from '../store/votedTrials';
import { Button, IconButton } from '../ui/Button';
import { Kbd } from '../ui/Kbd';
import { Menu } from '../ui/Menu';
import { Segments } from '../ui/Segments';
import { DetailsButton } from './details/DetailsButton';
import { Question, Skip } from './Question';
import { RaterMenu } from './raters/RaterMenu';
import { useVoteOff } from './voteOff';
import { Where } from './Where';
import { type Zoom, zoomWords } from './zoom';

interface JudgeBarProps {
  detail: SessionDetail;
  zoom: Zoom;
  isNoteOpen: boolean;
  onNote: (isOpen: boolean) => void;
  onDecide: (choice: Choice) => void;
  onZoom: () => void;
  onKeys: () => void;
  onFinish: () => void;
}

/** The slim bar under the pictures: where one is, the question with its answers, and how the pictures are shown. */
export function JudgeBar({
  detail,
  zoom,
  isNoteOpen,
  onNote,
  onDecide,
  onZoom,
  onKeys,
  onFinish,
}: JudgeBarProps) {
  const { submitAtOnce, view, isPromptShown } = useJudgeSettings();
  const off = useVoteOff(detail);
  const isTogether = useEvaluation(({ shown }) => (shown?.trial.together.length ?? 1) > 1);
  const isAgain = useEvaluation((state) => state.isAgain);
  return (
    <div className="judge" data-again={isAgain ? '' : undefined}>
      <Where detail={detail} off={off} />
      <div className="judge__mid">
        {isTogether ? null : <Question off={off} onDecide={onDecide} />}
        <DetailsButton off={off} open={isNoteOpen} onOpen={onNote} />
        {isTogether ? null : <Skip off={off} onDecide={onDecide} />}
        {submitAtOnce ? null : <Next off={off} />}
      </div>
      <div className="judge__end">
        <span className="wide">
          <Segments
            label="View"
            icons
            value={view}
            options={[
              { value: 'side', label: 'Side by side', icon: 'side' },
              { value: 'single', label: 'One at a time, hold Space to swap', icon: 'swap' },
            ]}
            onChange={(next) => setJudgeSettings({ view: next })}
          />
        </span>
        <IconButton
          className="narrow"
          icon={view === 'side' ? 'side' : 'swap'}
          label="Next view"
          keys="V"
          onClick={() => setJudgeSettings({ view: view === 'side' ? 'single' : 'side' })}
        />
        <Button
          look="quiet"
          small
          aria-label={`Zoom, ${zoomWords(zoom, window.devicePixelRatio)}`}
          onClick={onZoom}
        >
          <span className="judge__zoom">{zoomWords(zoom, window.devicePixelRatio)}</span>
        </Button>
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

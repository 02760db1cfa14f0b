import { useState } from 'react';
import type { SessionDetail } from '../../core/contract/sessionView';
import type { Choice } from '../../core/session/events';
import { setStars, submit, undo, useEvaluation } from '../store/evaluation';
import { judgingSecondsLeft } from '../store/judgePace';
import {
  JUDGE_VIEWS,
  type JudgeView,
  setJudgeSettings,
  useJudgeSettings,
  VIEW_NAMES,
} from '../store/judgeSettings';
import { ownVotes } from '../store/raters';
import { Button, IconButton } from '../ui/Button';
import { Progress } from '../ui/Figure';
import { Icon, type IconName } from '../ui/Icon';
import { Kbd } from '../ui/Kbd';
import { Menu } from '../ui/Menu';
import { Segments } from '../ui/Segments';
import { durationWords } from '../ui/timeWords';
import { questionOf } from './judgeWords';
import type { Viewer } from './stage/viewer';
import { ZoomButton } from './stage/ZoomButton';
import { useVoteOff } from './voteOff';

interface JudgeBarProps {
  detail: SessionDetail;
  viewer: Viewer;
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
export function JudgeBar({ detail, viewer, onDecide, onKeys, onFinish }: JudgeBarProps) {
  const { submitAtOnce, view, isPromptShown } = useJudgeSettings();
  const off = useVoteOff(detail);
  const fullScreen = viewer.isFull ? 'Leave full screen' : 'Full screen';
  return (
    <div className="judge">
      <Where detail={detail} off={off} />
      <div className="judge__mid">
        <Question off={off} onDecide={onDecide} />
        <Button
          look="quiet"
          className="judge__skip"
          aria-keyshortcuts="S"
          off={off}
          onClick={() => onDecide('skip')}
        >
          Skip <Kbd keys="S" />
        </Button>
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
        <Menu
          trigger={<IconButton icon="more" label="More" />}
          entries={[
            { label: 'All keys', icon: 'keys', keys: '?', run: onKeys },
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

function Where({ detail, off }: { detail: SessionDetail; off: string | undefined }) {
  const { shown, paces } = useEvaluation();
  const { votes_done, votes_total } = ownVotes(detail.evaluation);
  // It moves with the pictures: while the next pair is on its way, the vote just given changes nothing here.
  const [last, setLast] = useState(shown);
  if (shown !== null && shown !== last) setLast(shown);
  const trial = (shown ?? last)?.trial;
  const number = trial?.number ?? Math.min(votes_done + 1, votes_total);
  const total = trial?.total ?? votes_total;
  const left = judgingSecondsLeft(paces, total - number + 1);
  return (
    <>
      <Progress hair label="Votes" done={total === 0 ? 0 : (number - 1) / total} />
      <div className="line">
        <Button
          look="quiet"
          small
          icon="undo"
          aria-label="Undo"
          aria-keyshortcuts="Z"
          off={off}
          onClick={undo}
        >
          <Hint keys="Z" />
        </Button>
        <span className="judge__where">
          {number} of {total}
        </span>
        {left === null ? null : (
          <span className="faint xs wide judge__where">about {durationWords(left, true)} left</span>
        )}
      </div>
    </>
  );
}

interface QuestionProps {
  off: string | undefined;
  onDecide: (choice: Choice) => void;
}

function Question({ off, onDecide }: QuestionProps) {
  const { shown, choice, mark, stars } = useEvaluation();
  const question = shown === null ? '' : questionOf(shown.trial.metric);
  const pictures = shown?.pictures ?? null;
  const why =
    off ??
    (pictures === null
      ? 'The pair is on its way'
      : pictures.a === null || pictures.b === null
        ? 'The pair cannot be shown'
        : undefined);
  const answer = (value: Choice, name: string, keys: string) => (
    <Button
      className="choice"
      aria-keyshortcuts={keys}
      aria-pressed={choice === value || mark === value}
      off={why}
      onClick={() => onDecide(value)}
    >
      {name} <Kbd keys={keys} />
    </Button>
  );
  return (
    <>
      <span className="judge__ask" dir="auto" title={question}>
        {question}
      </span>
      {answer('A', 'A', '1')}
      {answer('same', 'Same', '3')}
      {answer('B', 'B', '2')}
      <fieldset className="stars" aria-label="How much better">
        {[1, 2, 3, 4, 5].map((place) => (
          <button
            key={place}
            type="button"
            className="star"
            data-on={stars !== null && place <= stars ? '' : undefined}
            aria-label={place === 1 ? '1 star' : `${place} stars`}
            aria-pressed={stars === place}
            aria-keyshortcuts={`Shift+${place}`}
            onClick={() => setStars(place)}
          >
            <Icon name="star" />
          </button>
        ))}
      </fieldset>
    </>
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

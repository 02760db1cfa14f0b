import { memo } from 'react';
import type { Choice } from '../../core/session/events';
import { useEvaluation } from '../store/evaluation';
import { submit } from '../store/evaluationVotes';
import { useJudgeSettings } from '../store/judgeSettings';
import { Button } from '../ui/Button';
import { Kbd } from '../ui/Kbd';
import { BarTools, type BarToolsProps } from './BarTools';
import { DetailsButton } from './details/DetailsButton';
import { Question, Skip } from './Question';
import { useVoteOff } from './voteOff';
import { Where } from './Where';

interface JudgeBarProps extends BarToolsProps {
  isNoteOpen: boolean;
  onNote: (isOpen: boolean) => void;
  onDecide: (choice: Choice) => void;
}

/**
 * The slim bar under the pictures: where one is, the question with its answers, and how the pictures are shown. Drawn anew
 * only for what it shows: a vote waits for nothing else.
 */
export const JudgeBar = memo(function JudgeBar({ isNoteOpen, onNote, onDecide, ...tools }: JudgeBarProps) {
  const { detail } = tools;
  const submitAtOnce = useJudgeSettings((settings) => settings.submitAtOnce);
  const off = useVoteOff(detail);
  const isTogether = useEvaluation(({ shown }) => (shown?.trial.together.length ?? 1) > 1);
  const isAgain = useEvaluation((state) => state.isAgain);
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
      <BarTools {...tools} />
    </div>
  );
});

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

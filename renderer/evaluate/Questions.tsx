import { type ReactNode, useState } from 'react';
import type { SessionDetail } from '../../core/contract/sessionView';
import type { Choice } from '../../core/session/events';
import { type Question, useEvaluation } from '../store/evaluation';
import { ask, setStars } from '../store/evaluationDraft';
import { DetailsButton } from './details/DetailsButton';
import { questionOf } from './judgeWords';
import { Answers, Skip, Stars, useAnswerOff } from './Question';
import './questions.css';
import { useVoteOff } from './voteOff';

/** All questions of the pair in rows, where they are asked on one screen; the keys answer the marked one. */
export function Questions({
  detail,
  isNoteOpen,
  onNote,
  onDecide,
}: {
  detail: SessionDetail;
  isNoteOpen: boolean;
  onNote: (isOpen: boolean) => void;
  onDecide: (choice: Choice) => void;
}) {
  const shown = useEvaluation((state) => state.shown);
  const off = useVoteOff(detail);
  const answerOff = useAnswerOff(off);
  // The rows keep their height while the next pair is on its way: the pictures never change their size for that.
  const [last, setLast] = useState(shown);
  if (shown !== null && shown !== last) setLast(shown);
  const trial = (shown ?? last)?.trial;
  if (trial === undefined || trial.together.length < 2) return null;
  return (
    <ul className="questions" aria-label="Questions of this pair">
      {trial.together.map((question, place) => (
        <Row
          key={question.trial_id}
          question={question}
          isAsked={shown !== null && question.trial_id === trial.trial_id}
          off={off}
          answerOff={answerOff}
          onAsk={() => ask(place)}
          onDecide={onDecide}
        >
          <DetailsButton off={off} open={isNoteOpen} onOpen={onNote} />
        </Row>
      ))}
    </ul>
  );
}

interface RowProps {
  question: Question;
  isAsked: boolean;
  off: string | undefined;
  answerOff: string | undefined;
  onAsk: () => void;
  onDecide: (choice: Choice) => void;
  /** What stands in the marked row only. */
  children: ReactNode;
}

function Row({ question: { metric, vote }, isAsked, off, answerOff, onAsk, onDecide, children }: RowProps) {
  const draft = useEvaluation((state) => (isAsked ? state.choice : null));
  const stars = useEvaluation((state) => (isAsked ? state.stars : (vote?.stars ?? null)));
  const chosen = draft ?? vote?.choice ?? null;
  const first = (then: () => void) => {
    onAsk();
    then();
  };
  return (
    <li className="questions__row" data-asked={isAsked ? '' : undefined}>
      <button
        type="button"
        className="questions__ask"
        dir="auto"
        aria-current={isAsked ? 'true' : undefined}
        title={questionOf(metric)}
        onClick={onAsk}
      >
        <span>{questionOf(metric)}</span>
      </button>
      <fieldset className="questions__answers" aria-label={questionOf(metric)}>
        <Answers
          off={answerOff}
          chosen={[chosen]}
          hasKeys={isAsked}
          onDecide={(choice) => first(() => onDecide(choice))}
        />
        <Stars stars={stars} hasKeys={isAsked} onStars={(count) => first(() => setStars(count))} />
        <Skip
          off={off}
          isChosen={chosen === 'skip'}
          hasKeys={isAsked}
          onDecide={(choice) => first(() => onDecide(choice))}
        />
      </fieldset>
      {isAsked ? children : null}
    </li>
  );
}

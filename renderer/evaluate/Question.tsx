import type { GivenVote } from '../../core/contract/trialView';
import type { Choice } from '../../core/session/events';
import { type Draft, isBrokenPair, useEvaluation } from '../store/evaluation';
import { setStars } from '../store/evaluationDraft';
import { Button } from '../ui/Button';
import { Icon } from '../ui/Icon';
import { Kbd } from '../ui/Kbd';
import { questionOf } from './judgeWords';
import './longQuestion.css';

interface AnswerProps {
  off: string | undefined;
  onDecide: (choice: Choice) => void;
}

interface QuestionProps extends AnswerProps {
  /** All that are asked in this session. */
  metrics: readonly string[];
}

/** The question of the shown trial with its answers, and how much better. */
export function Question({ metrics, off, onDecide }: QuestionProps) {
  const shown = useEvaluation((state) => state.shown);
  const choice = useEvaluation((state) => state.choice);
  const mark = useEvaluation((state) => state.mark);
  const stars = useEvaluation((state) => state.stars);
  const question = shown === null ? '' : questionOf(shown.trial.metric);
  return (
    <>
      <span
        className="judge__ask"
        title={question}
        data-long={metrics.some((metric) => questionOf(metric).length > LONG) ? '' : undefined}
      >
        <span className="judge__asked" dir="auto">
          {question}
        </span>
        {/* As wide as the longest of them, so that the answers stand in one place from question to question. */}
        {metrics.map((metric) => (
          <i key={metric} className="judge__longest" aria-hidden="true" data-words={questionOf(metric)} />
        ))}
      </span>
      <Answers off={useAnswerOff(off)} chosen={[choice, mark]} onDecide={onDecide} />
      <Stars stars={stars} onStars={setStars} />
    </>
  );
}

/** Letters of a question that leave it no room beside its answers in a window that is not wide. */
const LONG = 24;

/** Why the shown pair cannot be answered now, beside what is `off` anyway; undefined while it can. */
export function useAnswerOff(off: string | undefined): string | undefined {
  const shown = useEvaluation((state) => state.shown);
  if (off !== undefined) return off;
  if (shown === null) return 'The pair is on its way';
  return isBrokenPair(shown) ? 'The pair cannot be shown' : undefined;
}

const ANSWERS = [
  { value: 'A', name: 'A', keys: '1' },
  { value: 'same', name: 'Same', keys: '3' },
  { value: 'B', name: 'B', keys: '2' },
] as const;

/** The three answers; `chosen`: what is marked, as a choice or for a moment after the vote. */
export function Answers({
  off,
  chosen,
  hasKeys = true,
  onDecide,
}: {
  off: string | undefined;
  chosen: readonly (Choice | null)[];
  /** Whether the keys answer this question. */
  hasKeys?: boolean;
  onDecide: (choice: Choice) => void;
}) {
  return ANSWERS.map(({ value, name, keys }) => (
    <Button
      key={value}
      className="choice"
      {...(hasKeys ? { 'aria-keyshortcuts': keys } : {})}
      aria-pressed={chosen.includes(value)}
      off={off}
      onClick={() => onDecide(value)}
    >
      {name} {hasKeys ? <Kbd keys={keys} /> : null}
    </Button>
  ));
}

/** How much better, one to five. */
export function Stars({
  stars,
  hasKeys = true,
  onStars,
}: {
  stars: (Draft | GivenVote)['stars'];
  hasKeys?: boolean;
  onStars: (stars: number) => void;
}) {
  return (
    <fieldset className="stars" aria-label="How much better">
      {[1, 2, 3, 4, 5].map((place) => (
        <button
          key={place}
          type="button"
          className="star"
          data-on={stars !== null && place <= stars ? '' : undefined}
          aria-label={place === 1 ? '1 star' : `${place} stars`}
          aria-pressed={stars === place}
          {...(hasKeys ? { 'aria-keyshortcuts': `Shift+${place}` } : {})}
          onClick={() => onStars(place)}
        >
          <Icon name="star" />
        </button>
      ))}
    </fieldset>
  );
}

/** Leaves the question without an answer. */
export function Skip({
  off,
  isChosen,
  hasKeys = true,
  onDecide,
}: AnswerProps & { isChosen?: boolean; hasKeys?: boolean }) {
  return (
    <Button
      look="quiet"
      className="judge__skip"
      {...(hasKeys ? { 'aria-keyshortcuts': 'S' } : {})}
      {...(isChosen === undefined ? {} : { 'aria-pressed': isChosen })}
      off={off}
      onClick={() => onDecide('skip')}
    >
      Skip {hasKeys ? <Kbd keys="S" /> : null}
    </Button>
  );
}

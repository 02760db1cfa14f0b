import { useState } from 'react';
import type { SessionDetail } from '../../core/contract/sessionView';
import { useEvaluation } from '../store/evaluation';
import { goOn, undo } from '../store/evaluationBack';
import { judgingSecondsLeft } from '../store/judgePace';
import { seenBy, useOwnRater } from '../store/ownRater';
import { ownVotes } from '../store/raters';
import { toggleStrip, useVotedTrials } from '../store/votedTrials';
import { Button } from '../ui/Button';
import { Progress } from '../ui/Figure';
import { Kbd } from '../ui/Kbd';
import { Popover } from '../ui/Popover';
import { durationWords } from '../ui/timeWords';
import { placeWords } from './judgeWords';

/** Where one is among all trials, the way back, and how much is left. */
export function Where({ detail, off }: { detail: SessionDetail; off: string | undefined }) {
  const shown = useEvaluation((state) => state.shown);
  const paces = useEvaluation((state) => state.paces);
  const isAgain = useEvaluation((state) => state.isAgain);
  const isStripOpen = useVotedTrials((state) => state.isOpen);
  const evaluation = seenBy(detail.evaluation, useOwnRater());
  const { votes_done, votes_total } = ownVotes(evaluation);
  // It moves with the pictures: while the next pair is on its way, the vote just given changes nothing here.
  const [last, setLast] = useState({ shown, isAgain });
  if (shown !== null && (shown !== last.shown || isAgain !== last.isAgain)) setLast({ shown, isAgain });
  const trial = (shown ?? last.shown)?.trial;
  const isAside = shown === null ? last.isAgain : isAgain;
  const { place, aside } =
    trial === undefined
      ? { place: `${Math.min(votes_done + 1, votes_total)} of ${votes_total}`, aside: null }
      : placeWords(trial, isAside);
  const isCounted = trial !== undefined && !trial.training && !isAside;
  const done = isCounted ? trial.number - 1 : votes_done;
  const total = isCounted ? trial.total : votes_total;
  const left = judgingSecondsLeft(paces, total - done);
  const leftWords = left === null ? null : `about ${durationWords(left, true)} left`;
  return (
    <>
      <Progress hair label="Votes" done={total === 0 ? 0 : done / total} />
      <div className="judge__start">
        <Button
          look="quiet"
          small
          icon="undo"
          className="judge__undo"
          aria-label="Undo"
          aria-keyshortcuts="Z"
          off={off}
          onClick={undo}
        >
          <span className="wide">
            <Kbd keys="Z" />
          </span>
        </Button>
        <Button
          look="quiet"
          small
          icon="list"
          className="judge__strip"
          aria-label="All trials"
          aria-pressed={isStripOpen}
          aria-keyshortcuts="T"
          onClick={toggleStrip}
        />
        <Popover
          title="How far it is"
          narrow
          trigger={
            <button type="button" className="judge__count">
              <span className="judge__where">{place}</span>
              {aside === null ? null : <span className="muted xs judge__where">{aside}</span>}
              {aside !== null || leftWords === null ? null : (
                <span className="muted xs wide judge__where">{leftWords}</span>
              )}
            </button>
          }
        >
          <FarWords evaluation={evaluation} left={leftWords} />
        </Popover>
        {isAside ? (
          <Button small className="judge__goon" aria-keyshortcuts="End" onClick={goOn}>
            Go on
            <span className="wide">
              <Kbd keys="End" />
            </span>
          </Button>
        ) : null}
      </div>
    </>
  );
}

/** How many votes are in, question by question, and how long the rest will take; never what they say. */
function FarWords({ evaluation, left }: { evaluation: SessionDetail['evaluation']; left: string | null }) {
  const { votes_done, votes_total } = ownVotes(evaluation);
  const own = evaluation.raters.find(({ name }) => name === evaluation.rater);
  const lines = [{ metric: 'All', votes_done, votes_total }, ...(own?.by_metric ?? [])];
  return (
    <>
      <dl className="far">
        {lines.map(({ metric, votes_done: done, votes_total: total }, place) => (
          <div key={place === 0 ? '' : metric}>
            <dt className="cut" dir="auto" title={metric}>
              {metric}
            </dt>
            <dd>
              {done.toLocaleString('en-US')} of {total.toLocaleString('en-US')}
            </dd>
            <Progress hair silent label={metric} done={total === 0 ? 0 : done / total} />
          </div>
        ))}
      </dl>
      <p className="help">
        {left === null
          ? 'How long the rest takes is known after three votes.'
          : `${left.charAt(0).toUpperCase()}${left.slice(1)} at this pace.`}
      </p>
    </>
  );
}

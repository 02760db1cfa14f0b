import { useEffect, useRef, useState } from 'react';
import type { SessionDetail } from '../../core/contract/sessionView';
import { numberText } from '../../core/report/figureText';
import { HelpLink } from '../help/HelpLink';
import { useEvaluation } from '../store/evaluation';
import { judgingSecondsLeft } from '../store/judgePace';
import {
  allVotesWords,
  hasOthers,
  isOwnPartDone,
  openRatersWords,
  ownVotes,
  raterLabel,
  useVoter,
} from '../store/raters';
import { reveal, useReport } from '../store/report';
import { canJudgeNow } from '../store/session';
import { showTab, type TabName } from '../store/view';
import { Button } from '../ui/Button';
import { EmptyState } from '../ui/EmptyState';
import { Progress } from '../ui/Figure';
import { Icon } from '../ui/Icon';
import { durationWords } from '../ui/timeWords';

/** Before the reveal: how many votes there are, and the one deliberate way to see more. */
export function BeforeReveal({ detail }: { detail: SessionDetail | null }) {
  if (detail === null || (detail.evaluation.votes_done === 0 && !detail.evaluation.can_judge)) {
    return <NoVotes detail={detail} />;
  }
  return <Votes detail={detail} />;
}

function NoVotes({ detail }: { detail: SessionDetail | null }) {
  const [tab, label]: [TabName, string] =
    detail === null || detail.generation.status === 'pending'
      ? ['setup', 'Go to Setup']
      : ['generate', 'Go to Generate'];
  return (
    <EmptyState
      icon="chart"
      title="No report yet"
      actions={
        <Button look="primary" onClick={() => showTab(tab)}>
          {label}
        </Button>
      }
    >
      The report says what the votes say, after the last of them. No pair can be judged yet.{' '}
      <HelpLink topic="report">How to read it</HelpLink>
    </EmptyState>
  );
}

function Votes({ detail }: { detail: SessionDetail }) {
  const { session_id: id, evaluation, generation, setup, plan } = detail;
  const voter = useVoter(evaluation);
  const own = ownVotes(evaluation, voter);
  const paces = useEvaluation((state) => state.paces);
  const left = judgingSecondsLeft(paces, own.votes_total - own.votes_done);
  const counts = evaluation.raters.find(({ name }) => name === voter)?.by_metric;
  return (
    <div className="empty before">
      <div className="empty__in">
        <Icon name="brand" className="before__mark" />
        <h1>{allVotesWords(evaluation)}, nothing to see yet</h1>
        <p>Figures appear after the last vote. Seen earlier, they would sway the votes still to come.</p>
        {hasOthers(evaluation, voter) ? (
          <p>
            {raterLabel(evaluation, voter)} has {own.votes_done} of {own.votes_total}, by metric below.{' '}
            {openRatersWords(evaluation, voter)}
          </p>
        ) : null}
        <dl className="before__metrics">
          {setup.metrics.map((metric) => {
            const count = counts?.find((one) => one.metric === metric);
            const [done, total] = [count?.votes_done ?? 0, count?.votes_total ?? plan.pairs];
            return (
              <div className="line" key={metric}>
                <dt className="cut" title={metric}>
                  {metric}
                </dt>
                <dd className="grow">
                  <Progress label={metric} done={total === 0 ? 0 : Math.min(1, done / total)} />
                </dd>
                <dd className="muted before__count">{`${numberText(done)} of ${numberText(total)}`}</dd>
              </div>
            );
          })}
        </dl>
        <div className="empty__acts">
          {canJudgeNow(detail) ? (
            <Button look="primary" onClick={() => showTab('evaluate')}>
              {isOwnPartDone(evaluation, voter)
                ? 'Go to Evaluate'
                : own.votes_done === 0
                  ? 'Start judging'
                  : `Go on at trial ${numberText(own.votes_done + 1)}`}
            </Button>
          ) : (
            <Button look="primary" onClick={() => showTab('generate')}>
              Go to Generate
            </Button>
          )}
          {left === null ? null : <span className="faint">about {durationWords(left, true)} left</span>}
        </div>
        {generation.status === 'running' ? null : <EarlyReveal key={id} id={id} />}
      </div>
    </div>
  );
}

/** The early look, asked for once more before it is taken: it cannot be taken back. */
function EarlyReveal({ id }: { id: string }) {
  const isRevealing = useReport((state) => state.isRevealing);
  const [isAsked, setAsked] = useState(false);
  const question = useRef<HTMLParagraphElement>(null);
  const opener = useRef<HTMLButtonElement>(null);
  const wasAsked = useRef(false);
  useEffect(() => {
    if (isAsked) question.current?.focus();
    else if (wasAsked.current) opener.current?.focus();
    wasAsked.current = isAsked;
  }, [isAsked]);
  if (!isAsked) {
    return (
      <div className="before__early">
        <p>
          Need to know now? Labels and figures can be shown at once. That is recorded, the report says so, and
          later answers use a stricter test.
        </p>
        <Button ref={opener} small icon="eye" onClick={() => setAsked(true)}>
          Reveal now
        </Button>
      </div>
    );
  }
  return (
    <div className="before__early">
      <p ref={question} tabIndex={-1}>
        Labels will show, and the answers switch to a test that allows looking. This cannot be taken back.
      </p>
      <div className="line">
        <Button small icon="eye" busy={isRevealing} onClick={() => void reveal(id)}>
          Reveal
        </Button>
        <Button small look="quiet" onClick={() => setAsked(false)}>
          Keep judging
        </Button>
      </div>
    </div>
  );
}

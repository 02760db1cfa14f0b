import { useEffect, useState } from 'react';
import type { SessionDetail } from '../../core/contract/sessionView';
import { useEvaluation } from '../store/evaluation';
import { undo } from '../store/evaluationBack';
import { reopen } from '../store/evaluationEnd';
import { followEvaluation } from '../store/evaluationFollow';
import { allVotesWords, openRatersWords, ownVotes } from '../store/raters';
import { canJudgeNow, useDetail } from '../store/session';
import { countOf } from '../store/sessionWords';
import { showTab } from '../store/view';
import { Button } from '../ui/Button';
import { EmptyState } from '../ui/EmptyState';
import { durationWords } from '../ui/timeWords';
import './evaluate.css';
import { FinishDialog } from './FinishDialog';
import { Judging } from './Judging';
import { useVoteOff } from './voteOff';

/** The Evaluate tab: two pictures and one question, or what it waits for. */
export function EvaluateScreen() {
  const detail = useDetail();
  if (detail === null) return <NothingYet detail={null} />;
  if (detail.evaluation.complete) return <AllIn detail={detail} />;
  if (detail.generation.status === 'running') return <NothingYet detail={detail} />;
  if (!canJudgeNow(detail) && detail.evaluation.votes_done === 0) return <NothingYet detail={detail} />;
  return <Open key={detail.session_id} detail={detail} />;
}

function Open({ detail }: { detail: SessionDetail }) {
  const id = detail.session_id;
  useEffect(() => followEvaluation(id), [id]);
  const done = useEvaluation((state) => state.done);
  if (done !== null) return <JudgedSoFar detail={detail} waiting={done.waiting} />;
  return <Judging detail={detail} />;
}

function NothingYet({ detail }: { detail: SessionDetail | null }) {
  const isBegun = detail !== null && detail.generation.status !== 'pending';
  return (
    <EmptyState
      icon="eye"
      title={
        detail !== null && detail.evaluation.votes_done > 0
          ? 'Judging waits for the run'
          : 'Nothing to judge yet'
      }
      actions={
        <Button look="primary" onClick={() => showTab(isBegun ? 'generate' : 'setup')}>
          {isBegun ? 'Go to Generate' : 'Go to Setup'}
        </Button>
      }
    >
      {waitWords(detail)}
    </EmptyState>
  );
}

function waitWords(detail: SessionDetail | null): string {
  if (detail === null || detail.generation.status === 'pending') {
    return 'Pairs of pictures are judged here, side by side and without labels, once they are made.';
  }
  const { status, images_done, images_total, seconds_left } = detail.generation;
  const made = `${images_done} of ${images_total} images are made`;
  if (status !== 'running') return `${made}, and no pair is complete. Resume the run to go on.`;
  const left = seconds_left === null ? '' : `, about ${durationWords(seconds_left)} left`;
  return `${made}${left}. Judging opens when the run has ended or is paused.`;
}

/** Every trial that can be judged is judged, while pairs are still missing or other raters vote. */
function JudgedSoFar({ detail, waiting }: { detail: SessionDetail; waiting: number }) {
  const { votes_done, votes_total } = ownVotes(detail.evaluation);
  if (waiting === 0) {
    // Where nobody else is open, the end of the evaluation is on its way.
    if (openRatersWords(detail.evaluation) !== '') return <OwnPartDone detail={detail} />;
    return <EmptyState icon="check" title={`All ${countOf(detail.evaluation.votes_done, 'vote')} are in`} />;
  }
  return (
    <EmptyState
      icon="check"
      title="All complete pairs are judged"
      actions={
        <Button look="primary" onClick={() => showTab('generate')}>
          Go to Generate
        </Button>
      }
    >
      {votes_done} of {votes_total} votes are in. {openRatersWords(detail.evaluation)}{' '}
      {countOf(waiting, 'pair')} {waiting === 1 ? 'is' : 'are'} still to be made.
    </EmptyState>
  );
}

/** Nothing is left to judge here, and others who vote on the same pairs are not done. */
function OwnPartDone({ detail }: { detail: SessionDetail }) {
  const [isAsked, setAsked] = useState(false);
  const own = ownVotes(detail.evaluation);
  const off = useVoteOff(detail);
  return (
    <>
      <EmptyState
        icon="check"
        title={`Your ${countOf(own.votes_done, 'vote')} are in`}
        actions={
          <>
            <Button look="primary" icon="flag" off={off} onClick={() => setAsked(true)}>
              Finish now
            </Button>
            <Button onClick={() => showTab('report')}>Go to Report</Button>
            <Button look="quiet" icon="undo" off={off} onClick={undo}>
              Take the last vote back
            </Button>
          </>
        }
      >
        {openRatersWords(detail.evaluation)} The evaluation ends when every rater who began has voted on all
        pairs, or when it is finished here.
      </EmptyState>
      <FinishDialog open={isAsked} detail={detail} onClose={() => setAsked(false)} />
    </>
  );
}

function AllIn({ detail }: { detail: SessionDetail }) {
  const { votes_done, votes_total, revealed_at } = detail.evaluation;
  const off = useVoteOff(detail);
  const hasOwn = ownVotes(detail.evaluation).votes_done > 0;
  const isEarly = votes_done < votes_total;
  const title = isEarly
    ? `Finished with ${allVotesWords(detail.evaluation)}`
    : `All ${countOf(votes_done, 'vote')} are in`;
  return (
    <EmptyState
      icon="check"
      title={title}
      actions={
        <>
          <Button look="primary" onClick={() => showTab('report')}>
            Go to Report
          </Button>
          {revealed_at === null && hasOwn ? (
            <Button look="quiet" icon="undo" off={off} onClick={() => void reopen(detail.session_id)}>
              {isEarly ? 'Undo and go on judging' : 'Take the last vote back'}
            </Button>
          ) : null}
        </>
      }
    >
      {revealed_at === null
        ? `The labels are still hidden. The report shows them, with what the votes say.${
            isEarly && hasOwn ? ' Undo opens the judging again, at the last pair.' : ''
          }`
        : 'The report shows the labels and what the votes say.'}
    </EmptyState>
  );
}

import { useEffect, useState } from 'react';
import type { SessionDetail } from '../../core/contract/sessionView';
import { HelpLink } from '../help/HelpLink';
import { useEvaluation } from '../store/evaluation';
import { followEvaluation } from '../store/evaluationFollow';
import { useOwnRater } from '../store/ownRater';
import { openRatersWords, ownVotes, useVoter } from '../store/raters';
import { canJudgeNow, useDetail } from '../store/session';
import { countOf } from '../store/sessionWords';
import { showTab } from '../store/view';
import { Button } from '../ui/Button';
import { EmptyState } from '../ui/EmptyState';
import { durationWords } from '../ui/timeWords';
import { Finished } from './ends/Finished';
import { OwnPartDone } from './ends/OwnPartDone';
import { PackDone } from './ends/PackDone';
import { FinishDialog } from './FinishDialog';
import './evaluate.css';
import { Judging } from './Judging';
import { RaterMenu } from './raters/RaterMenu';
import { useVoteOff } from './voteOff';

/** The Evaluate tab: two pictures and one question, or what it waits for. */
export function EvaluateScreen() {
  const detail = useDetail();
  const rater = useOwnRater();
  /** The session in which the rater of this window joins others who are done. */
  const [joined, setJoined] = useState<string | null>(null);
  if (detail === null) return <NothingYet detail={null} />;
  const { evaluation, session_id: id } = detail;
  const isJoining = rater !== null || joined === id;
  if (evaluation.complete && !(isJoining && hasAllOpen(detail, rater))) {
    if (detail.pack !== null) return <PackDone detail={detail} />;
    return <Finished detail={detail} onJoin={() => setJoined(id)} />;
  }
  if (detail.generation.status === 'running') return <NothingYet detail={detail} />;
  if (!evaluation.complete && !canJudgeNow(detail) && evaluation.votes_done === 0)
    return <NothingYet detail={detail} />;
  return <Open key={`${id} ${rater ?? ''}`} detail={detail} />;
}

/** Whether the rater of this window could still give every vote, in an evaluation that the others have brought to its end. */
function hasAllOpen({ evaluation }: SessionDetail, rater: string | null): boolean {
  const { votes_done } = ownVotes(evaluation, rater ?? undefined);
  return votes_done === 0 && !evaluation.finished_by_hand && evaluation.can_judge;
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
  const hasVotes = detail !== null && detail.evaluation.votes_done > 0;
  return (
    <EmptyState
      icon="eye"
      title={hasVotes ? 'Judging waits for the run' : 'Nothing to judge yet'}
      actions={
        <>
          <Button look="primary" onClick={() => showTab(isBegun ? 'generate' : 'setup')}>
            {isBegun ? 'Go to Generate' : 'Go to Setup'}
          </Button>
          {hasVotes ? <RaterMenu detail={detail} /> : null}
        </>
      }
    >
      {waitWords(detail)} <HelpLink topic="judging">How judging works</HelpLink>
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
  const { evaluation } = detail;
  const voter = useVoter(evaluation);
  const { votes_done, votes_total } = ownVotes(evaluation, voter);
  const [isAsked, setAsked] = useState(false);
  const off = useVoteOff(detail);
  if (waiting === 0) {
    // Where nobody else is open, the end of the evaluation is on its way.
    if (openRatersWords(evaluation, voter) !== '') return <OwnPartDone detail={detail} />;
    return <EmptyState icon="check" title={`All ${countOf(evaluation.votes_done, 'vote')} are in`} />;
  }
  return (
    <>
      <EmptyState
        icon="check"
        title="All complete pairs are judged"
        actions={
          <>
            <Button look="primary" onClick={() => showTab('generate')}>
              Go to Generate
            </Button>
            <Button icon="flag" off={off} onClick={() => setAsked(true)}>
              Finish now
            </Button>
            <RaterMenu detail={detail} />
          </>
        }
      >
        {votes_done} of {votes_total} votes are in. {openRatersWords(evaluation, voter)}{' '}
        {countOf(waiting, 'pair')} {waiting === 1 ? 'is' : 'are'} still to be made.
      </EmptyState>
      <FinishDialog open={isAsked} detail={detail} onClose={() => setAsked(false)} />
    </>
  );
}

import { useState } from 'react';
import type { SessionDetail } from '../../../core/contract/sessionView';
import { undo } from '../../store/evaluationBack';
import { openRatersWords, ownVotes, raterLabel, useVoter } from '../../store/raters';
import { countOf } from '../../store/sessionWords';
import { showTab } from '../../store/view';
import { Button } from '../../ui/Button';
import { EmptyState } from '../../ui/EmptyState';
import { FinishDialog } from '../FinishDialog';
import { RaterMenu } from '../raters/RaterMenu';
import { useVoteOff } from '../voteOff';

/** Nothing is left to judge for the rater of this window, and others who vote on the same pairs are not done. */
export function OwnPartDone({ detail }: { detail: SessionDetail }) {
  const [isAsked, setAsked] = useState(false);
  const { evaluation } = detail;
  const voter = useVoter(evaluation);
  const own = ownVotes(evaluation, voter);
  const off = useVoteOff(detail);
  return (
    <>
      <EmptyState
        icon="check"
        title={
          voter === evaluation.rater
            ? `Your ${countOf(own.votes_done, 'vote')} are in`
            : `The ${countOf(own.votes_done, 'vote')} of ${raterLabel(evaluation, voter)} are in`
        }
        actions={
          <>
            <RaterMenu detail={detail} />
            <Button icon="flag" off={off} onClick={() => setAsked(true)}>
              Finish now
            </Button>
            <Button look="quiet" onClick={() => showTab('report')}>
              Go to Report
            </Button>
            <Button look="quiet" icon="undo" off={off} onClick={undo}>
              Take the last vote back
            </Button>
          </>
        }
      >
        {openRatersWords(evaluation, voter)} The evaluation ends when every rater who began has voted on all
        pairs, or when it is finished here.
      </EmptyState>
      <FinishDialog open={isAsked} detail={detail} onClose={() => setAsked(false)} />
    </>
  );
}

import { useState } from 'react';
import type { SessionDetail } from '../../../core/contract/sessionView';
import { openAgain, takeLastBack } from '../../store/evaluationEnd';
import { allVotesWords, ownVotes, raterLabel, useVoter } from '../../store/raters';
import { askRedo } from '../../store/redo';
import { countOf } from '../../store/sessionWords';
import { showTab } from '../../store/view';
import { Button } from '../../ui/Button';
import { EmptyState } from '../../ui/EmptyState';
import { RaterMenu } from '../raters/RaterMenu';
import { useVoteOff } from '../voteOff';

interface FinishedProps {
  detail: SessionDetail;
  /** Begins to judge with the rater of this window, who has given no vote. */
  onJoin: () => void;
}

/** The evaluation is complete: all votes are in, or it was ended by hand. */
export function Finished({ detail, onJoin }: FinishedProps) {
  const [isOpening, setOpening] = useState(false);
  const { evaluation, session_id: id } = detail;
  const { votes_done, votes_total, revealed_at, finished_by_hand } = evaluation;
  const voter = useVoter(evaluation);
  const off = useVoteOff(detail);
  const hasOwn = ownVotes(evaluation, voter).votes_done > 0;
  const isEarly = finished_by_hand && votes_done < votes_total;
  const isHidden = revealed_at === null;
  return (
    <EmptyState
      icon={isEarly ? 'flag' : 'check'}
      title={
        isEarly
          ? `Finished early, with ${allVotesWords(evaluation)}`
          : `All ${countOf(votes_done, 'vote')} are in`
      }
      actions={
        <>
          <Button look="primary" onClick={() => showTab('report')}>
            Go to Report
          </Button>
          {isHidden && finished_by_hand ? (
            <Button
              icon="undo"
              off={off}
              busy={isOpening}
              onClick={() => {
                setOpening(true);
                void openAgain(id).finally(() => setOpening(false));
              }}
            >
              Open again
            </Button>
          ) : isHidden && hasOwn ? (
            <Button look="quiet" icon="undo" off={off} onClick={() => void takeLastBack(id)}>
              Take the last vote back
            </Button>
          ) : null}
          {isHidden && !finished_by_hand && !hasOwn ? (
            <Button off={off} onClick={onJoin}>
              Judge as {raterLabel(evaluation, voter)}
            </Button>
          ) : null}
          <Button look="quiet" icon="refresh" off={off} onClick={askRedo}>
            Judge again
          </Button>
          <RaterMenu detail={detail} />
        </>
      }
    >
      {isHidden
        ? 'The labels are still hidden. The report shows them, with what the votes say.'
        : 'The report shows the labels and what the votes say.'}
      {isHidden && finished_by_hand
        ? ' Until then it can be opened again: the judging goes on where it stopped, and every vote stays.'
        : null}
    </EmptyState>
  );
}

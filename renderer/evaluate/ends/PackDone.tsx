import type { SessionDetail } from '../../../core/contract/sessionView';
import { openAgain, takeLastBack } from '../../store/evaluationEnd';
import { savePackVotes } from '../../store/packs';
import { raterLabel, useVoter } from '../../store/raters';
import { countOf } from '../../store/sessionWords';
import { Button } from '../../ui/Button';
import { EmptyState } from '../../ui/EmptyState';
import { RaterMenu } from '../raters/RaterMenu';
import { useVoteOff } from '../voteOff';

/** All pairs of an opened rating pack are judged, or the judging was ended by hand: the votes go back to whoever made it. */
export function PackDone({ detail }: { detail: SessionDetail }) {
  const { evaluation, session_id: id } = detail;
  const { votes_done, votes_total, finished_by_hand } = evaluation;
  const off = useVoteOff(detail);
  const label = raterLabel(evaluation, useVoter(evaluation));
  const isEarly = finished_by_hand && votes_done < votes_total;
  return (
    <EmptyState
      icon={isEarly ? 'flag' : 'check'}
      title={
        isEarly
          ? `Stopped with ${votes_done} of ${countOf(votes_total, 'vote')}`
          : `All ${countOf(votes_done, 'vote')} are given`
      }
      actions={
        <>
          <Button look="primary" icon="export" onClick={() => void savePackVotes(id)}>
            Save the votes
          </Button>
          {finished_by_hand ? (
            <Button icon="undo" off={off} onClick={() => void openAgain(id)}>
              Open again
            </Button>
          ) : (
            <Button look="quiet" icon="undo" off={off} onClick={() => void takeLastBack(id)}>
              Take the last vote back
            </Button>
          )}
          <RaterMenu detail={detail} />
        </>
      }
    >
      Save them as a small file and send it to whoever made the pack. Which picture was which is known there
      alone.{' '}
      {label === evaluation.rater
        ? `They go as “${label}”: press that name to give your own.`
        : `They go as “${label}”.`}
    </EmptyState>
  );
}

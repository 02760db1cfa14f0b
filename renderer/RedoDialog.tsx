import { useState } from 'react';
import type { SessionDetail } from '../core/contract/sessionView';
import { judgeAgain } from './store/evaluationEnd';
import { hasOthers } from './store/raters';
import { endRedo, useRedo } from './store/redo';
import { useDetail } from './store/session';
import { countOf } from './store/sessionWords';
import { Dialog } from './ui/Dialog';

/** Asks before the whole evaluation is begun anew, wherever that is wanted. */
export function RedoDialog() {
  const detail = useDetail();
  const isAsked = useRedo((state) => state.isAsked);
  return detail === null ? null : <Question open={isAsked} detail={detail} />;
}

function Question({ open, detail }: { open: boolean; detail: SessionDetail }) {
  const [isBusy, setBusy] = useState(false);
  const { votes_done, revealed_at } = detail.evaluation;
  const isOfOthers = hasOthers(detail.evaluation);
  const begin = async () => {
    setBusy(true);
    await judgeAgain(detail.session_id);
    setBusy(false);
    endRedo();
  };
  return (
    <Dialog
      open={open}
      title="Judge all pairs again?"
      safe={{ label: 'Judge again', busy: isBusy, run: () => void begin() }}
      focus="cancel"
      onCancel={endRedo}
    >
      <p>The pairs come in a new order with new sides. {votesWords(votes_done, isOfOthers)}</p>
      {revealed_at === null ? null : (
        <p>
          The labels are hidden again until the new evaluation is complete. The report will say that they were
          seen before.
        </p>
      )}
    </Dialog>
  );
}

function votesWords(count: number, isOfOthers: boolean): string {
  const stay = count === 1 ? 'The vote so far stays' : `The ${countOf(count, 'vote')} so far stay`;
  const all = isOfOthers ? ', those of other raters among them,' : '';
  return `${stay} in the history${all} and ${count === 1 ? 'does' : 'do'} not count any more.`;
}

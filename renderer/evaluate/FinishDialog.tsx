import { useState } from 'react';
import type { SessionDetail } from '../../core/contract/sessionView';
import { finishEarly } from '../store/evaluationEnd';
import { allVotesWords, hasOthers } from '../store/raters';
import { countOf } from '../store/sessionWords';
import { Dialog } from '../ui/Dialog';

interface FinishDialogProps {
  open: boolean;
  detail: SessionDetail;
  onClose: () => void;
}

/** Asks before the evaluation is ended with trials left. */
export function FinishDialog({ open, detail, onClose }: FinishDialogProps) {
  const [isBusy, setBusy] = useState(false);
  const { votes_done, votes_total } = detail.evaluation;
  const left = votes_total - votes_done;
  const finish = async () => {
    setBusy(true);
    await finishEarly(detail.session_id);
    setBusy(false);
    onClose();
  };
  return (
    <Dialog
      open={open}
      title={`Finish with ${allVotesWords(detail.evaluation)}?`}
      safe={{ label: 'Finish', busy: isBusy, run: () => void finish() }}
      focus="cancel"
      onCancel={onClose}
    >
      <p>
        {countOf(left, hasOthers(detail.evaluation) ? 'vote' : 'trial')} {left === 1 ? 'stays' : 'stay'} open.
        The report then counts the votes that are in, and fewer votes decide less.
        {votes_done > 0 ? ' Until the labels are revealed it can be taken back: Undo opens it again.' : null}
      </p>
    </Dialog>
  );
}

import { memo, useState } from 'react';
import type { SessionDetail } from '../../core/contract/sessionView';
import { finishEarly } from '../store/evaluationEnd';
import { allVotesWords, hasOthers, useVoter } from '../store/raters';
import { countOf } from '../store/sessionWords';
import { Dialog } from '../ui/Dialog';

interface FinishDialogProps {
  open: boolean;
  detail: SessionDetail;
  onClose: () => void;
}

/** Asks before the evaluation is ended with trials left. */
export const FinishDialog = memo(function FinishDialog({ open, detail, onClose }: FinishDialogProps) {
  const [isBusy, setBusy] = useState(false);
  const { evaluation, pack } = detail;
  const left = evaluation.votes_total - evaluation.votes_done;
  const isOfOthers = hasOthers(evaluation, useVoter(evaluation));
  const finish = async () => {
    setBusy(true);
    await finishEarly(detail.session_id);
    setBusy(false);
    onClose();
  };
  return (
    <Dialog
      open={open}
      title={`Finish with ${allVotesWords(evaluation)}?`}
      safe={{ label: 'Finish', busy: isBusy, run: () => void finish() }}
      focus="cancel"
      onCancel={onClose}
    >
      <p>
        {countOf(left, isOfOthers ? 'vote' : 'trial')} {left === 1 ? 'stays' : 'stay'} open.{' '}
        {pack === null
          ? 'The report then counts the votes that are in, and fewer votes decide less. Until the labels are revealed it can be opened again, with every vote.'
          : 'The votes so far can be saved and sent. It can be opened again later, with every vote.'}
      </p>
    </Dialog>
  );
});

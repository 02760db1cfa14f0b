import { useState } from 'react';
import type { SessionDetail } from '../../../core/contract/sessionView';
import { judgeAgain } from '../../store/evaluationEnd';
import { hasOthers } from '../../store/raters';
import { countOf } from '../../store/sessionWords';
import { Dialog } from '../../ui/Dialog';

interface RedoDialogProps {
  open: boolean;
  detail: SessionDetail;
  onClose: () => void;
}

/** Asks before the whole evaluation is begun anew. */
export function RedoDialog({ open, detail, onClose }: RedoDialogProps) {
  const [isBusy, setBusy] = useState(false);
  const { votes_done, revealed_at } = detail.evaluation;
  const isOfOthers = hasOthers(detail.evaluation);
  const begin = async () => {
    setBusy(true);
    await judgeAgain(detail.session_id);
    setBusy(false);
    onClose();
  };
  return (
    <Dialog
      open={open}
      title="Judge all pairs again?"
      safe={{ label: 'Judge again', busy: isBusy, run: () => void begin() }}
      focus="cancel"
      onCancel={onClose}
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

import { useState } from 'react';
import type { SessionDetail } from '../../../core/contract/sessionView';
import { judgeAgain } from '../../store/evaluationEnd';
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
      <p>
        The pairs come in a new order with new sides.{' '}
        {votes_done === 1 ? 'The vote so far is' : `The ${countOf(votes_done, 'vote')} so far are`} kept in
        the history and {votes_done === 1 ? 'does' : 'do'} not count any more, those of other raters and of
        rating packs among them.
      </p>
      {revealed_at === null ? null : (
        <p>
          The labels are hidden again until the new evaluation is complete. The report will say that they were
          seen before.
        </p>
      )}
    </Dialog>
  );
}

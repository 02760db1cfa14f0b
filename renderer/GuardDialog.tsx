import { useState } from 'react';
import { useGuard } from './store/guard';
import { useDetail } from './store/session';
import { answerGuard } from './store/sessionActions';
import { countOf, splitFileName } from './store/sessionWords';
import { Dialog } from './ui/Dialog';

/** Asks what becomes of unsaved work before another session is opened. */
export function GuardDialog() {
  const leaving = useGuard((state) => state.leaving);
  const detail = useDetail();
  const [isSaving, setSaving] = useState(false);
  const name =
    detail === null ? 'This session' : splitFileName(detail.lora_filename ?? detail.session_id).name;
  const count = detail?.unsaved_changes ?? 0;
  return (
    <Dialog
      open={leaving !== null}
      title={
        leaving?.to === 'new' ? 'Save before starting a new session?' : 'Save before opening another session?'
      }
      safe={{
        label: 'Save',
        busy: isSaving,
        run: () => {
          setSaving(true);
          void answerGuard('save').finally(() => setSaving(false));
        },
      }}
      loses={{ label: 'Discard', run: () => void answerGuard('discard') }}
      onCancel={() => void answerGuard('cancel')}
    >
      <p>
        {name} has {countOf(count, 'change')} that {count === 1 ? 'is' : 'are'} not in its saved file.
      </p>
    </Dialog>
  );
}

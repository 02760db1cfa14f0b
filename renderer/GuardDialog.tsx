import { useRef, useState } from 'react';
import { type Leaving, useGuard } from './store/guard';
import { useDetail } from './store/session';
import { answerGuard } from './store/sessionActions';
import { countOf, tellingName, unsavedWords } from './store/sessionWords';
import { Dialog } from './ui/Dialog';

const TITLES: Record<Leaving['to'], string> = {
  load: 'Save before opening another session?',
  new: 'Save before starting a new session?',
  discard: 'Discard what is not saved?',
  delete: 'Save before deleting this session?',
};

/** Asks what becomes of unsaved work before another session is opened. */
export function GuardDialog() {
  const leaving = useGuard((state) => state.leaving);
  // The words stay while the dialog fades away.
  const last = useRef<Leaving['to']>('load');
  if (leaving !== null) last.current = leaving.to;
  const detail = useDetail();
  const [isSaving, setSaving] = useState(false);
  const name = detail === null ? 'this session' : tellingName(detail);
  const count = detail?.unsaved_changes ?? 0;
  const { words, isOne } =
    detail === null ? { words: countOf(count, 'change'), isOne: count === 1 } : unsavedWords(detail, count);
  const isDeleting = last.current === 'delete';
  return (
    <Dialog
      open={leaving !== null}
      title={TITLES[last.current]}
      safe={{
        label: isDeleting ? 'Save and delete' : 'Save',
        busy: isSaving,
        run: () => {
          setSaving(true);
          void answerGuard('save').finally(() => setSaving(false));
        },
      }}
      loses={{
        label: isDeleting ? 'Delete without saving' : 'Discard',
        run: () => void answerGuard('discard'),
      }}
      onCancel={() => void answerGuard('cancel')}
    >
      <p>
        {words} of {name} {isOne ? 'is' : 'are'} not in its saved file.{' '}
        {isDeleting
          ? 'The session goes to the trash with all that is in it, and can be taken back from there.'
          : `Discarding takes ${isOne ? 'it' : 'them'} back.`}
        {!isDeleting && detail !== null && detail.images_done > 0
          ? ' Images stay whatever you choose.'
          : null}
      </p>
    </Dialog>
  );
}

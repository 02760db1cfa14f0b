import { useEffect, useRef, useState } from 'react';
import type { SessionDetail } from '../../core/contract/sessionView';
import { type OpenSession as Session, useSession } from '../store/session';
import { discardAfterAsking, saveSession, setNotes, setPinned, useHasUnsaved } from '../store/sessionActions';
import { countOf, HELD_ELSEWHERE, splitFileName, stepWords } from '../store/sessionWords';
import { useDraft } from '../store/setupDraft';
import { Button, IconButton } from '../ui/Button';
import { Tag } from '../ui/Chip';
import { TextArea } from '../ui/Field';
import { Menu } from '../ui/Menu';

/** The open session: what it is, whether it is saved, and what can be done with it. */
export function OpenSession() {
  const session = useSession((state) => state.session);
  const detail = session.phase === 'open' ? session.detail : null;
  const firstLora = useDraft(({ draft }) => draft.setup.loras[0]);
  const hasEdits = useDraft(({ draft }) => draft.dirty.size > 0);
  const hasUnsaved = useHasUnsaved();
  const isMarked = detail !== null && (detail.unsaved_changes > 0 || hasEdits);
  const [isNotesOpen, setNotesOpen] = useState(false);
  const [isSaving, setSaving] = useState(false);
  const name = nameOf(session, firstLora);
  const save = () => {
    setSaving(true);
    void saveSession().finally(() => setSaving(false));
  };
  return (
    <section className="sidebar__open" aria-label="Open session">
      <div className="line">
        <span className="sidebar__name cut grow" title={name}>
          {name}
        </span>
        {detail?.state === 'read_only' ? <Tag>Read-only</Tag> : null}
        {isMarked ? <span className="unsaved">Unsaved</span> : null}
      </div>
      <div className="xs faint cut">{placeOf(session)}</div>
      <span className="sr" role="status">
        {detail === null || hasUnsaved || isMarked ? '' : 'Everything is saved'}
      </span>
      <div className="sidebar__acts">
        <Button small keys="mod+S" busy={isSaving} off={saveOff(detail, hasUnsaved)} onClick={save}>
          Save
        </Button>
        <span className="grow" />
        {detail === null ? null : (
          <>
            <IconButton
              icon="note"
              label="Notes"
              pressed={isNotesOpen}
              onClick={() => setNotesOpen(!isNotesOpen)}
            />
            <Menu
              trigger={<IconButton icon="more" label="More" />}
              entries={[
                {
                  label: detail.pinned ? 'Unpin' : 'Pin to the top',
                  icon: 'pin',
                  off: detail.state === 'ok' ? undefined : 'open elsewhere',
                  run: () => void setPinned(detail.session_id, !detail.pinned),
                },
                {
                  label: 'Discard to the last save',
                  icon: 'undo',
                  apart: true,
                  off: discardOff(detail),
                  run: discardAfterAsking,
                },
              ]}
            />
          </>
        )}
      </div>
      {detail !== null && isNotesOpen ? <Notes key={detail.session_id} detail={detail} /> : null}
    </section>
  );
}

function nameOf(session: Session, firstLora: string | undefined): string {
  if (session.phase === 'loading' || session.phase === 'failed') return session.id;
  const lora = session.phase === 'open' ? (session.detail.lora_filename ?? firstLora) : firstLora;
  if (lora) return splitFileName(lora).name;
  return session.phase === 'open' ? 'No LoRA yet' : 'New session';
}

function placeOf(session: Session): string {
  switch (session.phase) {
    case 'blank':
      return 'Not saved yet, step 1 Setup';
    case 'loading':
      return 'Opening';
    case 'failed':
      return 'Cannot be opened';
    case 'open':
      return `${session.id}, ${stepWords(session.detail.step)}`;
  }
}

function saveOff(detail: SessionDetail | null, hasUnsaved: boolean): string | undefined {
  if (detail === null) return 'Nothing to save yet';
  if (detail.state === 'read_only') return HELD_ELSEWHERE;
  return hasUnsaved ? undefined : 'Everything is saved';
}

function discardOff(detail: SessionDetail): string | undefined {
  if (detail.state !== 'ok') return 'open elsewhere';
  if (detail.saved_at === null) return 'never saved';
  return detail.unsaved_changes === 0 ? 'nothing to discard' : undefined;
}

/** How long the hand rests before notes are sent, in ms. */
const REST_MS = 500;

/** The session's notes, kept at once, without a save. */
function Notes({ detail }: { detail: SessionDetail }) {
  const [text, setText] = useState(detail.notes);
  const { session_id, notes } = detail;
  const field = useRef<HTMLTextAreaElement>(null);
  // Whoever opened the notes means to write.
  useEffect(() => field.current?.focus(), []);
  useEffect(() => {
    if (text === notes) return;
    const timer = setTimeout(() => void setNotes(session_id, text), REST_MS);
    return () => clearTimeout(timer);
  }, [text, notes, session_id]);
  return (
    <>
      <TextArea
        ref={field}
        className="sidebar__notes"
        aria-label="Notes"
        placeholder="What this session is about"
        rows={3}
        readOnly={detail.state !== 'ok'}
        value={text}
        onChange={setText}
        onBlur={() => {
          if (text !== notes) void setNotes(session_id, text);
        }}
      />
      <p className="help">
        {text === notes ? 'Notes are kept at once.' : `Keeping ${countOf(text.length, 'character')}`}
      </p>
    </>
  );
}

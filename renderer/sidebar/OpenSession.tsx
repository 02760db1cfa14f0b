import { useState } from 'react';
import type { SessionDetail } from '../../core/contract/sessionView';
import { discardOff, saveOff } from '../store/actionOffs';
import { useConnection } from '../store/connection';
import { type OpenSession as Session, useSession } from '../store/session';
import { discardAfterAsking, saveSession, useHasUnsaved } from '../store/sessionActions';
import { PACK_NAME, readOnlyReason, sessionName, splitFileName, stepWords } from '../store/sessionWords';
import { copySession, useWork } from '../store/sessionWork';
import { useDraft } from '../store/setupDraft';
import { useView } from '../store/view';
import { Button, IconButton } from '../ui/Button';
import { Tag } from '../ui/Chip';
import { LongName } from '../ui/LongName';
import { Menu, type MenuEntry } from '../ui/Menu';
import { NotesField } from './NotesField';
import { commonEntries, deleteEntry } from './sessionEntries';

/** The open session: what it is, whether it is saved, and what can be done with it. */
export function OpenSession() {
  const session = useSession((state) => state.session);
  const detail = session.phase === 'open' ? session.detail : null;
  const firstLora = useDraft(({ draft }) => draft.setup.loras[0]);
  const hasEdits = useDraft(({ draft }) => draft.dirty.size > 0);
  const hasUnsaved = useHasUnsaved();
  const isMarked = detail !== null && (detail.unsaved_changes > 0 || hasEdits);
  const isNotesOpen = useView((view) => view.isNotesOpen);
  const [isSaving, setSaving] = useState(false);
  const name = nameOf(session, firstLora);
  const save = () => {
    setSaving(true);
    void saveSession().finally(() => setSaving(false));
  };
  return (
    <section className="sidebar__open" aria-label="Open session">
      <div className="line">
        <span className="sidebar__name grow" title={name}>
          <span className="sr">{name}</span>
          <LongName name={name} className="" />
        </span>
        {detail?.sample ? <Tag>Sample</Tag> : detail?.state === 'read_only' ? <Tag>Read-only</Tag> : null}
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
        {detail === null ? null : <OpenActs detail={detail} isNotesOpen={isNotesOpen} />}
      </div>
      {detail !== null && isNotesOpen ? (
        <NotesField
          key={detail.session_id}
          id={detail.session_id}
          notes={detail.notes}
          off={readOnlyReason(detail)}
        />
      ) : null}
    </section>
  );
}

/** What can be done with the open session beside saving it. */
function OpenActs({ detail, isNotesOpen }: { detail: SessionDetail; isNotesOpen: boolean }) {
  const work = useWork(({ busy }) => busy.get(detail.session_id));
  const isDesktop = useConnection(({ info }) => info?.host === 'desktop');
  const about = { summary: detail, work, isDesktop };
  const entries = (): MenuEntry[] => [
    ...commonEntries(about).map((entry) =>
      entry.icon === 'copy' ? { ...entry, keys: 'mod+shift+S' } : entry,
    ),
    {
      label: 'Discard to the last save',
      icon: 'undo',
      apart: true,
      off: discardOff(detail),
      run: discardAfterAsking,
    },
    { ...deleteEntry(about), apart: false },
  ];
  return (
    <>
      <IconButton
        icon="copy"
        label="Save as copy"
        keys="mod+shift+S"
        aria-busy={work === 'copying'}
        onClick={() => void copySession(detail)}
      />
      <IconButton
        icon="note"
        label="Notes"
        pressed={isNotesOpen}
        onClick={() => useView.setState({ isNotesOpen: !isNotesOpen })}
      />
      <Menu trigger={<IconButton icon="more" label="More" />} entries={entries} />
    </>
  );
}

function nameOf(session: Session, firstLora: string | undefined): string {
  if (session.phase === 'loading') return session.id;
  if (session.phase === 'failed') return session.summary === null ? session.id : sessionName(session.summary);
  if (session.phase === 'open' && session.detail.is_pack) return PACK_NAME;
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
      return session.summary?.state === 'archived' ? `${session.id}, archived` : 'Cannot be opened';
    case 'open':
      return `${session.id}, ${stepWords(session.detail.step)}`;
  }
}

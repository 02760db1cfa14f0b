import { type KeyboardEvent, useRef, useState } from 'react';
import { MAX_NOTE, type VoteFlag } from '../../../core/session/events';
import { useEvaluation } from '../../store/evaluation';
import { setNote, toggleFlag } from '../../store/evaluationDraft';
import { Button } from '../../ui/Button';
import { Icon } from '../../ui/Icon';
import { Kbd } from '../../ui/Kbd';
import { Popover } from '../../ui/Popover';
import { FLAG_NAMES } from '../judgeWords';
import './details.css';

const FLAGS: readonly { flag: VoteFlag; keys: string }[] = [
  { flag: 'broken_image', keys: 'B' },
  { flag: 'both_bad', keys: 'X' },
];

interface DetailsButtonProps {
  off: string | undefined;
  open: boolean;
  onOpen: (isOpen: boolean) => void;
}

/** A note and flags for the shown trial, behind a button that says which of them are set. */
export function DetailsButton({ off, open, onOpen }: DetailsButtonProps) {
  const isShown = useEvaluation(({ shown }) => shown !== null);
  const note = useEvaluation((state) => state.note);
  const flags = useEvaluation((state) => state.flags);
  const said = [note === null ? null : 'note', ...flags.map((flag) => FLAG_NAMES[flag].toLowerCase())].filter(
    (word) => word !== null,
  );
  const why = off ?? (isShown ? undefined : 'The pair is on its way');
  const button = (
    <Button look="quiet" className="details" aria-keyshortcuts="N" title={titleOf(note, flags)} off={why}>
      <span className="sr">
        {said.length === 0 ? 'Note and flags' : `Note and flags: ${said.join(', ')}`}
      </span>
      <Icon name="note" />
      {/* Under the sign, so that nothing beside it moves. */}
      <span className="details__marks" aria-hidden="true">
        {note === null ? null : <i className="details__dot" />}
        {flags.map((flag) => (
          <i key={flag} className="details__flag" />
        ))}
      </span>
    </Button>
  );
  if (why !== undefined) return button;
  return (
    <Popover title="Note and flags" narrow keepsFocus trigger={button} open={open} onOpenChange={onOpen}>
      <Details note={note} flags={flags} onLeave={() => onOpen(false)} />
    </Popover>
  );
}

/** What is set, to be read where the pointer rests. */
function titleOf(note: string | null, flags: readonly VoteFlag[]): string {
  const lines = [...flags.map((flag) => FLAG_NAMES[flag]), ...(note === null ? [] : [note])];
  return lines.length === 0 ? 'Note and flags' : lines.join('\n');
}

function Details({
  note,
  flags,
  onLeave,
}: {
  note: string | null;
  flags: readonly VoteFlag[];
  onLeave: () => void;
}) {
  const [text, setText] = useState(note ?? '');
  const isLeaving = useRef(false);
  const keep = () => {
    if (!isLeaving.current) setNote(text);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape') {
      isLeaving.current = true;
      onLeave();
    }
    const isField = event.target instanceof HTMLTextAreaElement;
    if (event.key !== 'Enter' || event.shiftKey || !isField || event.nativeEvent.isComposing) return;
    event.preventDefault();
    keep();
    onLeave();
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the keys are those of the field and the buttons in it
    <div className="details__form" onKeyDown={onKeyDown}>
      <textarea
        className="input input--area"
        rows={3}
        aria-label="Note"
        placeholder="What struck you"
        maxLength={MAX_NOTE}
        value={text}
        onChange={(event) => setText(event.target.value)}
        onBlur={keep}
      />
      <div className="details__flags">
        {FLAGS.map(({ flag, keys }) => (
          <Button
            key={flag}
            small
            aria-pressed={flags.includes(flag)}
            aria-keyshortcuts={keys}
            onClick={() => toggleFlag(flag)}
          >
            {FLAG_NAMES[flag]} <Kbd keys={keys} />
          </Button>
        ))}
      </div>
      <p className="help">Enter keeps the note, Escape leaves it. It goes with the vote.</p>
    </div>
  );
}

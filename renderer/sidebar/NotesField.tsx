import { useEffect, useRef, useState } from 'react';
import { setNotes } from '../store/sessionActions';
import { TextArea } from '../ui/Field';

/** How long the hand rests before notes are sent, in ms. */
const REST_MS = 500;
/** The longest notes that a session holds. */
const MOST = 100_000;

/** A session's notes, kept at once, without a save. In: the session, its notes as they are kept, and why they stay so. */
export function NotesField({ id, notes, off }: { id: string; notes: string; off: string | null }) {
  const [text, setText] = useState(notes);
  const [kept, setKept] = useState(notes);
  const field = useRef<HTMLTextAreaElement>(null);
  const latest = useRef({ text, kept });
  latest.current = { text, kept };
  const isTooLong = text.length > MOST;
  // Whoever opened the notes means to write.
  useEffect(() => field.current?.focus(), []);
  useEffect(() => {
    if (text === kept || text.length > MOST) return;
    const timer = setTimeout(() => void keep(id, text, setKept), REST_MS);
    return () => clearTimeout(timer);
  }, [text, kept, id]);
  // Closed in the middle of a word: what was written is kept all the same.
  useEffect(
    () => () => {
      const { text: last, kept: before } = latest.current;
      if (last !== before && last.length <= MOST) void setNotes(id, last);
    },
    [id],
  );
  return (
    <>
      <TextArea
        ref={field}
        className="sidebar__notes"
        aria-label="Notes"
        placeholder="What this session is about"
        rows={3}
        readOnly={off !== null}
        invalid={isTooLong}
        value={text}
        onChange={setText}
        onBlur={() => {
          if (text !== kept && !isTooLong) void keep(id, text, setKept);
        }}
      />
      <p className={isTooLong ? 'help fault' : 'help'} role={isTooLong ? 'alert' : undefined}>
        {isTooLong
          ? `Notes hold at most ${MOST.toLocaleString('en-US')} characters, these have ${text.length.toLocaleString('en-US')}. They are kept once they are shorter.`
          : (off ?? (text === kept ? 'Notes are kept at once.' : 'Keeping the notes'))}
      </p>
    </>
  );
}

async function keep(id: string, text: string, setKept: (text: string) => void): Promise<void> {
  if (await setNotes(id, text)) setKept(text);
}

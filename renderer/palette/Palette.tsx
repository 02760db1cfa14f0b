import { Autocomplete } from '@base-ui/react/autocomplete';
import { Dialog } from '@base-ui/react/dialog';
import { useMemo, useRef, useState, useSyncExternalStore } from 'react';
import { actionOffs, followActions } from '../store/actionOffs';
import { useConnection } from '../store/connection';
import { countOf } from '../store/sessionWords';
import { Icon } from '../ui/Icon';
import { Kbd } from '../ui/Kbd';
import '../ui/dialog.css';
import '../ui/menu.css';
import { type Entry, type EntryGroup, fixedGroups, sessionEntries, withRecent } from './entries';
import { recentIds, rememberChoice } from './recent';
import { fitOf, found, piecesOf } from './search';
import { type SessionsFound, useSessionSearch } from './useSessionSearch';
import './palette.css';

/** All that can be done and all sessions, found by typing. */
export default function Palette({ open, onClose }: { open: boolean; onClose: () => void }) {
  const chosen = useRef<Entry | null>(null);
  const field = useRef<HTMLInputElement>(null);
  const before = useRef<Element | null>(null);
  // By hand: what is no stop of the Tab key, such as the judging, would lose the focus to its first button, which is Undo.
  const focusBefore = () => {
    const element = before.current;
    if (!(element instanceof HTMLElement && element.isConnected) || element === document.body) return true;
    element.focus();
    return false;
  };
  const run = (entry: Entry) => {
    chosen.current = entry;
    onClose();
  };
  return (
    <Dialog.Root
      open={open}
      onOpenChange={(next) => {
        if (!next) onClose();
      }}
      onOpenChangeComplete={(isOpen) => {
        const entry = chosen.current;
        chosen.current = null;
        // Only now: the focus is back where it was, and what is done may move it on.
        if (!isOpen) entry?.run();
      }}
    >
      <Dialog.Portal>
        <Dialog.Backdrop className="scrim" />
        <Dialog.Popup
          className="palette"
          aria-label="All commands"
          initialFocus={() => {
            before.current = document.activeElement;
            return field.current;
          }}
          finalFocus={focusBefore}
        >
          <Finder fieldRef={field} isOpen={open} onRun={run} />
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

interface FinderProps {
  fieldRef: React.RefObject<HTMLInputElement | null>;
  isOpen: boolean;
  onRun: (entry: Entry) => void;
}

function Finder({ fieldRef, isOpen, onRun }: FinderProps) {
  const [search, setSearch] = useState('');
  const offs = useOffs();
  const isDesktop = useConnection(({ info }) => info?.host === 'desktop');
  const words = search.trim();
  const sessions = useSessionSearch(isOpen, words);
  const isSearching = sessions.words !== words;
  const [recent] = useState(recentIds);
  const groups = useMemo(() => {
    const fixed = fixedGroups(offs, isDesktop);
    const listed: EntryGroup = { value: 'Sessions', items: sessionsThatFit(sessions, words) };
    return words === ''
      ? withRecent([...fixed, listed], recent).filter(({ items }) => items.length > 0)
      : [...found(fixed, words), ...(listed.items.length > 0 ? [listed] : [])];
  }, [offs, isDesktop, sessions, words, recent]);
  const choose = (entry: Entry) => {
    rememberChoice(entry.id);
    onRun(entry);
  };
  const count = groups.reduce((sum, { items }) => sum + items.length, 0);
  const more = sessions.total - sessions.sessions.length;
  return (
    <Autocomplete.Root
      inline
      open
      items={groups}
      filter={null}
      value={search}
      onValueChange={(next, { reason }) => {
        if (reason === 'input-change' || reason === 'input-clear') setSearch(next);
      }}
      autoHighlight="always"
      keepHighlight
      itemToStringValue={({ label }: Entry) => label}
    >
      <div className="palette__find">
        <Icon name="search" />
        <Autocomplete.Input
          ref={fieldRef}
          className="palette__field"
          aria-label="Find a command or a session"
          placeholder="Find a command or a session"
          spellCheck={false}
          maxLength={200}
        />
      </div>
      <Autocomplete.Empty className="palette__none">
        {isSearching
          ? 'The sessions are being searched.'
          : `Nothing fits “${words}”. Try another word of a command, or of a session's LoRA, prompt or notes.`}
      </Autocomplete.Empty>
      <Autocomplete.List className="palette__list" aria-label="Commands and sessions">
        {(group: EntryGroup) => (
          <Autocomplete.Group key={group.value} items={group.items}>
            <Autocomplete.GroupLabel className="palette__group">{group.value}</Autocomplete.GroupLabel>
            <Autocomplete.Collection>
              {(entry: Entry) => (
                <Line key={entry.id} entry={entry} search={words} onChoose={() => choose(entry)} />
              )}
            </Autocomplete.Collection>
          </Autocomplete.Group>
        )}
      </Autocomplete.List>
      <div className="palette__foot">
        <span className="line palette__hint">
          <Kbd keys="↑" />
          <Kbd keys="↓" /> move
        </span>
        <span className="line palette__hint">
          <Kbd keys="Enter" /> run
        </span>
        <span className="line palette__hint">
          <Kbd keys="Esc" /> close
        </span>
        <span className="grow" />
        <span role="status">
          {sessions.fault === null ? '' : `The sessions could not be searched. ${sessions.fault} `}
          {words === '' || isSearching ? '' : `${count} found`}
          {words !== '' && !isSearching && more > 0 ? `, and ${countOf(more, 'more session')}` : ''}
        </span>
      </div>
    </Autocomplete.Root>
  );
}

/** What was found for other words than those that stand there now is shown as far as it fits these by its name. */
function sessionsThatFit(found: SessionsFound, words: string): Entry[] {
  const entries = sessionEntries(found.sessions);
  return found.words === words ? entries : entries.filter((entry) => fitOf(entry, words) !== null);
}

function Line({ entry, search, onChoose }: { entry: Entry; search: string; onChoose: () => void }) {
  const { label, icon, hint, off, keys } = entry;
  return (
    <Autocomplete.Item
      value={entry}
      className="menu__item"
      disabled={off !== undefined}
      onClick={onChoose}
      title={off === undefined && hint === undefined ? undefined : `${label}: ${off ?? hint}`}
    >
      <Icon name={icon} />
      <span className="grow cut">
        {piecesOf(label, search).map(({ text, isMatch }, index) =>
          // biome-ignore lint/suspicious/noArrayIndexKey: pieces have no name but their place
          isMatch ? <mark key={index}>{text}</mark> : <span key={index}>{text}</span>,
        )}
        {off !== undefined || hint === undefined ? null : <span className="menu__hint"> {hint}</span>}
      </span>
      {off === undefined ? null : (
        <span className="xs cut palette__off">
          <span className="sr">, not now: </span>
          {off}
        </span>
      )}
      {keys === undefined ? null : <Kbd keys={keys} />}
    </Autocomplete.Item>
  );
}

/** Why what cannot be done now; the same object as long as nothing changed. */
function useOffs() {
  const last = useRef<{ text: string; offs: ReturnType<typeof actionOffs> }>({ text: '{}', offs: {} });
  return useSyncExternalStore(followActions, () => {
    const offs = actionOffs();
    const text = JSON.stringify(offs);
    if (text !== last.current.text) last.current = { text, offs };
    return last.current.offs;
  });
}

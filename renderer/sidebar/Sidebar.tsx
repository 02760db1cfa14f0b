import { type RefObject, useEffect, useRef } from 'react';
import { useConnection } from '../store/connection';
import { newSession, saveSession, useHasUnsaved } from '../store/sessionActions';
import { useTasks } from '../store/tasks';
import { NARROW_PX, toggleSidebar, useView } from '../store/view';
import { Button, IconButton } from '../ui/Button';
import { Icon } from '../ui/Icon';
import { Dot } from '../ui/Status';
import { BackgroundRun } from './BackgroundRun';
import { ConnectionFoot, useServerWords } from './ConnectionFoot';
import { HelpButton } from './HelpButton';
import { OldOffer } from './OldOffer';
import { OpenSession } from './OpenSession';
import { Picker } from './Picker';
import { Recovery } from './Recovery';
import { SettingsButton } from './SettingsButton';
import { TaskStrip } from './TaskStrip';
import './sidebar.css';

/** The sessions: the open one, all of them, and the server in use. In a narrow window a rail. */
export function Sidebar() {
  const search = useRef<HTMLInputElement>(null);
  const isBusy = useConnection(({ info }) => info === null);
  const show = useRef<HTMLButtonElement>(null);
  const hide = useRef<HTMLButtonElement>(null);
  const isFind = useRef(false);
  const isOver = useView(({ sidebar }) => sidebar === 'over');
  const wasOver = useRef(isOver);
  useEffect(() => {
    // Closed by Escape or by a press beside it: the focus goes back to where it came from.
    if (wasOver.current && !isOver && document.activeElement === document.body) show.current?.focus();
    wasOver.current = isOver;
  }, [isOver]);
  const toggle = () => {
    toggleSidebar(window.innerWidth <= NARROW_PX);
    // The button that was pressed goes; its counterpart takes the focus.
    requestAnimationFrame(() => {
      const next = isFind.current
        ? search.current
        : hide.current?.offsetParent === null
          ? show.current
          : hide.current;
      isFind.current = false;
      next?.focus();
    });
  };
  return (
    <aside className="sidebar" aria-label="Sessions" aria-busy={isBusy}>
      <Rail
        onOpen={toggle}
        showRef={show}
        onFind={() => {
          isFind.current = true;
          toggle();
        }}
      />
      <div className="sidebar__full">
        <div className="sidebar__top">
          <span className="brand">
            <Icon name="brand" />
            Blindfold
          </span>
          <Button look="quiet" small icon="plus" onClick={() => void newSession()}>
            New
          </Button>
          <IconButton icon="sidebar" label="Hide sidebar" ref={hide} onClick={toggle} />
        </div>
        <OpenSession />
        <Recovery place="sidebar" />
        <OldOffer place="sidebar" />
        <Picker searchRef={search} />
        <TaskStrip />
        <BackgroundRun />
        <ConnectionFoot />
      </div>
    </aside>
  );
}

interface RailProps {
  onOpen: () => void;
  onFind: () => void;
  showRef: RefObject<HTMLButtonElement | null>;
}

function Rail({ onOpen, onFind, showRef }: RailProps) {
  const hasUnsaved = useHasUnsaved();
  const isOver = useView(({ sidebar }) => sidebar === 'over');
  const words = useServerWords();
  return (
    <div className="rail">
      <IconButton icon="sidebar" label="Show sidebar" ref={showRef} aria-expanded={isOver} onClick={onOpen} />
      <IconButton icon="plus" label="New session" onClick={() => void newSession()} />
      <IconButton
        icon="save"
        label="Save"
        keys="mod+S"
        off={hasUnsaved ? undefined : 'There is nothing to save'}
        onClick={() => void saveSession()}
      />
      <IconButton icon="search" label="Find a session" onClick={onFind} />
      <RailTasks onOpen={onOpen} />
      <span className="grow" />
      <span title={words.text}>
        <Dot state={words.state} />
        <span className="sr">{words.text}</span>
      </span>
      <HelpButton />
      <SettingsButton />
    </div>
  );
}

/** That work goes on or has ended, where its words have no room; they stand in the sidebar. */
function RailTasks({ onOpen }: { onOpen: () => void }) {
  const { tasks, outcomes } = useTasks();
  const running = tasks.filter(({ state }) => state === 'running').length;
  const count = tasks.length + outcomes.length;
  if (count === 0) return null;
  return (
    <IconButton
      icon={running > 0 ? 'refresh' : 'info'}
      label={running > 0 ? `Work under way: ${running}` : `Work that ended: ${count}`}
      aria-busy={running > 0}
      onClick={onOpen}
    />
  );
}

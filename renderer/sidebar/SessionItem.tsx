import { type KeyboardEvent, type MouseEvent, memo, type Ref, useRef, useState } from 'react';
import type { SessionSummary } from '../../core/contract/sessionView';
import { useConnection } from '../store/connection';
import { PACK_NAME, readOnlyReason, splitFileName, standingOf } from '../store/sessionWords';
import type { Work } from '../store/sessionWork';
import { IconButton } from '../ui/Button';
import { Tag } from '../ui/Chip';
import { Icon } from '../ui/Icon';
import { LongName } from '../ui/LongName';
import { Menu } from '../ui/Menu';
import { PopoverAt } from '../ui/Popover';
import { StatusRing } from '../ui/Status';
import { NotesField } from './NotesField';
import { itemEntries, WORK_WORDS } from './sessionEntries';
import './item.css';

interface SessionItemProps {
  summary: SessionSummary;
  isOpen: boolean;
  /** An earlier process left changes in it, and nobody has said yet what becomes of them. */
  isRecovered: boolean;
  /** What is being done with it at the moment. */
  work: Work | undefined;
  /** While several are chosen: whether this one is; null otherwise. */
  isChosen: boolean | null;
  /** The one row that the Tab key comes to. */
  isInTabOrder: boolean;
  itemRef: Ref<HTMLButtonElement> | undefined;
  onPress: (event: { isAdding: boolean; isRange: boolean }) => void;
}

/** One session of the list. Its name for screen readers is the label as other tools write it, then how it stands. */
export const SessionItem = memo(function SessionItem({
  summary,
  isOpen,
  isRecovered,
  work,
  isChosen,
  isInTabOrder,
  itemRef,
  onPress,
}: SessionItemProps) {
  const [isMenuOpen, setMenuOpen] = useState(false);
  const [isNotesOpen, setNotesOpen] = useState(false);
  const more = useRef<HTMLButtonElement>(null);
  const isDesktop = useConnection(({ info }) => info?.host === 'desktop');
  const standing = standingOf(summary, isRecovered);
  const { name, ending } = summary.is_pack
    ? { name: PACK_NAME, ending: '' }
    : splitFileName(summary.lora_filename ?? 'No LoRA yet');
  const tabIndex = isInTabOrder ? 0 : -1;
  const openMenu = (event: KeyboardEvent | MouseEvent) => {
    if (isChosen !== null) return;
    event.preventDefault();
    setMenuOpen(true);
  };
  return (
    <>
      <button
        type="button"
        ref={itemRef}
        className="item"
        tabIndex={tabIndex}
        title={summary.label}
        {...(isChosen === null
          ? { 'aria-current': isOpen ? ('true' as const) : undefined }
          : { role: 'checkbox', 'aria-checked': isChosen })}
        {...(work === undefined ? {} : { 'data-busy': '' })}
        onClick={(event) => onPress({ isAdding: event.ctrlKey || event.metaKey, isRange: event.shiftKey })}
        onContextMenu={openMenu}
        onKeyDown={(event) => {
          if (event.key === 'ContextMenu' || (event.key === 'F10' && event.shiftKey)) openMenu(event);
        }}
      >
        <span className="sr">{summary.label}</span>
        <Thumbnail summary={summary} />
        <span className="item__id cut" aria-hidden="true">
          {summary.session_id} {summary.label.slice(summary.label.lastIndexOf('('))}
        </span>
        <LongName className="item__lora" name={name + ending} />
        <span className="item__mark">
          <Marks summary={summary} />
          {isChosen === null ? null : (
            <span className="item__check" data-on={isChosen ? '' : undefined}>
              <Icon name="check" />
            </span>
          )}
        </span>
        <span className="item__state">
          {work === undefined ? (
            <>
              <StatusRing state={standing.ring} share={standing.share} />
              <span className={standing.isFault ? 'cut fault' : 'cut'}>{standing.words}</span>
            </>
          ) : (
            <span className="cut">{WORK_WORDS[work]}</span>
          )}
        </span>
      </button>
      {isChosen === null ? (
        <Menu
          open={isMenuOpen}
          onOpenChange={setMenuOpen}
          trigger={
            <IconButton
              ref={more}
              className="item__more"
              icon="more"
              label={`More for ${name}`}
              tabIndex={tabIndex}
            />
          }
          entries={() => itemEntries({ summary, work, isDesktop }, () => setNotesOpen(true))}
        />
      ) : null}
      {isNotesOpen ? (
        <PopoverAt anchor={more} title={`Notes of ${name}`} onClose={() => setNotesOpen(false)}>
          <NotesField id={summary.session_id} notes={summary.notes} off={readOnlyReason(summary)} />
        </PopoverAt>
      ) : null}
    </>
  );
});

function Marks({ summary: { sample, pinned, unsaved_changes } }: { summary: SessionSummary }) {
  return (
    <>
      {sample ? <Tag>Sample</Tag> : null}
      {pinned ? (
        <>
          <Icon name="pin" />
          <span className="sr">Pinned</span>
        </>
      ) : null}
      {unsaved_changes > 0 ? (
        <span className="unsaved">
          <span className="sr">Unsaved changes</span>
        </span>
      ) : null}
    </>
  );
}

function Thumbnail({ summary }: { summary: SessionSummary }) {
  const [broken, setBroken] = useState<string | null>(null);
  const { thumbnail, state } = summary;
  if (thumbnail === null || thumbnail === broken) {
    const icon = state === 'damaged' ? 'broken' : state === 'archived' ? 'archive' : 'image';
    return (
      <span className="item__thumb">
        <Icon name={icon} />
      </span>
    );
  }
  return (
    <img className="item__thumb" src={thumbnail} alt="" loading="lazy" onError={() => setBroken(thumbnail)} />
  );
}

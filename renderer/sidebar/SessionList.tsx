import { defaultRangeExtractor, type Range, useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { chooseUpTo, toggleChosen, useSelection } from '../store/selection';
import { useSession } from '../store/session';
import { loadSession } from '../store/sessionActions';
import { lookAtPages, PAGE, sessionAt, useSessions } from '../store/sessions';
import { useWork } from '../store/sessionWork';
import { closeOverlay } from '../store/view';
import { SessionItem } from './SessionItem';
import './list.css';

/** Height of an item and the gap under it, in px; the styles hold the same. */
const ROW_PX = 69;
/** Rows that a page key moves by. */
const PAGE_ROWS = 8;

/** The sessions themselves. Only the rows in sight are in the page, however many there are. */
export function SessionList() {
  const { pages, total, answered } = useSessions();
  const openId = useSession(({ session }) => (session.phase === 'blank' ? null : session.id));
  const recoveredId = useSession(({ session }) =>
    session.phase === 'open' && session.detail.recovery !== null ? session.id : null,
  );
  const busy = useWork((state) => state.busy);
  const { isOn, chosen } = useSelection();
  const scroller = useRef<HTMLDivElement>(null);
  const [cursor, setCursor] = useState(0);
  const place = Math.min(cursor, Math.max(0, total - 1));
  const virtual = useVirtualizer({
    count: total,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_PX,
    overscan: 6,
    useFlushSync: false,
    rangeExtractor: useCallback(
      // The row that the keyboard is on stays in the page.
      (range: Range) => withPlace(defaultRangeExtractor(range), place, total),
      [place, total],
    ),
  });
  const items = virtual.getVirtualItems();
  const inView = [...new Set(items.map(({ index }) => Math.floor(index / PAGE)))].join(' ');
  useEffect(() => {
    if (pages !== null) lookAtPages(inView === '' ? [] : inView.split(' ').map(Number));
  }, [inView, pages]);
  // Another search begins at its top; a mere refresh stays where it is.
  const shown = useRef(answered);
  useEffect(() => {
    if (shown.current === answered) return;
    shown.current = answered;
    setCursor(0);
    virtual.scrollToIndex(0);
  }, [answered, virtual]);
  const { row, isHere, wantFocus } = useRowFocus(scroller);
  const moveTo = (index: number) => {
    const next = Math.min(Math.max(index, 0), total - 1);
    setCursor(next);
    virtual.scrollToIndex(next);
    wantFocus();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const next = nextPlace(event.key, place, total);
    if (next === null || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    moveTo(next);
    if (event.shiftKey && isOn) void chooseUpTo(next);
  };
  if (pages === null) return null;
  return (
    <div className="list" ref={scroller} {...isHere}>
      {/* The keys move between its buttons; the list itself takes no focus. */}
      <ul
        className="list__rows"
        aria-label="Sessions"
        style={{ height: virtual.getTotalSize() }}
        onKeyDown={onKeyDown}
      >
        {items.map(({ index, start }) => {
          const summary = sessionAt(pages, index);
          return (
            <li
              key={summary?.session_id ?? `place ${index}`}
              className="list__row"
              aria-setsize={total}
              aria-posinset={index + 1}
              style={{ transform: `translateY(${start}px)` }}
              onFocus={() => setCursor(index)}
            >
              {summary === undefined ? (
                <SkeletonRow />
              ) : (
                <SessionItem
                  summary={summary}
                  isOpen={summary.session_id === openId}
                  isRecovered={summary.session_id === recoveredId}
                  work={busy.get(summary.session_id)}
                  isChosen={isOn ? chosen.has(summary.session_id) : null}
                  isInTabOrder={index === place}
                  itemRef={index === place ? row : undefined}
                  onPress={({ isAdding, isRange }) => {
                    if (isRange) void chooseUpTo(index);
                    else if (isOn || isAdding) toggleChosen(summary, index);
                    else {
                      closeOverlay();
                      void loadSession(summary.session_id);
                    }
                  }}
                />
              )}
            </li>
          );
        })}
      </ul>
    </div>
  );
}

/** A row whose session has not come yet: the same room, so that nothing jumps. */
export function SkeletonRow() {
  return (
    <div className="item skeleton" aria-hidden="true">
      <span className="item__thumb" />
      <span className="item__lora" />
      <span className="item__id" />
      <span className="item__state" />
    </div>
  );
}

function withPlace(indexes: number[], place: number, total: number): number[] {
  if (total === 0 || indexes.includes(place)) return indexes;
  return [...indexes, place].sort((a, b) => a - b);
}

function nextPlace(key: string, place: number, total: number): number | null {
  switch (key) {
    case 'ArrowDown':
      return place + 1;
    case 'ArrowUp':
      return place - 1;
    case 'PageDown':
      return place + PAGE_ROWS;
    case 'PageUp':
      return place - PAGE_ROWS;
    case 'Home':
      return 0;
    case 'End':
      return total - 1;
    default:
      return null;
  }
}

/**
 * Keeps the focus in the list: on the row that a key moved to, as soon as it is drawn, and on the row in the same place when
 * the focused one went away.
 */
function useRowFocus(scroller: React.RefObject<HTMLDivElement | null>) {
  const row = useRef<HTMLButtonElement>(null);
  const isWanted = useRef(false);
  const hadFocus = useRef(false);
  useLayoutEffect(() => {
    const isLost = hadFocus.current && document.activeElement === document.body;
    if ((!isWanted.current && !isLost) || row.current === null) return;
    isWanted.current = false;
    row.current.focus({ preventScroll: true });
  });
  return {
    row,
    wantFocus: () => {
      isWanted.current = true;
    },
    isHere: {
      onFocus: () => {
        hadFocus.current = true;
      },
      onBlur: (event: React.FocusEvent) => {
        // What leaves the page has no next place; what is left on purpose has one, or stands there still.
        const isLeft =
          event.relatedTarget !== null
            ? !scroller.current?.contains(event.relatedTarget as Node)
            : event.target.isConnected;
        if (isLeft) hadFocus.current = false;
      },
    },
  };
}

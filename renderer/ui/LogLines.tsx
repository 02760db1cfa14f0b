import { observeElementRect, useVirtualizer } from '@tanstack/react-virtual';
import { memo, type ReactNode, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { Button } from './Button';
import { Icon } from './Icon';
import { LEVEL_LOOK, type LogLine, type LogRow, withDays } from './logText';
import { ScrollArea } from './ScrollArea';
import { clockWords, dayWords, secondWords } from './timeWords';
import './log.css';

interface LogLinesProps {
  /** Newest first. */
  lines: readonly LogLine[];
  label: string;
  /** There is room for seconds and the level's word. */
  wide?: boolean;
  /** Stands after the oldest line. */
  end?: ReactNode;
}

/** A line's height before it was measured, in px. */
const USUAL_HEIGHT = 24;
/** While the area has no height yet, so much of it is drawn. */
const FIRST_HEIGHT = 600;
const BEYOND = 12;

/**
 * The lines of a log, newest first. Only those in sight are in the page, so that ten thousand are as handy as ten. At the top it
 * follows the newest line; scrolled away from it, what is read stays in its place and a button leads back.
 */
export function LogLines({ lines, label, wide = false, end }: LogLinesProps) {
  const area = useRef<HTMLElement>(null);
  const rows = useMemo(() => withDays(lines, Date.now()), [lines]);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => area.current,
    estimateSize: () => USUAL_HEIGHT,
    getItemKey: (index) => rows[index]?.key ?? index,
    overscan: BEYOND,
    observeElementRect: (instance, tell) =>
      observeElementRect(instance, (rect) =>
        tell(rect.height === 0 ? { ...rect, height: FIRST_HEIGHT } : rect),
      ),
  });
  const newest = lines[0]?.key ?? null;
  // The newest line there was when it was scrolled away from; null while it is followed.
  const [leftAt, setLeftAt] = useState<number | null>(null);
  const [following, setFollowing] = useState(true);
  const anchor = useRef<{ key: LogRow['key']; offset: number } | null>(null);

  const onScroll = () => {
    const element = area.current;
    if (element === null) return;
    const isTop = element.scrollTop < USUAL_HEIGHT / 2;
    if (isTop !== following) {
      setFollowing(isTop);
      setLeftAt(isTop ? null : newest);
    }
    const first = virtual.getVirtualItems().find((item) => item.end > element.scrollTop);
    const row = first === undefined ? undefined : rows[first.index];
    anchor.current =
      isTop || first === undefined || row === undefined
        ? null
        : { key: row.key, offset: element.scrollTop - first.start };
  };

  useLayoutEffect(() => {
    const element = area.current;
    const at = anchor.current;
    if (element === null || at === null) return;
    const index = rows.findIndex(({ key }) => key === at.key);
    const place = index < 0 ? undefined : virtual.measurementsCache[index];
    if (place !== undefined) element.scrollTop = place.start + at.offset;
  }, [rows, virtual]);

  const leftIndex = leftAt === null ? 0 : lines.findIndex(({ key }) => key === leftAt);
  const newer = Math.max(0, leftIndex);
  return (
    <div className="log__frame">
      <ScrollArea
        className={wide ? 'log__area log__area--wide' : 'log__area'}
        label={label}
        ref={area}
        onScroll={onScroll}
      >
        <ol className={wide ? 'log log--wide' : 'log'} style={{ height: virtual.getTotalSize() }}>
          {virtual.getVirtualItems().map(({ key, index, start }) => {
            const row = rows[index];
            return row === undefined ? null : (
              <li
                key={key}
                ref={virtual.measureElement}
                data-index={index}
                className={row.kind === 'day' ? 'log__day' : 'log__line'}
                data-level={row.kind === 'line' ? row.line.level : undefined}
                aria-setsize={rows.length}
                aria-posinset={index + 1}
                style={{ transform: `translateY(${start}px)` }}
              >
                {row.kind === 'day' ? dayWords(row.at) : <Line line={row.line} wide={wide} />}
              </li>
            );
          })}
        </ol>
        {end}
      </ScrollArea>
      {following ? null : (
        <Button
          small
          className="log__newest"
          onClick={() => {
            anchor.current = null;
            virtual.scrollToOffset(0);
            area.current?.focus({ preventScroll: true });
          }}
        >
          {newer === 0 ? 'To the newest' : `${newer.toLocaleString('en-US')} newer`}
        </Button>
      )}
    </div>
  );
}

const Line = memo(function Line({ line, wide }: { line: LogLine; wide: boolean }) {
  const { word, icon } = LEVEL_LOOK[line.level];
  const isGrave = line.level === 'warning' || line.level === 'error';
  return (
    <>
      <time dateTime={line.at}>{wide ? secondWords(line.at) : clockWords(line.at)}</time>
      <Icon name={line.icon ?? icon} />
      {wide ? <span className="log__level">{word}</span> : null}
      <span className="log__text">
        {wide ? null : isGrave ? <b>{word}. </b> : <span className="sr">{word}. </span>}
        {line.message}
      </span>
    </>
  );
});

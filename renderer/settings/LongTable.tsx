import { observeElementRect, useVirtualizer } from '@tanstack/react-virtual';
import { type ReactNode, useLayoutEffect, useRef, useState } from 'react';
import { Button } from '../ui/Button';
import { Table } from '../ui/Table';

interface LongTableProps {
  caption: string;
  head: ReactNode;
  columns: number;
  /** How many rows there are. */
  count: number;
  /** All rows are shown, not the first ones alone. */
  isWhole: boolean;
  /** The cells of a row. */
  row: (index: number) => ReactNode;
}

/** So many rows stand there at first. */
const FIRST_ROWS = 5;
/** A row with its line, in px; the same stands in the styles. */
const ROW_HEIGHT = 37;
/** While the page has no height yet, so much of it is drawn. */
const FIRST_HEIGHT = 800;

/** A table that shows its first rows or all of them; of those, only what is in sight is in the page. */
export function LongTable({ caption, head, columns, count, isWhole, row }: LongTableProps) {
  const place = useRef<HTMLDivElement>(null);
  const [margin, setMargin] = useState(0);
  const page = () => place.current?.closest<HTMLElement>('.settings__body') ?? null;
  const virtual = useVirtualizer({
    count,
    enabled: isWhole,
    getScrollElement: page,
    estimateSize: () => ROW_HEIGHT,
    overscan: 10,
    scrollMargin: margin,
    observeElementRect: (instance, tell) =>
      observeElementRect(instance, (rect) =>
        tell(rect.height === 0 ? { ...rect, height: FIRST_HEIGHT } : rect),
      ),
  });
  // What stands above may grow and shrink: where the rows begin is measured after every drawing.
  useLayoutEffect(() => {
    const element = place.current;
    const scroller = page();
    if (element === null || scroller === null) return;
    const top =
      element.getBoundingClientRect().top - scroller.getBoundingClientRect().top + scroller.scrollTop;
    setMargin((old) => (Math.abs(old - top) < 1 ? old : top));
  });
  const items = isWhole
    ? virtual.getVirtualItems()
    : Array.from({ length: Math.min(count, FIRST_ROWS) }, (_, index) => ({
        index,
        key: index,
        start: 0,
        end: 0,
      }));
  const before = !isWhole ? 0 : Math.max(0, (items[0]?.start ?? margin) - margin);
  const after = !isWhole ? 0 : Math.max(0, virtual.getTotalSize() - ((items.at(-1)?.end ?? margin) - margin));
  return (
    <div ref={place}>
      <Table caption={caption} rows={count + 1}>
        <thead>
          <tr>{head}</tr>
        </thead>
        <tbody>
          <Gap height={before} columns={columns} />
          {items.map(({ index, key }) => (
            <tr key={key} aria-rowindex={index + 2}>
              {row(index)}
            </tr>
          ))}
          <Gap height={after} columns={columns} />
        </tbody>
      </Table>
    </div>
  );
}

/** Shows all rows of a long table, or the first ones again; a short table needs none. */
export function AllButton({
  count,
  isWhole,
  onChange,
}: {
  count: number;
  isWhole: boolean;
  onChange: (isWhole: boolean) => void;
}) {
  if (count <= FIRST_ROWS) return null;
  return (
    <Button look="quiet" small aria-expanded={isWhole} onClick={() => onChange(!isWhole)}>
      {isWhole ? `The first ${FIRST_ROWS}` : `All ${count.toLocaleString('en-US')}`}
    </Button>
  );
}

/** Takes the room of the rows that are out of sight. */
function Gap({ height, columns }: { height: number; columns: number }) {
  if (height === 0) return null;
  return (
    <tr className="table__gap">
      <td colSpan={columns} style={{ height }} />
    </tr>
  );
}

import { type KeyboardEvent, useEffect, useRef, useState } from 'react';

/** The list with one item at another place. */
export function moved<T>(items: readonly T[], from: number, to: number): T[] {
  const rest = items.filter((_, index) => index !== from);
  const item = items[from];
  return item === undefined ? [...items] : [...rest.slice(0, to), item, ...rest.slice(to)];
}

interface ReorderOptions {
  count: number;
  onMove: (from: number, to: number) => void;
  /** What is moved, for the announcement: "Prompt". */
  noun: string;
}

/**
 * Reordering by mouse and by keyboard. `gripProps` go on the item's grip (arrow keys move it one place, Home and End to
 * an end), `itemProps` on the item; `said` is for a live region.
 */
export function useReorder({ count, onMove, noun }: ReorderOptions) {
  const [dragged, setDragged] = useState<number | null>(null);
  const [over, setOver] = useState<number | null>(null);
  const [said, setSaid] = useState('');
  const grips = useRef(new Map<number, HTMLElement>());
  const focusNext = useRef<number | null>(null);

  // The grip that was used keeps the focus at its new place.
  useEffect(() => {
    if (focusNext.current === null) return;
    grips.current.get(focusNext.current)?.focus();
    focusNext.current = null;
  });

  function move(from: number, to: number): void {
    if (to < 0 || to >= count || to === from) return;
    focusNext.current = to;
    setSaid(`${noun} moved to place ${to + 1} of ${count}.`);
    onMove(from, to);
  }

  function onKeyDown(event: KeyboardEvent, index: number): void {
    const to = {
      ArrowUp: index - 1,
      ArrowLeft: index - 1,
      ArrowDown: index + 1,
      ArrowRight: index + 1,
      Home: 0,
      End: count - 1,
    }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    move(index, to);
  }

  return {
    said,
    gripProps: (index: number) => ({
      ref: (element: HTMLElement | null) => {
        if (element === null) grips.current.delete(index);
        else grips.current.set(index, element);
      },
      onKeyDown: (event: KeyboardEvent) => onKeyDown(event, index),
      draggable: true,
      onDragStart: (event: React.DragEvent) => {
        event.dataTransfer.effectAllowed = 'move';
        event.dataTransfer.setData('text/plain', String(index));
        setDragged(index);
      },
      onDragEnd: () => {
        setDragged(null);
        setOver(null);
      },
    }),
    itemProps: (index: number) => ({
      'data-dragged': dragged === index ? '' : undefined,
      'data-over':
        over === index && dragged !== null && dragged !== index
          ? dragged < index
            ? 'after'
            : 'before'
          : undefined,
      onDragOver: (event: React.DragEvent) => {
        if (dragged === null) return;
        event.preventDefault();
        setOver(index);
      },
      onDrop: (event: React.DragEvent) => {
        if (dragged === null) return;
        event.preventDefault();
        onMove(dragged, index);
        setDragged(null);
        setOver(null);
      },
    }),
  };
}

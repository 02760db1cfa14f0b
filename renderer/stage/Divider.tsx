import type { KeyboardEvent } from 'react';
import { setDivider, useViewing } from '../store/viewing';
import { Icon } from '../ui/Icon';
import type { StageNames } from './Stage';

const STEP = 0.01;
const PAGE = 0.1;

/** The line between both pictures; the first is left of it, the second right. `at` is its place in the frame in CSS pixels. */
export function Divider({ at, names }: { at: number; names: StageNames }) {
  const share = useViewing((viewing) => viewing.divider);
  const percent = Math.round(share * 100);
  const onKeyDown = (event: KeyboardEvent) => {
    // With Shift the arrows move the pictures, here as anywhere.
    const next =
      event.shiftKey || event.ctrlKey || event.metaKey || event.altKey ? null : shareAfter(event.key, share);
    if (next === null) return;
    event.preventDefault();
    setDivider(next);
  };
  return (
    <div
      className="divider"
      role="slider"
      tabIndex={0}
      aria-label={`Divider between ${names.a} and ${names.b}`}
      aria-orientation="horizontal"
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={percent}
      aria-valuetext={`${names.a} left of ${percent}%, ${names.b} right`}
      style={{ left: at }}
      onKeyDown={onKeyDown}
    >
      <span className="divider__knob">
        <Icon name="swap" />
      </span>
    </div>
  );
}

/** Where a key puts the divider, or null for a key that means something else. */
export function shareAfter(key: string, share: number): number | null {
  switch (key) {
    case 'ArrowLeft':
    case 'ArrowDown':
      return share - STEP;
    case 'ArrowRight':
    case 'ArrowUp':
      return share + STEP;
    case 'PageDown':
      return share - PAGE;
    case 'PageUp':
      return share + PAGE;
    case 'Home':
      return 0;
    case 'End':
      return 1;
    default:
      return null;
  }
}

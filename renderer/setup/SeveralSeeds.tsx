import { useState } from 'react';
import { Button } from '../ui/Button';
import { NumberField } from '../ui/NumberField';

interface SeveralSeedsProps {
  /** So many have room. */
  most: number;
  onAdd: (count: number) => void;
  onClose: () => void;
}

/** Asks how many random seeds to add. */
export function SeveralSeeds({ most, onAdd, onClose }: SeveralSeedsProps) {
  const [count, setCount] = useState(Math.min(4, most));
  const [unreadable, setUnreadable] = useState<string | null>(null);
  const isFine = unreadable === null && count >= 1 && count <= most;
  return (
    <div className="paste">
      <div className="group">
        <NumberField
          label="How many random seeds"
          whole
          value={count}
          onChange={setCount}
          unreadable={unreadable}
          onUnreadable={setUnreadable}
          invalid={!isFine}
        />
        <span className="muted">random seeds</span>
        <span className="grow" />
        <Button
          small
          off={isFine ? undefined : `A whole number from 1 to ${most.toLocaleString('en-US')}`}
          onClick={() => {
            onAdd(count);
            onClose();
          }}
        >
          Add
        </Button>
        <Button small look="quiet" onClick={onClose}>
          Cancel
        </Button>
      </div>
    </div>
  );
}

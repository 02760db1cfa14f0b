import { useState } from 'react';
import { MAX_SEEDS } from '../../core/session/setup';
import { Button } from '../ui/Button';
import { NumberField } from '../ui/NumberField';

/** Asks how many random seeds to add. */
export function SeveralSeeds({ onAdd, onClose }: { onAdd: (count: number) => void; onClose: () => void }) {
  const [count, setCount] = useState(4);
  const [unreadable, setUnreadable] = useState<string | null>(null);
  const isFine = unreadable === null && count >= 1 && count <= MAX_SEEDS;
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
          off={isFine ? undefined : `A whole number from 1 to ${MAX_SEEDS}`}
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

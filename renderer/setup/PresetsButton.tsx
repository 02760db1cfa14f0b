import { lazy, Suspense, useState } from 'react';
import { Button } from '../ui/Button';
import { Popover } from '../ui/Popover';

const PresetsPanel = lazy(() => import('./PresetsPanel'));

/** The way to the set-ups that are kept under names. */
export function PresetsButton() {
  const [isOpen, setOpen] = useState(false);
  return (
    <Popover
      title="Presets"
      open={isOpen}
      onOpenChange={setOpen}
      trigger={
        <Button look="quiet" small icon="list">
          Presets
        </Button>
      }
    >
      <Suspense fallback={<div className="presets" aria-busy="true" />}>
        <PresetsPanel onClose={() => setOpen(false)} />
      </Suspense>
    </Popover>
  );
}

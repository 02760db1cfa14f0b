import { useState } from 'react';
import { Button } from '../ui/Button';
import { laterPart } from '../ui/laterPart';
import { Popover } from '../ui/Popover';

const panel = laterPart(() => import('./PresetsPanel'), {
  waiting: <div className="presets" aria-busy="true" />,
});

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
      <panel.Part onClose={() => setOpen(false)} />
    </Popover>
  );
}

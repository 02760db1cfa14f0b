import { Dialog as Base } from '@base-ui/react/dialog';
import type { ReactNode } from 'react';
import './button.css';
import './dialog.css';
import { Icon } from './Icon';

interface InfoDialogProps {
  open: boolean;
  title: string;
  children: ReactNode;
  onClose: () => void;
  /** Where the focus goes on closing; left out: back to where it was. */
  focusAfter?: (() => void) | undefined;
}

/** Something to read, over the page. Escape, the cross and a press beside it close it. */
export function InfoDialog({ open, title, children, onClose, focusAfter }: InfoDialogProps) {
  return (
    <Base.Root
      open={open}
      onOpenChange={(next) => {
        if (!next) onClose();
      }}
    >
      <Base.Portal>
        <Base.Backdrop className="scrim" />
        <Base.Popup
          className="dialog"
          finalFocus={
            focusAfter === undefined
              ? true
              : () => {
                  focusAfter();
                  return false;
                }
          }
        >
          <div className="dialog__head">
            <Base.Title>{title}</Base.Title>
            {/* No tooltip here: it would take the Escape that closes the dialog. */}
            <Base.Close className="btn btn--icon" aria-label="Close">
              <Icon name="x" />
            </Base.Close>
          </div>
          {children}
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}

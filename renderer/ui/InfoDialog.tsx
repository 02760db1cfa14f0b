import { Dialog as Base } from '@base-ui/react/dialog';
import { type ReactNode, type RefObject, useEffect, useRef } from 'react';
import './button.css';
import './dialog.css';
import { Icon } from './Icon';

interface InfoDialogProps {
  open: boolean;
  title: string;
  children: ReactNode;
  onClose: () => void;
  /** `wide`: for pictures. */
  size?: 'plain' | 'wide';
  /** What gets the focus on closing, itself and not a control in it; left out: what had it before. */
  focusAfter?: RefObject<HTMLElement | null> | undefined;
}

/** Something to read, over the page. Escape, the cross and a press beside it close it. */
export function InfoDialog({ open, title, children, onClose, size = 'plain', focusAfter }: InfoDialogProps) {
  const wasOpen = useRef(false);
  useEffect(() => {
    if (open) wasOpen.current = true;
    else if (wasOpen.current) {
      wasOpen.current = false;
      // The library would give the focus to the first control in it.
      focusAfter?.current?.focus({ preventScroll: true });
    }
  }, [open, focusAfter]);
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
          className={size === 'wide' ? 'dialog dialog--wide' : 'dialog'}
          finalFocus={focusAfter === undefined}
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

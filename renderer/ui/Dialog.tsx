import { AlertDialog } from '@base-ui/react/alert-dialog';
import { type ReactNode, useRef } from 'react';
import { Button } from './Button';
import './dialog.css';

interface DialogProps {
  open: boolean;
  title: string;
  children: ReactNode;
  /** The way on, focused at first unless `focus` says otherwise. */
  safe: { label: string; busy?: boolean; run: () => void };
  /** The way that loses something, apart on the left. */
  loses?: { label: string; run: () => void };
  /** What Enter means when the dialog opens: the way on, or to stay. */
  focus?: 'safe' | 'cancel';
  /** Closes without doing anything; Escape does the same. */
  onCancel: () => void;
}

/** A question that must be answered because work could be lost. */
export function Dialog({ open, title, children, safe, loses, focus = 'safe', onCancel }: DialogProps) {
  const safeButton = useRef<HTMLButtonElement>(null);
  const cancelButton = useRef<HTMLButtonElement>(null);
  return (
    <AlertDialog.Root
      open={open}
      onOpenChange={(next) => {
        if (!next) onCancel();
      }}
    >
      <AlertDialog.Portal>
        <AlertDialog.Backdrop className="scrim" />
        <AlertDialog.Popup className="dialog" initialFocus={focus === 'safe' ? safeButton : cancelButton}>
          <AlertDialog.Title>{title}</AlertDialog.Title>
          <AlertDialog.Description render={<div />}>{children}</AlertDialog.Description>
          <div className="dialog__acts">
            {loses ? <Button onClick={loses.run}>{loses.label}</Button> : null}
            <span className="grow" />
            <AlertDialog.Close render={<Button ref={cancelButton}>Cancel</Button>} />
            <Button look="primary" ref={safeButton} busy={safe.busy ?? false} onClick={safe.run}>
              {safe.label}
            </Button>
          </div>
        </AlertDialog.Popup>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  );
}

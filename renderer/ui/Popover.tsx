import { Popover as Base } from '@base-ui/react/popover';
import type { ReactElement, ReactNode, RefObject } from 'react';
import './popover.css';

/** Something to read or to fill in beside what was pressed. Escape or a press elsewhere closes it. */
export function Popover({
  trigger,
  title,
  narrow = false,
  middle = false,
  keepsFocus = false,
  reads = false,
  align = 'end',
  open,
  onOpenChange,
  children,
}: {
  trigger: ReactElement;
  title: string;
  /** As wide as the sidebar. */
  narrow?: boolean;
  /** As wide as a list of names with something beside each. */
  middle?: boolean;
  /** Whoever closes it says where the focus goes; else the button has it again. */
  keepsFocus?: boolean;
  /** Holds nothing but words: it is itself what the keyboard scrolls. */
  reads?: boolean;
  /** Which of its edges stands with that of the button. */
  align?: 'start' | 'end';
  /** Given with `onOpenChange` where something else than the button closes it, too. */
  open?: boolean;
  onOpenChange?: (isOpen: boolean) => void;
  children: ReactNode;
}) {
  return (
    <Base.Root
      {...(open === undefined ? {} : { open })}
      {...(onOpenChange === undefined ? {} : { onOpenChange: (next: boolean) => onOpenChange(next) })}
    >
      <Base.Trigger render={trigger} />
      <Base.Portal>
        <Base.Positioner className="popover__layer" sideOffset={6} align={align}>
          <Base.Popup
            className={narrow ? 'popover popover--narrow' : middle ? 'popover popover--middle' : 'popover'}
            {...(keepsFocus ? { finalFocus: false } : {})}
            {...(reads ? { tabIndex: 0 } : {})}
          >
            <Base.Title className="popover__title">{title}</Base.Title>
            {children}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}

/** The same beside something that does not open it by itself; it gives the focus back to it. */
export function PopoverAt({
  anchor,
  onClose,
  title,
  children,
}: {
  anchor: RefObject<HTMLElement | null>;
  onClose: () => void;
  title: string;
  children: ReactNode;
}) {
  return (
    <Base.Root
      open
      onOpenChange={(isOpen) => {
        if (!isOpen) onClose();
      }}
    >
      <Base.Portal>
        <Base.Positioner className="popover__layer" sideOffset={4} align="start" anchor={anchor}>
          <Base.Popup className="popover popover--narrow" finalFocus={anchor}>
            <Base.Title className="popover__title cut">{title}</Base.Title>
            {children}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}

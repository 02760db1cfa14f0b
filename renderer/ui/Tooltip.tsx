import { Tooltip as Base } from '@base-ui/react/tooltip';
import type { ReactElement, ReactNode } from 'react';
import { Kbd } from './Kbd';
import './tooltip.css';

/** A few words beside a control, on hover and on focus. The control must carry its own accessible name. */
export function Tooltip({
  text,
  keys,
  isOff = false,
  children,
}: {
  text: ReactNode;
  keys?: string | undefined;
  /** Says nothing for now; the control stays the same element. */
  isOff?: boolean;
  children: ReactElement;
}) {
  return (
    <Base.Root disabled={isOff}>
      <Base.Trigger render={children} />
      <Base.Portal>
        <Base.Positioner sideOffset={6} className="tip__layer">
          <Base.Popup className="tip">
            {text}
            {keys === undefined ? null : <Kbd keys={keys} />}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}

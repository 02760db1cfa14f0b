import { Menu as Base } from '@base-ui/react/menu';
import { Fragment, type ReactElement } from 'react';
import { Icon, type IconName } from './Icon';
import { Kbd } from './Kbd';
import './menu.css';

export interface MenuEntry {
  label: string;
  icon?: IconName;
  keys?: string;
  /** Why it cannot be done now; the entry stays and says so. */
  off?: string | undefined;
  /** What else is to be known of it, said faintly. */
  hint?: string | undefined;
  /** Stands apart from what is before it. */
  apart?: boolean;
  run: () => void;
}

interface MenuProps {
  trigger: ReactElement;
  /** A function is asked only once the menu opens. */
  entries: readonly MenuEntry[] | (() => readonly MenuEntry[]);
  /** Given with `onOpenChange` where something else than the button opens it, too. */
  open?: boolean;
  onOpenChange?: (isOpen: boolean) => void;
  /** What is to be known of all of them, below. */
  note?: string | undefined;
  /** What has the focus once it closes, instead of the button. */
  focusAfter?: () => HTMLElement | null;
}

/** A menu behind a button. */
export function Menu({ trigger, entries, open, onOpenChange, note, focusAfter }: MenuProps) {
  return (
    <Base.Root
      modal={false}
      {...(open === undefined ? {} : { open })}
      {...(onOpenChange === undefined ? {} : { onOpenChange: (next: boolean) => onOpenChange(next) })}
    >
      <Base.Trigger render={trigger} />
      <Base.Portal>
        <Base.Positioner className="menu__layer" sideOffset={4} align="end">
          <Base.Popup
            className="menu"
            {...(focusAfter === undefined ? {} : { finalFocus: () => giveFocus(focusAfter()) })}
          >
            <Entries entries={entries} />
            {note === undefined ? null : <p className="menu__rest">{note}</p>}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}

/** Gives the focus to a part of the page itself; left to the menu, it would go to the first button in it. */
function giveFocus(element: HTMLElement | null): boolean {
  element?.focus({ preventScroll: true });
  return element === null;
}

function Entries({ entries }: Pick<MenuProps, 'entries'>) {
  const all = typeof entries === 'function' ? entries() : entries;
  return all.map(({ label, icon, off, hint, keys, apart, run }) => (
    <Fragment key={label}>
      {apart ? <Base.Separator className="menu__sep" /> : null}
      <Base.Item className="menu__item" disabled={off !== undefined} onClick={run}>
        {icon === undefined ? null : <Icon name={icon} />}
        <span className="grow">{label}</span>
        {(off ?? hint) === undefined ? null : <span className="xs menu__hint">{off ?? hint}</span>}
        {keys === undefined ? null : <Kbd keys={keys} />}
      </Base.Item>
    </Fragment>
  ));
}

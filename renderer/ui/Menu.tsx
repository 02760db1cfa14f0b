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
  /** Stands apart from what is before it. */
  apart?: boolean;
  run: () => void;
}

/** A menu behind a button. */
export function Menu({ trigger, entries }: { trigger: ReactElement; entries: readonly MenuEntry[] }) {
  return (
    <Base.Root modal={false}>
      <Base.Trigger render={trigger} />
      <Base.Portal>
        <Base.Positioner className="menu__layer" sideOffset={4} align="end">
          <Base.Popup className="menu">
            {entries.map((entry) => (
              <Fragment key={entry.label}>
                {entry.apart ? <Base.Separator className="menu__sep" /> : null}
                <Base.Item className="menu__item" disabled={entry.off !== undefined} onClick={entry.run}>
                  {entry.icon === undefined ? null : <Icon name={entry.icon} />}
                  <span className="grow">{entry.label}</span>
                  {entry.off === undefined ? null : <span className="xs">{entry.off}</span>}
                  {entry.keys === undefined ? null : <Kbd keys={entry.keys} />}
                </Base.Item>
              </Fragment>
            ))}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}

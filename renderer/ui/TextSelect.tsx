import { Select as Base } from '@base-ui/react/select';
import type { ReactNode } from 'react';
import { Icon } from './Icon';
import type { Option } from './Select';
import './menu.css';
import './textSelect.css';

interface TextSelectProps<Value extends string> {
  label: string;
  /** Null while none of the values is in force. */
  value: Value | null;
  options: readonly Option<Value>[];
  onChange: (value: Value) => void;
  invalid?: boolean | undefined;
  describedBy?: string | undefined;
  /** What stands there while the list is closed. */
  children: ReactNode;
}

/** A fact that can be changed where it stands: it reads as text, and a press opens the list of what it could be. */
export function TextSelect<Value extends string>({
  label,
  value,
  options,
  onChange,
  invalid = false,
  describedBy,
  children,
}: TextSelectProps<Value>) {
  return (
    <Base.Root
      value={value}
      items={options}
      modal={false}
      onValueChange={(next) => {
        if (next !== null) onChange(next);
      }}
    >
      <Base.Trigger
        className="textselect"
        aria-label={label}
        {...(invalid ? { 'aria-invalid': true } : {})}
        {...(describedBy === undefined ? {} : { 'aria-describedby': describedBy })}
      >
        <span className="textselect__text">{children}</span>
        <Icon name="down" />
      </Base.Trigger>
      <Base.Portal>
        <Base.Positioner className="menu__layer" sideOffset={4} align="start" alignItemWithTrigger={false}>
          <Base.Popup className="menu menu--list menu--wide">
            <Base.List>
              {options.map((option) => (
                <Base.Item key={option.value} value={option.value} className="menu__item menu__item--long">
                  <Base.ItemText className="grow">{option.label}</Base.ItemText>
                  <Base.ItemIndicator>
                    <Icon name="check" />
                  </Base.ItemIndicator>
                </Base.Item>
              ))}
            </Base.List>
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}

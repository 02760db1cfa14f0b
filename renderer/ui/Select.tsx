import { Select as Base } from '@base-ui/react/select';
import { Icon } from './Icon';
import './field.css';
import './menu.css';

export interface Option<Value extends string> {
  value: Value;
  label: string;
}

interface SelectProps<Value extends string> {
  id?: string;
  label?: string;
  value: Value;
  options: readonly Option<Value>[];
  onChange: (value: Value) => void;
  disabled?: boolean;
  invalid?: boolean | undefined;
  describedBy?: string | undefined;
}

/** One of a few known values. */
export function Select<Value extends string>({
  id,
  label,
  value,
  options,
  onChange,
  disabled = false,
  invalid = false,
  describedBy,
}: SelectProps<Value>) {
  return (
    <Base.Root
      value={value}
      disabled={disabled}
      items={options}
      modal={false}
      onValueChange={(next) => {
        if (next !== null) onChange(next);
      }}
    >
      <Base.Trigger
        id={id}
        className="input input--select"
        aria-label={label}
        {...(invalid ? { 'aria-invalid': true, 'data-invalid': '' } : {})}
        {...(describedBy === undefined ? {} : { 'aria-describedby': describedBy })}
      >
        <Base.Value className="cut grow" />
        <Icon name="down" />
      </Base.Trigger>
      <Base.Portal>
        <Base.Positioner className="menu__layer" sideOffset={4} alignItemWithTrigger={false}>
          <Base.Popup className="menu menu--list">
            <Base.List>
              {options.map((option) => (
                <Base.Item key={option.value} value={option.value} className="menu__item">
                  <Base.ItemText className="grow cut">{option.label}</Base.ItemText>
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

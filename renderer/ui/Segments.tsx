import './controls.css';
import { Icon, type IconName } from './Icon';
import type { Option } from './Select';
import { Tooltip } from './Tooltip';

interface SegmentsProps<Value extends string> {
  label: string;
  value: Value;
  /** `off`: why it cannot be chosen now. It stays, can be focused, and says so. */
  options: readonly (Option<Value> & { icon?: IconName; off?: string })[];
  onChange: (value: Value) => void;
  disabled?: boolean;
  /** Shows the icons alone; the labels are their names. */
  icons?: boolean;
}

/** Two to four ways, one of them on. */
export function Segments<Value extends string>({
  label,
  value,
  options,
  onChange,
  disabled = false,
  icons = false,
}: SegmentsProps<Value>) {
  return (
    <fieldset className={icons ? 'seg seg--icons' : 'seg'} aria-label={label}>
      {options.map((option) => {
        const { off } = option;
        const button = (
          <button
            key={option.value}
            type="button"
            aria-pressed={option.value === value}
            disabled={disabled}
            onClick={() => {
              if (off === undefined) onChange(option.value);
            }}
            {...(icons ? { 'aria-label': option.label, title: option.label } : {})}
            {...(off === undefined ? {} : { 'aria-disabled': true, 'aria-description': off })}
          >
            {option.icon === undefined ? null : <Icon name={option.icon} />}
            {icons ? null : option.label}
          </button>
        );
        return off === undefined ? (
          button
        ) : (
          <Tooltip key={option.value} text={off}>
            {button}
          </Tooltip>
        );
      })}
    </fieldset>
  );
}

import './controls.css';
import { Icon, type IconName } from './Icon';
import type { Option } from './Select';

interface SegmentsProps<Value extends string> {
  label: string;
  value: Value;
  options: readonly (Option<Value> & { icon?: IconName })[];
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
      {options.map((option) => (
        <button
          key={option.value}
          type="button"
          aria-pressed={option.value === value}
          disabled={disabled}
          onClick={() => onChange(option.value)}
          {...(icons ? { 'aria-label': option.label, title: option.label } : {})}
        >
          {option.icon === undefined ? null : <Icon name={option.icon} />}
          {icons ? null : option.label}
        </button>
      ))}
    </fieldset>
  );
}

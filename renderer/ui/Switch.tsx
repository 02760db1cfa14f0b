import { Checkbox as BaseCheckbox } from '@base-ui/react/checkbox';
import { Switch as BaseSwitch } from '@base-ui/react/switch';
import './controls.css';
import { Icon } from './Icon';

interface ToggleProps {
  id?: string;
  label?: string;
  checked: boolean;
  onChange: (checked: boolean) => void;
  disabled?: boolean;
}

/** On or off, at once. */
export function Switch({ id, label, checked, onChange, disabled = false }: ToggleProps) {
  return (
    <BaseSwitch.Root
      id={id}
      aria-label={label}
      className="switch"
      checked={checked}
      disabled={disabled}
      onCheckedChange={onChange}
    />
  );
}

/** Yes or no, as part of a form. */
export function Checkbox({ id, label, checked, onChange, disabled = false }: ToggleProps) {
  return (
    <BaseCheckbox.Root
      id={id}
      aria-label={label}
      className="check"
      checked={checked}
      disabled={disabled}
      onCheckedChange={onChange}
    >
      <BaseCheckbox.Indicator>
        <Icon name="check" />
      </BaseCheckbox.Indicator>
    </BaseCheckbox.Root>
  );
}

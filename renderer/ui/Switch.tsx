import { Switch as BaseSwitch } from '@base-ui/react/switch';
import './controls.css';

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

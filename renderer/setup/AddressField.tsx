import { useState } from 'react';
import { plainAddress } from '../../core/session/serverKey';
import { editServer } from '../store/setupServers';
import { Input } from '../ui/Field';

interface AddressFieldProps {
  id?: string;
  label?: string;
  /** The address in use. */
  address: string;
  /** Which of the set-up's servers it is. */
  place?: number;
  /** There is room for the sign before it. */
  wide?: boolean;
  disabled?: boolean;
  invalid?: boolean;
  describedBy?: string | undefined;
}

/** Where ComfyUI runs. While it is typed the text stays as it is; left empty, the first one is the default address again. */
export function AddressField({
  id,
  label,
  address,
  place = 0,
  wide = true,
  disabled = false,
  invalid = false,
  describedBy,
}: AddressFieldProps) {
  const [typed, setTyped] = useState<string | null>(null);
  const shown = typed ?? plainAddress(address);
  return (
    <Input
      id={id}
      aria-label={label}
      icon={wide ? 'server' : undefined}
      title={shown}
      placeholder="host:8188"
      describedBy={describedBy}
      invalid={invalid}
      disabled={disabled}
      value={shown}
      onChange={(text) => {
        setTyped(text);
        editServer(place, text);
      }}
      onBlur={() => setTyped(null)}
    />
  );
}

import { useState } from 'react';
import { plainAddress } from '../store/comfy';
import { editSetup } from '../store/setupDraft';
import { Input } from '../ui/Field';

interface AddressFieldProps {
  id?: string;
  label?: string;
  /** The address in use. */
  address: string;
  disabled?: boolean;
  invalid?: boolean;
  describedBy?: string | undefined;
}

/** Where ComfyUI runs. While it is typed the text stays as it is; left empty, it is the default address again. */
export function AddressField({
  id,
  label,
  address,
  disabled = false,
  invalid = false,
  describedBy,
}: AddressFieldProps) {
  const [typed, setTyped] = useState<string | null>(null);
  return (
    <Input
      id={id}
      aria-label={label}
      icon="server"
      describedBy={describedBy}
      invalid={invalid}
      disabled={disabled}
      value={typed ?? plainAddress(address)}
      onChange={(text) => {
        setTyped(text);
        editSetup({ servers: text.trim() === '' ? [] : [text.trim()] });
      }}
      onBlur={() => setTyped(null)}
    />
  );
}

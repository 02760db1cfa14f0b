import { useState } from 'react';
import { Input } from './Field';

interface NumberFieldProps {
  id?: string;
  label?: string;
  value: number | null;
  /** A number that could be read. */
  onChange: (value: number) => void;
  /** What stands there while it cannot be read as a number, and null as soon as it can. */
  onUnreadable: (text: string | null) => void;
  /** The unreadable text that was kept, so that it is still there after a change of tab. */
  unreadable: string | null;
  /** Only whole numbers can be read. */
  whole?: boolean;
  disabled?: boolean;
  invalid?: boolean | undefined;
  describedBy?: string | undefined;
}

/** Reads a decimal number as a person writes it, with a point or a comma; null when it is none. */
export function readNumber(text: string): number | null {
  const clean = text.trim().replace(',', '.').replace('−', '-');
  if (!/^[+-]?(\d+\.?\d*|\.\d+)$/.test(clean)) return null;
  const value = Number(clean);
  return Number.isFinite(value) ? value : null;
}

/** A number typed as text: what cannot be read stays as it was typed, and is said to be a fault. */
export function NumberField({
  whole = false,
  value,
  onChange,
  onUnreadable,
  unreadable,
  label,
  invalid,
  ...rest
}: NumberFieldProps) {
  const [typed, setTyped] = useState<string | null>(null);
  const shown = unreadable ?? typed ?? (value === null ? '' : String(value));
  return (
    <Input
      {...rest}
      className="input--num"
      inputMode="decimal"
      aria-label={label}
      invalid={invalid}
      value={shown}
      onChange={(text) => {
        const read = readNumber(text);
        const number = whole && read !== null && !Number.isInteger(read) ? null : read;
        setTyped(text);
        onUnreadable(number === null ? text : null);
        if (number !== null) onChange(number);
      }}
      onBlur={() => setTyped(null)}
    />
  );
}

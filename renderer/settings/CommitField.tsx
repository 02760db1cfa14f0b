import { type ReactNode, useState } from 'react';
import { Input } from '../ui/Field';
import type { IconName } from '../ui/Icon';

interface CommitFieldProps {
  label: string;
  /** What is in force. */
  value: string;
  /** Takes what was typed; false keeps it in the field, to be corrected. */
  onCommit: (text: string) => boolean | Promise<boolean>;
  /** What stands in the field and does not count yet; null when it was given up. */
  onEdit?: (typed: string | null) => void;
  icon?: IconName;
  number?: boolean;
  placeholder?: string | undefined;
  disabled?: boolean;
  invalid?: boolean;
  describedBy?: string | undefined;
  end?: ReactNode;
}

/** A text that counts on Enter or when the field is left; Escape puts back what was there. */
export function CommitField({ label, value, onCommit, onEdit, number = false, ...rest }: CommitFieldProps) {
  const [typed, setTyped] = useState<string | null>(null);
  const commit = async () => {
    if (typed === null) return;
    if (typed.trim() === value || (await onCommit(typed.trim())))
      setTyped((now) => (now === typed ? null : now));
  };
  return (
    <Input
      {...rest}
      {...(number ? { className: 'input--num', inputMode: 'decimal' } : {})}
      aria-label={label}
      value={typed ?? value}
      onChange={(text) => {
        onEdit?.(text);
        setTyped(text);
      }}
      onBlur={() => void commit()}
      onKeyDown={(event) => {
        if (event.key === 'Enter') void commit();
        if (event.key === 'Escape' && typed !== null) {
          event.preventDefault();
          onEdit?.(null);
          setTyped(null);
        }
      }}
    />
  );
}

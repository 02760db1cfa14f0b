import { type FormEvent, useEffect, useRef, useState } from 'react';
import { MAX_RATER_NAME } from '../../../core/session/raterName';
import { Button } from '../../ui/Button';
import { FaultLine, Input } from '../../ui/Field';

interface NameFormProps {
  /** What the field is for: its name. */
  label: string;
  /** What stands in it at first. */
  name: string;
  button: string;
  /** Takes the name. Out: what is wrong with it, or null. */
  onSubmit: (name: string) => Promise<string | null> | string | null;
  onClose: () => void;
}

/** Asks for a rater's name: Enter takes it, Escape leaves it. */
export function NameForm({ label, name: before, button, onSubmit, onClose }: NameFormProps) {
  const [name, setName] = useState(before);
  const [fault, setFault] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    field.current?.focus();
    field.current?.select();
  }, []);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (isBusy) return;
    setBusy(true);
    const why = await onSubmit(name);
    setBusy(false);
    setFault(why);
    if (why === null) onClose();
  };
  return (
    <form className="raters__form" onSubmit={(event) => void submit(event)}>
      <div className="line">
        <Input
          small
          ref={field}
          aria-label={label}
          dir="auto"
          placeholder="Name"
          maxLength={MAX_RATER_NAME}
          invalid={fault !== null}
          value={name}
          onChange={(next) => {
            setName(next);
            setFault(null);
          }}
          onKeyDown={(event) => {
            if (event.key !== 'Escape') return;
            // Only the field closes, not what it stands in.
            event.preventDefault();
            event.stopPropagation();
            onClose();
          }}
        />
        <Button small type="submit" busy={isBusy}>
          {button}
        </Button>
        <Button small look="quiet" onClick={onClose}>
          Cancel
        </Button>
      </div>
      {fault === null ? null : (
        <div role="alert">
          <FaultLine>{fault}</FaultLine>
        </div>
      )}
    </form>
  );
}

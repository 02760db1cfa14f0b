import { useEffect, useRef, useState } from 'react';
import { Button } from '../ui/Button';
import { FaultLine, Help, TextArea } from '../ui/Field';

/** What a pasted text comes to. */
export interface PasteReading {
  count: number;
  button: string;
  note: string | null;
  fault: string | null;
  add: () => void;
}

interface PastePanelProps {
  label: string;
  placeholder: string;
  hint: string;
  read: (text: string) => PasteReading;
  onClose: () => void;
}

/** A place to paste many values into, with what they come to said live. */
export function PastePanel({ label, placeholder, hint, read, onClose }: PastePanelProps) {
  const [text, setText] = useState('');
  const field = useRef<HTMLTextAreaElement>(null);
  const reading = read(text);
  const isOff = reading.count === 0 || reading.fault !== null;
  useEffect(() => field.current?.focus(), []);
  return (
    <div className="paste">
      <TextArea
        ref={field}
        rows={4}
        dir="auto"
        aria-label={label}
        placeholder={placeholder}
        invalid={reading.fault !== null}
        value={text}
        onChange={setText}
        onKeyDown={(event) => {
          if (event.key === 'Escape') onClose();
        }}
      />
      {reading.fault === null ? (
        <Help>
          {hint} {reading.note}
        </Help>
      ) : (
        <FaultLine>{reading.fault}</FaultLine>
      )}
      <div className="paste__acts">
        <Button
          small
          off={isOff ? (reading.fault ?? 'Nothing to add yet') : undefined}
          onClick={() => {
            reading.add();
            onClose();
          }}
        >
          {reading.button}
        </Button>
        <Button small look="quiet" onClick={onClose}>
          Cancel
        </Button>
      </div>
    </div>
  );
}

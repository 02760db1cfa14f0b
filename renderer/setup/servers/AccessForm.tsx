import { useState } from 'react';
import { plainAddress } from '../../../core/session/serverKey';
import { type HeaderFaults, setHeader } from '../../store/access';
import { Button } from '../../ui/Button';
import { FaultLine, Help, Input } from '../../ui/Field';

interface AccessFormProps {
  address: string;
  /** The name of the header that is set. */
  header: string | null;
  onDone: () => void;
}

/** The header of a protected server. Its value is typed here once and never shown again. */
export default function AccessForm({ address, header, onDone }: AccessFormProps) {
  const [isChanging, setChanging] = useState(header === null);
  const [name, setName] = useState(header ?? 'Authorization');
  const [value, setValue] = useState('');
  const [faults, setFaults] = useState<HeaderFaults>({});
  const [busy, setBusy] = useState<'keep' | 'remove' | null>(null);
  const send = async (what: 'keep' | 'remove') => {
    setBusy(what);
    const found = await setHeader(address, what === 'keep' ? { name, value } : null);
    setBusy(null);
    setFaults(found);
    if (Object.keys(found).length === 0) onDone();
  };
  if (!isChanging) {
    return (
      <div className="access">
        <p>
          A header is set: <b>{header}</b>
        </p>
        <Help>It goes with every request to {plainAddress(address)}, and to no other place.</Help>
        {faults.all === undefined ? null : <FaultLine>{faults.all}</FaultLine>}
        <div className="access__acts">
          <Button small autoFocus onClick={() => setChanging(true)}>
            Change
          </Button>
          <Button small look="quiet" busy={busy === 'remove'} onClick={() => void send('remove')}>
            Remove
          </Button>
        </div>
      </div>
    );
  }
  return (
    <form
      className="access"
      onSubmit={(event) => {
        event.preventDefault();
        if (busy === null && value !== '') void send('keep');
      }}
    >
      <Part label="Name" fault={faults.name}>
        <Input
          small
          // It comes after its popover has opened, which then had nothing to give the focus to.
          autoFocus
          aria-label="Name of the header"
          invalid={faults.name !== undefined}
          value={name}
          onChange={setName}
        />
      </Part>
      <Part label="Value" fault={faults.value}>
        <Input
          small
          type="password"
          autoComplete="new-password"
          aria-label="Value of the header"
          placeholder="Bearer and the key"
          invalid={faults.value !== undefined}
          value={value}
          onChange={setValue}
        />
      </Part>
      <Help>
        For a server behind a login. It is kept on this computer and never shown again; sessions, logs and
        exports do not hold it.
      </Help>
      {faults.all === undefined ? null : <FaultLine>{faults.all}</FaultLine>}
      <div className="access__acts">
        <Button
          small
          type="submit"
          look="primary"
          busy={busy === 'keep'}
          off={value === '' ? 'There is no value yet' : undefined}
        >
          Keep and test
        </Button>
        <Button small look="quiet" onClick={onDone}>
          Cancel
        </Button>
      </div>
    </form>
  );
}

function Part({
  label,
  fault,
  children,
}: {
  label: string;
  fault: string | undefined;
  children: React.ReactNode;
}) {
  return (
    <div className="access__part">
      <span className="label" aria-hidden="true">
        {label}
      </span>
      {children}
      {fault === undefined ? null : <FaultLine>{fault}</FaultLine>}
    </div>
  );
}

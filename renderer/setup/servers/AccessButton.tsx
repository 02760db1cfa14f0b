import { plainAddress } from '../../../core/session/serverKey';
import { IconButton } from '../../ui/Button';
import { laterPart } from '../../ui/laterPart';
import { Popover } from '../../ui/Popover';

const form = laterPart(() => import('./AccessForm'), {
  waiting: <div className="access" aria-busy="true" />,
});

interface AccessButtonProps {
  address: string;
  /** The name of the header that is set. */
  header: string | null;
  open: boolean;
  onOpenChange: (isOpen: boolean) => void;
}

/** Opens the header of a protected server, beside its address. */
export function AccessButton({ address, header, open, onOpenChange }: AccessButtonProps) {
  const where = plainAddress(address);
  return (
    <Popover
      narrow
      title="Access header"
      open={open}
      onOpenChange={onOpenChange}
      trigger={
        <IconButton
          icon="key"
          className={header === null ? undefined : 'servers__key'}
          label={
            header === null ? `Access header of ${where}` : `Access header of ${where}: ${header} is set`
          }
        />
      }
    >
      <form.Part address={address} header={header} onDone={() => onOpenChange(false)} />
    </Popover>
  );
}

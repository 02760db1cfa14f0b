import { useState } from 'react';
import { HelpLink } from '../../help/HelpLink';
import { headerOf, useAccess } from '../../store/access';
import { lookAtServer } from '../../store/comfy';
import type { DraftFault } from '../../store/draft';
import { type HeardServer, lookAtOther } from '../../store/otherServers';
import { tryDemo } from '../../store/sessionActions';
import { Button, IconButton, LinkButton } from '../../ui/Button';
import { Row } from '../../ui/Field';
import { AddressField } from '../AddressField';
import { AccessButton } from './AccessButton';
import { ServerState } from './ServerState';

interface ServerRowProps {
  address: string;
  place: number;
  /** How many rows there are. */
  of: number;
  /** What is known of it; null while nothing usable is typed. */
  heard: HeardServer | null;
  /** One of the servers can be used: one that cannot is said without alarm. */
  isOneUsable: boolean;
  faults: readonly DraftFault[];
  isFixed: boolean;
  onRemove: () => void;
}

/** One server: its address, how it stands, and its login. */
export function ServerRow(props: ServerRowProps) {
  const { address, place, of, heard, isOneUsable, faults, isFixed, onRemove } = props;
  const [isAccessOpen, setAccessOpen] = useState(false);
  const header = useAccess(({ servers }) => headerOf(servers, address));
  const field = place === 0 ? 'setup.servers' : `setup.servers[${place}]`;
  const fault = faults.find((one) => one.field === field || (place === 0 && one.field === `${field}[0]`));
  const isOnly = of === 1;
  const name = isOnly ? 'Server' : `Server ${place + 1}`;
  const isDemo = heard?.server?.is_demo === true || address === 'demo';
  const isForbidden = heard?.server?.state === 'forbidden';
  const openAccess = () => setAccessOpen(true);
  return (
    <Row
      label={name}
      field={field}
      fault={
        fault === undefined ? undefined : (
          <>
            {fault.message}
            {isForbidden ? (
              <>
                {' '}
                <LinkButton onClick={openAccess}>
                  {header === null ? 'Set a header' : 'Change the header'}
                </LinkButton>
              </>
            ) : heard?.addressFault === null && heard.server?.state === 'unreachable' && place === 0 ? (
              <>
                {' '}
                Or <LinkButton onClick={() => void tryDemo()}>try it with the built-in demo</LinkButton>.
              </>
            ) : null}{' '}
            <HelpLink topic="noConnection" about={fault.message} />
          </>
        )
      }
      help={
        heard === null ? undefined : (
          <ServerState heard={heard} header={header} isOneUsable={isOneUsable} onAccess={openAccess} />
        )
      }
    >
      {({ id, describedBy, invalid }) => (
        <div className="group servers__row">
          <AddressField
            id={id}
            place={place}
            wide={isOnly}
            address={address}
            describedBy={describedBy}
            invalid={invalid}
            disabled={isFixed}
          />
          <Button
            busy={heard?.isLooking ?? false}
            off={address.trim() === '' ? 'There is no address yet' : undefined}
            aria-label={isOnly ? undefined : `Test ${name.toLowerCase()}`}
            onClick={() => void (place === 0 ? lookAtServer(address) : lookAtOther(address))}
          >
            Test
          </Button>
          {(isDemo && header === null) || address.trim() === '' ? null : (
            <AccessButton
              address={address}
              header={header}
              open={isAccessOpen}
              onOpenChange={setAccessOpen}
            />
          )}
          {isOnly || isFixed ? null : (
            <IconButton icon="x" label={`Remove ${name.toLowerCase()}`} onClick={onRemove} />
          )}
        </div>
      )}
    </Row>
  );
}

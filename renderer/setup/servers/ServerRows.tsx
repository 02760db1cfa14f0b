import { useEffect } from 'react';
import { serverKey } from '../../../core/session/serverKey';
import { MAX_SERVERS } from '../../../core/session/setup';
import { fetchAccess } from '../../store/access';
import { useComfy } from '../../store/comfy';
import { useConnection } from '../../store/connection';
import { type HeardServer, useOtherServers } from '../../store/otherServers';
import { useDraft } from '../../store/setupDraft';
import { addServer, removeServer, serverRows } from '../../store/setupServers';
import { Button } from '../../ui/Button';
import { goToField } from '../../ui/fieldPlace';
import type { SetupPart } from '../part';
import './servers.css';
import { ServerRow } from './ServerRow';

/** The servers that make the images: one row each, with how it stands and what can be done about it. */
export function ServerRows({ faults, isFixed }: SetupPart) {
  const { servers } = useDraft((state) => state.draft.setup);
  const usual = useConnection((state) => state.info?.default_server ?? '');
  const { addressFault, server, offers, isLooking } = useComfy();
  const others = useOtherServers((state) => state.heard);
  const rows = serverRows(servers, usual);
  useEffect(() => void fetchAccess(), []);
  const heardAt = (place: number): HeardServer | null => {
    const address = rows[place] ?? '';
    return place === 0
      ? { address, server, addressFault, offers, isLooking }
      : (others[serverKey(address)] ?? null);
  };
  const isOneUsable = rows.some((_, place) => {
    const heard = heardAt(place);
    return heard !== null && heard.addressFault === null && (heard.server?.state ?? 'ok') === 'ok';
  });
  return (
    <>
      {rows.map((address, place) => (
        <ServerRow
          // A row is its place: the address in it changes while it is typed.
          // biome-ignore lint/suspicious/noArrayIndexKey: the rows of a list that is edited by place
          key={place}
          address={address}
          place={place}
          of={rows.length}
          heard={heardAt(place)}
          isOneUsable={isOneUsable}
          faults={faults}
          isFixed={isFixed}
          onRemove={() => {
            removeServer(place);
            // The cursor is not lost with its row.
            goToRow(Math.max(0, place - 1));
          }}
        />
      ))}
    </>
  );
}

/** One more row, with the cursor in it. */
export function AddServerButton() {
  const isFull = useDraft((state) => state.draft.setup.servers.length >= MAX_SERVERS);
  return (
    <Button
      look="quiet"
      small
      icon="plus"
      off={isFull ? `A run takes up to ${MAX_SERVERS} servers` : undefined}
      onClick={() => goToRow(addServer())}
    >
      Add another server
    </Button>
  );
}

function goToRow(place: number): void {
  // The row is drawn first, then its field is found.
  requestAnimationFrame(() => goToField(place === 0 ? 'setup.servers' : `setup.servers[${place}]`));
}

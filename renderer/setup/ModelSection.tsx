import type { ReactNode } from 'react';
import type { ComfyServer } from '../../core/contract/sessionView';
import { lookAtServer, useComfy } from '../store/comfy';
import { useConnection } from '../store/connection';
import { serverAddress, tryDemo } from '../store/sessionActions';
import { editSetup, useBegunSetup, useDraft } from '../store/setupDraft';
import { Button, LinkButton } from '../ui/Button';
import { Combobox } from '../ui/Combobox';
import { Row } from '../ui/Field';
import { Dot } from '../ui/Status';
import { AddressField } from './AddressField';
import { faultAt, faultText } from './faultPlaces';
import type { SetupPart } from './part';
import { SamplingRows } from './SamplingRows';
import { ServerCopiesRow } from './ServerCopiesRow';
import { WorkflowRow } from './WorkflowRow';

/** Server, checkpoint and workflow. */
export function ModelSection({ faults, isFixed }: SetupPart) {
  const setup = useDraft((state) => state.draft.setup);
  const begun = useBegunSetup();
  const offers = useComfy((state) => state.offers);
  // Where images are made may change at any time, what they are made with not.
  const kept = { faults, isFixed: isFixed || begun !== null };
  const checkpointFault = faultAt(faults, 'setup.checkpoint');
  const choose = (name: string) => editSetup({ checkpoint: name.trim() === '' ? null : name });
  return (
    <section className="section">
      <div className="section__head">
        <h2>Model</h2>
      </div>
      <ServerRow faults={faults} isFixed={isFixed} />
      {setup.workflow === null ? (
        <Row label="Checkpoint" field="setup.checkpoint" fault={faultText(checkpointFault, choose)}>
          {({ id, describedBy, invalid }) => (
            <Combobox
              id={id}
              describedBy={describedBy}
              invalid={invalid}
              disabled={kept.isFixed}
              value={setup.checkpoint ?? ''}
              options={offers?.checkpoints ?? []}
              placeholder={offers?.checkpoints[0] ?? "The server's first one"}
              none={
                offers === null
                  ? 'The list comes from the server, once it answers.'
                  : 'No checkpoint of that name.'
              }
              onChange={choose}
            />
          )}
        </Row>
      ) : null}
      <WorkflowRow {...kept} />
      {setup.workflow === null ? <SamplingRows {...kept} /> : null}
      <ServerCopiesRow faults={faults} isFixed={isFixed} />
    </section>
  );
}

function ServerRow({ faults, isFixed }: SetupPart) {
  const setup = useDraft((state) => state.draft.setup);
  const info = useConnection((state) => state.info);
  const { addressFault, server, isLooking } = useComfy();
  const address = serverAddress(setup, info?.default_server);
  const fault = faultAt(faults, 'setup.servers');
  return (
    <Row
      label="Server"
      field="setup.servers"
      fault={
        fault === undefined ? undefined : serverFault(fault.message, addressFault === null ? server : null)
      }
      help={server === null ? waiting(isLooking) : server.state === 'ok' ? heard(server) : undefined}
    >
      {({ id, describedBy, invalid }) => (
        <div className="group">
          <AddressField
            id={id}
            address={address}
            describedBy={describedBy}
            invalid={invalid}
            disabled={isFixed}
          />
          <Button busy={isLooking} onClick={() => void lookAtServer(address)}>
            Test
          </Button>
        </div>
      )}
    </Row>
  );
}

function serverFault(message: string, server: ComfyServer | null): ReactNode {
  if (server?.state !== 'unreachable') return message;
  return (
    <>
      {message} Or <LinkButton onClick={() => void tryDemo()}>try it with the built-in demo</LinkButton>.
    </>
  );
}

function waiting(isLooking: boolean): ReactNode {
  return (
    <span className="line" role="status">
      <Dot state="wait" />
      {isLooking ? 'Looking' : 'Not asked yet'}
    </span>
  );
}

/** What a server said about itself: version, device, free memory. */
function heard(server: ComfyServer): ReactNode {
  const device = server.devices[0];
  const facts = server.is_demo
    ? ['Built-in demo, draws by itself']
    : [device?.name, device?.vram_free == null ? null : `${(device.vram_free / 2 ** 30).toFixed(1)} GB free`];
  return (
    <span className="line" role="status">
      <Dot state="ok" />
      <span>
        {server.is_demo ? null : <span className="wide">ComfyUI {server.version}, </span>}
        {facts.filter(Boolean).join(', ')}
      </span>
    </span>
  );
}

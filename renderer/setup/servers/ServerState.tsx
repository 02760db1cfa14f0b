import type { ReactNode } from 'react';
import type { ComfyServer } from '../../../core/contract/comfyView';
import type { HeardServer } from '../../store/otherServers';
import { deviceWords } from '../../store/serverWords';
import { LinkButton } from '../../ui/Button';
import { Dot } from '../../ui/Status';

interface ServerStateProps {
  heard: HeardServer;
  /** The name of the header it gets. */
  header: string | null;
  isOneUsable: boolean;
  onAccess: () => void;
}

/** How a server stands, in a line. One that is out while another can be used is said without alarm. */
export function ServerState({
  heard: { server, addressFault, isLooking },
  header,
  isOneUsable,
  onAccess,
}: ServerStateProps) {
  if (addressFault !== null) return null;
  if (server === null) return <StateLine dot="wait">{isLooking ? 'Looking' : 'Not asked yet'}</StateLine>;
  switch (server.state) {
    case 'ok':
      return <StateLine dot="ok">{heardWords(server)}</StateLine>;
    case 'forbidden':
      return (
        <StateLine dot="fault">
          Lets nobody in.{' '}
          <LinkButton onClick={onAccess}>{header === null ? 'Set a header' : 'Change the header'}</LinkButton>
        </StateLine>
      );
    case 'not_comfyui':
      return (
        <StateLine dot="off">Something else than ComfyUI answers. Not used until that changes.</StateLine>
      );
    case 'unreachable':
      return (
        <StateLine dot="off">
          {isOneUsable ? 'Not answering. Used when it does.' : 'Not answering.'}
        </StateLine>
      );
  }
}

function StateLine({ dot, children }: { dot: 'ok' | 'wait' | 'fault' | 'off'; children: ReactNode }) {
  return (
    <span className="line" role="status">
      <Dot state={dot} />
      <span>{children}</span>
    </span>
  );
}

/** What a server said about itself: version, device, free memory. */
function heardWords(server: ComfyServer): ReactNode {
  if (server.is_demo) return 'Built-in demo, draws by itself';
  const device = server.devices[0];
  const facts = [
    device === undefined ? null : deviceWords(device.name),
    device?.vram_free == null ? null : `${(device.vram_free / 2 ** 30).toFixed(1)} GB free`,
  ].filter(Boolean);
  return (
    <>
      <span className="wide">ComfyUI {server.version}, </span>
      {facts.join(', ')}
    </>
  );
}

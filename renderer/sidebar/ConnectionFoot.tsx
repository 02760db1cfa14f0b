import type { ComfyServer } from '../../core/contract/comfyView';
import { plainAddress } from '../../core/session/serverKey';
import { useComfy } from '../store/comfy';
import { useConnection } from '../store/connection';
import { useOtherServers } from '../store/otherServers';
import { deviceWords } from '../store/serverWords';
import { closeOverlay, showTab } from '../store/view';
import { goToField } from '../ui/fieldPlace';
import { Dot } from '../ui/Status';
import { HelpButton } from './HelpButton';
import { SettingsButton } from './SettingsButton';

interface ServerWords {
  state: 'ok' | 'wait' | 'fault';
  text: string;
  /** What it runs on, said faintly. */
  device: string | null;
}

/** How the server in use stands, in a few words. */
export function useServerWords(): ServerWords {
  const { address, addressFault, server } = useComfy();
  const others = Object.values(useOtherServers(({ heard }) => heard));
  const isLost = useConnection(({ link }) => link === 'lost');
  if (isLost) return { state: 'fault', text: 'Blindfold is not answering', device: null };
  if (others.length > 0) return severalWords([server, ...others.map((other) => other.server)]);
  if (addressFault !== null)
    return { state: 'fault', text: 'The server address cannot be used', device: null };
  if (server === null)
    return {
      state: 'wait',
      text: `Looking for ComfyUI${address === null ? '' : ` at ${plainAddress(address)}`}`,
      device: null,
    };
  const at = server.is_demo ? 'the demo server' : plainAddress(server.url);
  switch (server.state) {
    case 'ok':
      return {
        state: 'ok',
        text: server.is_demo ? 'Built-in demo' : `ComfyUI ${server.version ?? ''}`.trim(),
        device: server.is_demo ? 'draws by itself' : deviceOf(server),
      };
    case 'unreachable':
      return { state: 'fault', text: `No ComfyUI at ${at}`, device: null };
    case 'not_comfyui':
      return { state: 'fault', text: `No ComfyUI at ${at}, but something else`, device: null };
    case 'forbidden':
      return { state: 'fault', text: `ComfyUI at ${at} lets nobody in`, device: null };
  }
}

function deviceOf({ devices: [first] }: ComfyServer): string | null {
  return first === undefined ? null : deviceWords(first.name);
}

/** How several servers stand: only when none of them answers is that a fault. */
function severalWords(servers: readonly (ComfyServer | null)[]): ServerWords {
  const heard = servers.filter((server) => server !== null);
  const answering = heard.filter(({ state }) => state === 'ok');
  const isLooking = heard.length < servers.length;
  return {
    state: answering.length > 0 ? 'ok' : isLooking ? 'wait' : 'fault',
    text: `${answering.length} of ${servers.length} servers answer`,
    device: null,
  };
}

function goToServer(): void {
  closeOverlay();
  showTab('setup');
  // The tab is drawn first, then its field is found.
  requestAnimationFrame(() => goToField('setup.servers'));
}

/** The connection at the sidebar's foot; it leads to the address in the set-up. */
export function ConnectionFoot() {
  const { state, text, device } = useServerWords();
  return (
    <div className="sidebar__foot">
      <button type="button" className="conn" title={text} onClick={goToServer}>
        <Dot state={state} />
        <span className={state === 'fault' ? 'cut fault' : 'cut'}>
          {text} {device === null ? null : <span className="faint">{device}</span>}
        </span>
      </button>
      <HelpButton />
      <SettingsButton />
    </div>
  );
}

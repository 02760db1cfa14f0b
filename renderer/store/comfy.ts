import { create } from 'zustand';
import type { ComfyServer, ComfyState } from '../../core/contract/comfyView';
import { AppFailure } from '../../core/contract/failure';
import { serverKey } from '../../core/session/serverKey';
import { call } from './backend';
import { tellFailure } from './notices';

interface Comfy {
  /** The address that was last asked about. */
  address: string | null;
  /** Why the address itself cannot be used, in a sentence; null while it can. */
  addressFault: string | null;
  /** What was heard from it; null before the first answer. */
  server: ComfyServer | null;
  offers: Omit<ComfyState, 'servers'> | null;
  /** Somebody asked and waits; looks that nobody asked for are not shown. */
  isLooking: boolean;
}

/** The server in use and what it offers. */
export const useComfy = create<Comfy>()(() => ({
  address: null,
  addressFault: null,
  server: null,
  offers: null,
  isLooking: false,
}));

/** How often a server that does not answer, or that works, is looked at again, in ms. */
export const LOOK_AGAIN_MS = 5000;
/** An address being typed is asked about once it has been left alone for so long, in ms. */
export const TYPING_MS = 500;

let timer: ReturnType<typeof setTimeout> | null = null;
let lookNumber = 0;

/** Asks about an address now. Only the answer to the latest question counts. `isQuiet`: nobody waits for it. */
export async function lookAtServer(address: string, isQuiet = false): Promise<void> {
  stopLooking();
  lookNumber += 1;
  const number = lookNumber;
  const isSame = useComfy.getState().address === address;
  useComfy.setState({
    address,
    isLooking: !isQuiet,
    ...(isSame ? {} : { addressFault: null, server: null, offers: null }),
  });
  try {
    const { servers, ...offers } = await call('comfy.state', { server: address });
    if (number !== lookNumber) return;
    const server = serverAt(servers, address);
    useComfy.setState({
      addressFault: null,
      server,
      offers: server?.state === 'ok' ? offers : null,
      isLooking: false,
    });
    if (server?.state !== 'ok') timer = setTimeout(() => void lookAtServer(address, true), LOOK_AGAIN_MS);
  } catch (error) {
    if (number !== lookNumber) return;
    useComfy.setState({ isLooking: false });
    // What is wrong with the address itself stands beside its field, like an address without a server.
    if (error instanceof AppFailure && error.code === 'bad_request') {
      const server = unreachable(address, error.message);
      useComfy.setState({ addressFault: error.message, server, offers: null });
    } else {
      tellFailure(error);
    }
  }
}

function unreachable(url: string, message: string): ComfyServer {
  return { url, state: 'unreachable', version: null, devices: [], queue: null, is_demo: false, message };
}

/** Asks about an address that is being typed, once the typing pauses. */
export function lookAtServerSoon(address: string): void {
  if (timer !== null) clearTimeout(timer);
  timer = setTimeout(() => void lookAtServer(address), TYPING_MS);
}

/** Looks again at the server in use, when its state may have changed. */
export function lookAgain(): void {
  const { address, isLooking } = useComfy.getState();
  if (address !== null && !isLooking) void lookAtServer(address, true);
}

/** Looks at the server in use now and, where it `isChanging`, again and again; the answer stops it. */
export function followServer(isChanging: boolean): () => void {
  lookAgain();
  if (!isChanging) return () => undefined;
  const again = setInterval(lookAgain, LOOK_AGAIN_MS);
  return () => clearInterval(again);
}

/** Takes a server's state that came by push. */
export function serverChanged(server: ComfyServer): void {
  const { address, server: known } = useComfy.getState();
  if (address === null || !isServerAt(server, address)) return;
  if (server.state === 'ok' && known?.state !== 'ok') void lookAtServer(address, true);
  else useComfy.setState({ server });
}

function stopLooking(): void {
  if (timer !== null) clearTimeout(timer);
  timer = null;
}

/** The server that an address means among those answered: the demo by its word, others by host and port. */
export function serverAt(servers: readonly ComfyServer[], address: string): ComfyServer | null {
  return servers.find((server) => isServerAt(server, address)) ?? servers[0] ?? null;
}

function isServerAt(server: ComfyServer, address: string): boolean {
  if (address === 'demo') return server.is_demo;
  return serverKey(server.url) === serverKey(address);
}

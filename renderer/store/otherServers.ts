import { create } from 'zustand';
import type { ComfyServer, ComfyState } from '../../core/contract/comfyView';
import { AppFailure } from '../../core/contract/failure';
import { serverKey } from '../../core/session/serverKey';
import { call } from './backend';
import { LOOK_AGAIN_MS, serverAt, TYPING_MS } from './comfy';
import { tellFailure } from './notices';

/** What is known of one server of a set-up. */
export interface HeardServer {
  /** As it was typed. */
  address: string;
  /** Null before the first answer. */
  server: ComfyServer | null;
  /** Why the address itself cannot be used, in a sentence; null while it can. */
  addressFault: string | null;
  /** What it has; null while it does not answer. */
  offers: Omit<ComfyState, 'servers'> | null;
  /** Somebody asked and waits. */
  isLooking: boolean;
}

const UNHEARD: Omit<HeardServer, 'address'> = {
  server: null,
  addressFault: null,
  offers: null,
  isLooking: false,
};

/** What was heard of the servers after the first, by `serverKey`. */
export const useOtherServers = create<{ heard: Readonly<Record<string, HeardServer>> }>()(() => ({
  heard: {},
}));

/** The next look at each server that does not answer, or is being typed. */
const timers = new Map<string, ReturnType<typeof setTimeout>>();
/** The latest look at each: only its answer counts. */
const looks = new Map<string, number>();
let lookNumber = 0;

/** Knows these servers from now on and no others; asks about new ones at once, or once the typing pauses. */
export function followOthers(addresses: readonly string[], isTyping: boolean): void {
  const { heard } = useOtherServers.getState();
  const keys = new Set(addresses.map(serverKey));
  const gone = Object.keys(heard).filter((key) => !keys.has(key));
  const fresh = addresses.filter((address) => !(serverKey(address) in heard));
  if (gone.length === 0 && fresh.length === 0) return;
  for (const key of gone) forget(key);
  const next = Object.fromEntries(Object.entries(heard).filter(([key]) => keys.has(key)));
  for (const address of fresh) next[serverKey(address)] = { address, ...UNHEARD };
  useOtherServers.setState({ heard: next });
  for (const address of fresh) {
    if (isTyping) lookLater(address, TYPING_MS);
    else void lookAtOther(address);
  }
}

/** Asks about one of them now. `isQuiet`: nobody waits for it. */
export async function lookAtOther(address: string, isQuiet = false): Promise<void> {
  const key = serverKey(address);
  stopWaiting(key);
  lookNumber += 1;
  const number = lookNumber;
  looks.set(key, number);
  const tellIfWanted = (part: Partial<HeardServer>) => {
    if (looks.get(key) === number) tell(key, { ...part, isLooking: false });
  };
  tell(key, { isLooking: !isQuiet });
  try {
    const { servers, ...offers } = await call('comfy.state', { server: address });
    const server = serverAt(servers, address);
    const isThere = server?.state === 'ok';
    tellIfWanted({ server, addressFault: null, offers: isThere ? offers : null });
    if (!isThere && looks.get(key) === number) lookLater(address, LOOK_AGAIN_MS);
  } catch (error) {
    if (error instanceof AppFailure && error.code === 'bad_request') {
      tellIfWanted({ server: null, addressFault: error.message, offers: null });
    } else {
      tellIfWanted({});
      tellFailure(error);
    }
  }
}

/** Looks at all of them again, when their state may have changed. */
export function lookAgainAtOthers(): void {
  for (const { address, isLooking, addressFault } of Object.values(useOtherServers.getState().heard)) {
    if (!isLooking && addressFault === null) void lookAtOther(address, true);
  }
}

function tell(key: string, part: Partial<HeardServer>): void {
  useOtherServers.setState(({ heard }) => {
    const before = heard[key];
    return before === undefined ? {} : { heard: { ...heard, [key]: { ...before, ...part } } };
  });
}

function lookLater(address: string, ms: number): void {
  const key = serverKey(address);
  stopWaiting(key);
  timers.set(
    key,
    setTimeout(() => void lookAtOther(address, true), ms),
  );
}

function stopWaiting(key: string): void {
  clearTimeout(timers.get(key));
  timers.delete(key);
}

function forget(key: string): void {
  stopWaiting(key);
  looks.delete(key);
}

import type { ComfyServer } from '../../core/contract/comfyView';
import { plainAddress, serverKey } from '../../core/session/serverKey';
import type { Setup } from '../../core/session/setup';
import type { DraftFault } from './draft';
import type { HeardServer } from './otherServers';

/** Whether the run can begin although the first server does not answer: another one does, or has not been heard yet. */
export function canDoWithoutFirst(first: ComfyServer | null, others: readonly HeardServer[]): boolean {
  return first !== null && first.state !== 'ok' && others.some(mayAnswer);
}

function mayAnswer({ server, addressFault }: HeardServer): boolean {
  return addressFault === null && (server === null || server.state === 'ok');
}

/**
 * What is wrong with the servers after the first: an address that cannot be used, beside it; a file that one of them lacks,
 * beside the file, since every server must have it. One that does not answer is no fault: it is used when it does.
 */
export function otherServerFaults(setup: Setup, others: readonly HeardServer[]): DraftFault[] {
  const faults: DraftFault[] = [];
  const say = (field: string, message: string) =>
    faults.push({ field, message, isMissing: false, suggestions: [] });
  for (const { address, addressFault } of others) {
    const place = setup.servers.findIndex((one) => serverKey(one) === serverKey(address));
    if (addressFault !== null && place > 0) say(`setup.servers[${place}]`, addressFault);
  }
  const check = (
    field: string,
    name: string,
    namesOf: (heard: HeardServer) => readonly string[] | undefined,
  ) => {
    if (name.trim() === '') return;
    const lacking = others.filter((heard) => namesOf(heard)?.includes(name) === false);
    if (lacking.length > 0)
      say(field, `Not on ${listed(lacking)}. Copy the file there, or remove the server.`);
  };
  for (const [index, name] of setup.loras.entries())
    check(`setup.loras[${index}]`, name, ({ offers }) => offers?.loras);
  if (setup.checkpoint !== null && setup.workflow === null)
    check('setup.checkpoint', setup.checkpoint, ({ offers }) => offers?.checkpoints);
  return faults;
}

function listed(servers: readonly HeardServer[]): string {
  const names = servers.map(({ address }) => plainAddress(address));
  return names.length === 1 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}

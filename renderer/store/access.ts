import { create } from 'zustand';
import { AppFailure } from '../../core/contract/failure';
import type { ServerAccessView } from '../../core/contract/serverAccess';
import { serverKey } from '../../core/session/serverKey';
import { call } from './backend';
import { lookAtServer, useComfy } from './comfy';
import { tellFailure } from './notices';
import { lookAtOther } from './otherServers';

/** Which servers get a header for their login; null before that was asked. The values never come here. */
export const useAccess = create<{ servers: ServerAccessView['servers'] | null }>()(() => ({ servers: null }));

/** Asks which servers get a header, unless it is known. A failure is told and leaves it unknown. */
export async function fetchAccess(): Promise<void> {
  if (useAccess.getState().servers !== null) return;
  try {
    useAccess.setState(await call('comfy.access', {}));
  } catch (error) {
    tellFailure(error);
  }
}

/** The name of the header that a server gets; null when it gets none. */
export function headerOf(servers: ServerAccessView['servers'] | null, address: string): string | null {
  const key = serverKey(address);
  return servers?.find(({ server }) => serverKey(server) === key)?.header_name ?? null;
}

/** What is wrong with a header, beside the part of it that is wrong. */
export type HeaderFaults = Partial<Record<'name' | 'value' | 'all', string>>;

/**
 * Gives a server its header, or takes it away, and asks the server again. Out: what is wrong with it; empty when it counts.
 */
export async function setHeader(
  address: string,
  header: { name: string; value: string } | null,
): Promise<HeaderFaults> {
  try {
    useAccess.setState(
      await call('comfy.setAccess', {
        server: address,
        header_name: header?.name ?? null,
        header_value: header?.value ?? null,
      }),
    );
  } catch (error) {
    if (error instanceof AppFailure) return faultsOf(error);
    throw error;
  }
  void (useComfy.getState().address === address ? lookAtServer(address) : lookAtOther(address));
  return {};
}

function faultsOf({ message, field, details }: AppFailure): HeaderFaults {
  const all = details ?? [{ field: field ?? '', message }];
  const found: HeaderFaults = {};
  for (const { field: place, message: said } of all) {
    const part = /header_name/.test(place) ? 'name' : /header_value/.test(place) ? 'value' : 'all';
    found[part] ??= said;
  }
  return found;
}

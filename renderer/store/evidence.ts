import { create } from 'zustand';
import type { CommandAnswer } from '../../core/contract/commands';
import { call, failureText } from './backend';
import { useConnection } from './connection';
import { openDetail, useSession } from './session';

type PairAddresses = CommandAnswer<'report.pictures'>['pictures'][number];

interface EvidenceStore {
  sessionId: string | null;
  /** Where the pictures of pairs are, by pair; null for a pair that has none. */
  addresses: ReadonlyMap<string, PairAddresses | null>;
  /** Why the last asked for could not be had, in a sentence. */
  failure: string | null;
  /** Grows when everything is to be looked for anew. */
  round: number;
}

/** Where the pictures of judged pairs are, of those that are looked at. */
export const useEvidence = create<EvidenceStore>()(() => ({
  sessionId: null,
  addresses: new Map(),
  failure: null,
  round: 0,
}));

/** Pairs whose addresses are on their way. */
const coming = new Set<string>();

/**
 * Looks at the pairs of a session; what failed is tried again when the link is back, and when pictures were made. The answer
 * ends it.
 */
export function followEvidence(sessionId: string): () => void {
  if (useEvidence.getState().sessionId !== sessionId) forget(sessionId);
  let wasMaking = isMaking();
  const stops = [
    useConnection.subscribe((now, before) => {
      if (now.link === 'open' && before.link === 'lost') forget(sessionId);
    }),
    useSession.subscribe(() => {
      const making = isMaking();
      if (wasMaking && !making) forget(sessionId);
      wasMaking = making;
    }),
  ];
  return () => {
    for (const stop of stops) stop();
  };
}

function isMaking(): boolean {
  return openDetail()?.generation.status === 'running';
}

/** Asks anew for everything that is looked at. */
export function forget(sessionId: string): void {
  coming.clear();
  useEvidence.setState(({ round }) => ({
    sessionId,
    addresses: new Map(),
    failure: null,
    round: round + 1,
  }));
}

/** Asks where the pictures of these pairs are, but for those that are known or on their way. */
export async function askAddresses(pairs: readonly string[]): Promise<void> {
  const { sessionId, addresses, round } = useEvidence.getState();
  const missing = pairs.filter((pair) => !addresses.has(pair) && !coming.has(pair));
  if (sessionId === null || missing.length === 0) return;
  for (const pair of missing) coming.add(pair);
  const isSame = () => useEvidence.getState().round === round;
  try {
    const { pictures } = await call('report.pictures', { session_id: sessionId, pairs: missing });
    if (!isSame()) return;
    const found = new Map(pictures.map((own) => [own.pair_id, own]));
    useEvidence.setState((state) => ({
      failure: null,
      addresses: new Map([
        ...state.addresses,
        ...missing.map((pair) => [pair, found.get(pair) ?? null] as const),
      ]),
    }));
  } catch (error) {
    if (isSame()) useEvidence.setState({ failure: failureText(error) });
  } finally {
    if (isSame()) for (const pair of missing) coming.delete(pair);
  }
}

import { AppFailure, type FieldFault } from '../../core/contract/failure';
import { serverKey } from '../../core/session/serverKey';
import type { Setup } from '../../core/session/setup';
import { serverName } from '../comfy/address';
import type { ComfyConnection } from '../comfy/connection';
import { ComfyFailure } from '../comfy/http';
import { type PreparedRun, prepareRun, uncheckedRun } from './preflight';

/** A server that a run works with. */
export interface ReadyServer {
  /** As the set-up stores it. */
  readonly server: string;
  /** The keys of all entries of the set-up that lead to it; see `leadsTo`. */
  readonly entries: ReadonlySet<string>;
  /** As it is shown. */
  readonly name: string;
  readonly connection: ComfyConnection;
  readonly prepared: PreparedRun;
  /** Why it takes no part yet, in a sentence; null when it was asked and has everything. */
  readonly away: string | null;
}

/** True when what a session stored as a server leads to this one, however it was written then. */
export function leadsTo({ entries }: ReadyServer, stored: string): boolean {
  return entries.has(serverKey(stored));
}

/** What the servers of a set-up made of it. */
export interface ReadyRun {
  /** The set-up with every open choice filled in. */
  readonly setup: Setup;
  readonly servers: readonly ReadyServer[];
}

interface Known {
  readonly server: string;
  readonly entries: Set<string>;
  readonly field: string;
  readonly name: string;
  readonly connection: ComfyConnection;
}

type Answer = { prepared: PreparedRun } | { failure: AppFailure };

/**
 * Asks every server of a set-up whether it can make it. One that does not answer while another does takes no part until it answers;
 * one that lacks something is refused at the start, and left out of a run that has begun, where its set-up cannot change any more.
 * In: a set-up that `checkSetup` lets pass, the servers as it stores them, and how to reach one.
 * Throws AppFailure server_refuses, comfy_unreachable (none answers), or bad_request for an address that is none.
 */
export async function readyServers(
  setup: Setup,
  stored: readonly string[],
  connect: (server: string) => ComfyConnection | Promise<ComfyConnection>,
  isBegun: boolean,
): Promise<ReadyRun> {
  const known = await reach(stored, connect);
  const first = await Promise.all(known.map((one) => ask(setup, one.connection)));
  const [leader] = first.flatMap((answer) => ('prepared' in answer ? [answer.prepared] : []));
  refuse(known, first, isBegun && leader !== undefined);
  if (leader === undefined) throw noneAnswers(known, first);
  const filled = leader.setup;
  const servers = await Promise.all(
    known.map(async (one, index): Promise<ReadyServer> => {
      const answer = first[index];
      if (answer === undefined || 'failure' in answer)
        return { ...one, prepared: uncheckedRun(filled), away: answer?.failure.message ?? '' };
      // Each filled the open choices in by itself; what the first one took counts for all.
      const isAlike = answer.prepared === leader || isFilled(setup);
      const again = isAlike ? answer : await ask(filled, one.connection);
      if ('failure' in again) {
        refuse([one], [again], isBegun, known.length);
        return { ...one, prepared: uncheckedRun(filled), away: again.failure.message };
      }
      return { ...one, prepared: again.prepared, away: null };
    }),
  );
  return { setup: filled, servers };
}

/** The connections to all servers; entries that lead to the same place are one. */
async function reach(
  stored: readonly string[],
  connect: (server: string) => ComfyConnection | Promise<ComfyConnection>,
): Promise<Known[]> {
  const known = new Map<string, Known>();
  for (const [index, server] of stored.entries()) {
    const field = stored.length === 1 ? 'setup.servers' : `setup.servers[${index}]`;
    const connection = await connectTo(server, field, connect);
    const same = known.get(connection.url);
    if (same !== undefined) {
      same.entries.add(serverKey(server));
      continue;
    }
    const name = serverName(server, connection.url);
    known.set(connection.url, { server, entries: new Set([serverKey(server)]), field, name, connection });
  }
  return [...known.values()];
}

async function connectTo(
  server: string,
  field: string,
  connect: (server: string) => ComfyConnection | Promise<ComfyConnection>,
): Promise<ComfyConnection> {
  try {
    return await connect(server);
  } catch (error) {
    if (!(error instanceof AppFailure) || error.code !== 'bad_request') throw error;
    throw new AppFailure('bad_request', error.message, { field });
  }
}

async function ask(setup: Setup, { client }: ComfyConnection): Promise<Answer> {
  try {
    return { prepared: await prepareRun(setup, client) };
  } catch (failure) {
    if (failure instanceof AppFailure) return { failure };
    throw failure;
  }
}

function isFilled({ workflow, checkpoint, size, sampling }: Setup): boolean {
  return workflow !== null || (checkpoint !== null && size !== null && sampling !== null);
}

/** It is not there at the moment, which may change by itself. */
function isAway(failure: AppFailure): boolean {
  return failure instanceof ComfyFailure && (failure.isSilence || failure.kind === 'server_error');
}

/**
 * Throws what servers that are there cannot do, each beside its server; what all of them lack alike stays beside its own field.
 * In: whether a run goes on with those that can, and how many servers there are in all.
 */
function refuse(
  known: readonly Known[],
  answers: readonly Answer[],
  isLenient: boolean,
  count = known.length,
): void {
  const faults = known.map((_, index) => {
    const answer = answers[index];
    return answer === undefined || !('failure' in answer) || isAway(answer.failure) ? [] : [answer.failure];
  });
  const failures = faults.flat();
  const [first] = failures;
  if (first === undefined || isLenient) return;
  if (count === 1) throw first;
  const lacking = known.flatMap(({ field, name }, index) =>
    (faults[index] ?? []).flatMap((failure) => faultsOf(failure)).map((fault) => ({ fault, field, name })),
  );
  const details = lacking.map(({ fault, field, name }): FieldFault => {
    const isOfAll = lacking.filter((one) => one.fault.message === fault.message).length === count;
    return isOfAll ? fault : { field, message: `${name}: ${fault.message}` };
  });
  const unlike = details.filter(
    (fault, index) => details.findIndex((one) => one.message === fault.message) === index,
  );
  const message = unlike[0]?.message ?? first.message;
  throw new AppFailure(first.code, message, { field: unlike[0]?.field ?? 'setup.servers', details: unlike });
}

function faultsOf(failure: AppFailure): FieldFault[] {
  if (failure.details !== undefined && failure.details.length > 0) return [...failure.details];
  return [{ field: failure.field ?? 'setup.servers', message: failure.message }];
}

function noneAnswers(known: readonly Known[], answers: readonly Answer[]): AppFailure {
  const details = known.flatMap(({ field }, index): FieldFault[] => {
    const answer = answers[index];
    return answer !== undefined && 'failure' in answer ? [{ field, message: answer.failure.message }] : [];
  });
  const [first] = answers.flatMap((answer) => ('failure' in answer ? [answer.failure] : []));
  if (first !== undefined && known.length === 1) return first;
  const message = `None of the ${known.length} servers answers. ${details[0]?.message ?? ''}`;
  return new AppFailure('comfy_unreachable', message, { field: 'setup.servers', details });
}

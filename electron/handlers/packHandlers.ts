import { randomBytes } from 'node:crypto';
import type { CommandHandlers } from '../../core/contract/commands';
import { AppFailure } from '../../core/contract/failure';
import { answersDone } from '../../core/session/answers';
import type { EventOf } from '../../core/session/events';
import { mergeVotes } from '../../core/session/mergeVotes';
import { PACK_VERSION, VOTES_FORMAT, type VotesFile, votesFileSchema } from '../../core/session/packFile';
import { isEvaluationComplete } from '../../core/session/progress';
import type { SessionState } from '../../core/session/state';
import { evaluationOf } from '../../core/session/view';
import { wholeOrder } from '../generation/orders';
import type { ExportedFile } from '../hosts/backendPort';
import { writePieces } from '../sessions/archive/exportSessions';
import type { OpenSession } from '../sessions/openSession';
import { checksumOf, readObject } from '../sessions/packs/checksum';
import { type PackParts, packFileName, packMade, packPieces } from '../sessions/packs/makePack';
import { votesFile, votesFileName } from '../sessions/packs/votesFile';
import { onDisk } from '../sessions/storageFailure';
import type { TaskControl } from '../tasks';
import { openWhole } from './openWhole';
import { refusePack } from './packRules';
import { refuseTarget } from './pathRules';
import type { Services } from './services';
import { taskPieces } from './taskPieces';
import { requireJudgeable } from './trialViews';

/** Rating packs: given out, and their votes brought back. They are opened by an import. */
export function packHandlers(
  services: Services,
): Pick<CommandHandlers, 'pack.export' | 'pack.votes' | 'pack.merge'> {
  const { archive, scores, store, tasks, turns } = services;

  return {
    async 'pack.export'({ session_id, path }) {
      const { session, made } = await givenOut(services, session_id, () => refuseTarget(services, path));
      const bytes = await tasks.run(packTask(made), (control: TaskControl) =>
        onDisk('write this rating pack', path, () =>
          writePieces(
            archive.fs,
            path,
            packPieces(session, made, partsOf(services), control),
            archive.randomHex(8),
            async () => control.commit(),
          ),
        ),
      );
      services.givenPaths.wrote(path);
      return { path, bytes, pairs: pairsIn(made) };
    },

    async 'pack.votes'({ session_id }) {
      const { state } = await openWhole(store, session_id);
      const file = votesFile(state);
      if (file === null) {
        throw new AppFailure(
          'not_possible',
          'This session is no rating pack: its votes are here already. Votes are sent back from an opened rating pack.',
        );
      }
      return { name: votesFileName(file), text: file.text, votes: votesIn(state) };
    },

    'pack.merge': ({ session_id, text }) =>
      turns.take(session_id, async () => {
        const session = await openWhole(store, session_id);
        refusePack(session.state);
        const file = readVotes(text);
        requireJudgeable(session.state);
        const { events, ...merged } = mergeVotes(session.state, file, (packId) =>
          wholeOrder(session.state, packId),
        );
        if (events.length > 0) {
          const wasComplete = isEvaluationComplete(session.state);
          await session.append(...events);
          if (!wasComplete && isEvaluationComplete(session.state))
            await session.append({ type: 'evaluation_finished', by: 'last_vote' });
          scores.follow(session);
        }
        return { evaluation: evaluationOf(session.state), ...merged };
      }),
  };
}

/** A rating pack as a file that is made while it is fetched. Throws AppFailure when the session has none to give. */
export async function packFile(services: Services, session_id: string): Promise<ExportedFile> {
  const { session, made } = await givenOut(services, session_id);
  return {
    name: packFileName(made.pack_id),
    contentType: 'application/zip',
    pieces: taskPieces(services.tasks, packTask(made), (control) =>
      packPieces(session, made, partsOf(services), control),
    ),
  };
}

/** Votes that were given in an opened pack, without practice. */
function votesIn(state: SessionState): number {
  return state.raters.reduce((sum, rater) => sum + answersDone(rater), 0);
}

/** Draws a pack and writes it down: from then on its votes find their places, whatever becomes of the file. */
function givenOut(
  { store, turns, archive }: Services,
  session_id: string,
  check: () => void = () => undefined,
): Promise<{ session: OpenSession; made: EventOf<'pack_made'> }> {
  return turns.take(session_id, async () => {
    const session = await openWhole(store, session_id);
    refusePack(session.state);
    requireJudgeable(session.state);
    check();
    const made = packMade(session.state, archive);
    await session.append(made);
    return { session, made };
  });
}

function partsOf({ archive }: Services): PackParts {
  const { fs, now, randomHex } = archive;
  return { fs, now, randomHex, noise: (length) => randomBytes(length) };
}

function packTask(made: EventOf<'pack_made'>) {
  const pairs = pairsIn(made);
  return {
    kind: 'export' as const,
    title: 'Making a rating pack',
    said: () => `A rating pack with ${pairs} ${pairs === 1 ? 'pair' : 'pairs'} was made.`,
  };
}

/** The pairs that are judged in a pack, each once. */
function pairsIn({ order }: EventOf<'pack_made'>): number {
  return new Set(order.flatMap(({ pair, kind }) => (kind === undefined ? [pair] : []))).size;
}

/** The votes in a text from outside. Throws AppFailure `bad_request` for what is none, or was changed. */
function readVotes(text: string): VotesFile {
  const content = readObject(text);
  if (content?.['format'] !== VOTES_FORMAT) {
    throw new AppFailure(
      'bad_request',
      'These are no votes of a rating pack. Choose the file that was saved with the votes in the opened pack.',
    );
  }
  const { version } = content;
  if (typeof version === 'number' && version > PACK_VERSION) {
    throw new AppFailure(
      'bad_request',
      'These votes were saved by a newer version of Blindfold. Take them in with that version.',
    );
  }
  if (content['checksum'] !== checksumOf(content)) {
    throw new AppFailure(
      'bad_request',
      'These votes were changed or damaged after they were saved, so none was taken in. Ask for the file again.',
    );
  }
  const file = votesFileSchema.safeParse(content);
  if (file.success) return file.data;
  throw new AppFailure(
    'bad_request',
    'These votes make no sense, so none was taken in. Ask for the file again.',
  );
}

import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { SessionSummary } from '../../core/contract/sessionView';
import type { Backend } from '../hosts/backendPort';
import { parseJournal } from '../sessions/journalFile';
import { Account, type Kept } from './faultAccount';
import { runOver, STORY_IMAGES } from './faultStory';
import type { Finds } from './finds';

export interface CheckParts {
  readonly root: string;
  readonly account: Account;
  readonly finds: Finds;
  /** Images that the server has made so far. */
  imagesMade(): number;
}

/** A program that may only read the folder shows everything that was acknowledged, and refuses changes in a sentence. */
export async function checkLook(backend: Backend, { account, finds }: CheckParts): Promise<void> {
  await backend.call('session.list', {});
  for (const session_id of account.sessions.keys()) {
    if (account.possible(session_id).some(({ where }) => where === 'trash')) continue;
    const before = await look(backend, session_id);
    compare(finds, before, account.possible(session_id), `${session_id}, only read,`);
    const refused = new Account();
    await backend.call('session.patch', { session_id, notes: 'refused' }).then(
      () => finds.badlyTold.push('a change was taken on a disk that can only be read'),
      (error: unknown) => refused.fail(error),
    );
    finds.badlyTold.push(...refused.badlyTold);
    const after = await look(backend, session_id);
    if (after.notes !== before.notes) finds.changesLost.push('a change that was refused is there');
  }
}

/** What the next start finds, against what was acknowledged; then everything is gone on with, to the end. */
export async function checkNextStart(backend: Backend, parts: CheckParts): Promise<void> {
  const { account, finds } = parts;
  const { sessions } = await backend.call('session.list', {});
  const strangers = sessions.filter(({ session_id }) => !account.sessions.has(session_id));
  if (strangers.length > account.untold)
    finds.madeTwice.push(`${strangers.length} sessions nobody was told of`);
  for (const summary of strangers) {
    if (summary.state === 'damaged') finds.leftBehind.push(`a half-made session ${summary.session_id}`);
    else await goOn(backend, parts, summary, null);
  }
  for (const id of account.sessions.keys()) {
    const possible = account.possible(id);
    const isThere = sessions.some(({ session_id }) => session_id === id);
    if (!possible.some(({ where }) => where === (isThere ? 'folder' : 'trash')))
      finds.notOpening.push(`${id} is ${isThere ? 'there' : 'not there'}, and the opposite was told`);
    const summary = isThere
      ? sessions.find(({ session_id }) => session_id === id)
      : await backend.call('session.restore', { session_id: id });
    if (summary?.state !== 'ok')
      finds.notOpening.push(`${id} is ${summary?.state ?? 'not listed'}: ${summary?.label ?? ''}`);
    else await goOn(backend, parts, summary, possible);
  }
}

async function goOn(
  backend: Backend,
  parts: CheckParts,
  { session_id }: SessionSummary,
  possible: readonly Kept[] | null,
): Promise<void> {
  const { finds, root } = parts;
  const folder = join(root, session_id);
  const before = await look(backend, session_id);
  const images = await journaledImages(folder);
  if (possible !== null) {
    compare(finds, before, possible, session_id);
    if (images.size < Math.max(...possible.map((kept) => kept.images)))
      finds.imagesLost.push(`${possible[0]?.images} images were told of, ${images.size} are journaled`);
  }
  if (before.imagesDone < images.size)
    finds.imagesLost.push(`${images.size} are journaled, ${before.imagesDone} shown`);
  for (const [file, sha256] of images) {
    const bytes = await readFile(join(folder, 'output', file)).catch(() => Buffer.alloc(0));
    if (createHash('sha256').update(bytes).digest('hex') !== sha256)
      finds.imagesLost.push(`${file} is not what was made`);
  }
  if (before.status === 'paused') await finishRun(backend, parts, session_id);
  if (before.status === 'running') finds.changesLost.push('a run without a runner is still said to run');
  await backend.call('session.discard', { session_id });
  if (possible !== null) {
    const after = await look(backend, session_id);
    const isAsSaved = possible.some(
      ({ saved }) =>
        saved === null || (sameWords(after.metrics, saved.metrics) && sameVotes(after.votes, saved.votes)),
    );
    if (!isAsSaved) finds.changesLost.push(`a discard went to ${wordsOf(after)}, not to the last save`);
  }
  await backend.call('session.patch', { session_id, notes: 'gone on with' });
  const { unsaved_changes } = await backend.call('session.save', { session_id });
  if (unsaved_changes !== 0) finds.changesLost.push(`${unsaved_changes} changes are not saved by a save`);
}

async function finishRun(
  backend: Backend,
  { finds, imagesMade }: CheckParts,
  session_id: string,
): Promise<void> {
  const over = runOver(backend, session_id);
  const begun = await backend.call('generation.resume', { session_id });
  const { status, reason } = begun.status === 'running' ? await over : begun;
  if (status !== 'completed') finds.imagesLost.push(`the run does not go on to its end: ${String(reason)}`);
  if (imagesMade() > STORY_IMAGES)
    finds.madeTwice.push(`${imagesMade()} images were made for ${STORY_IMAGES}`);
}

/** A session as it shows. */
interface Look {
  readonly metrics: readonly string[];
  readonly notes: string;
  readonly votes: ReadonlyMap<string, string>;
  readonly imagesDone: number;
  readonly status: string;
}

async function look(backend: Backend, session_id: string): Promise<Look> {
  const detail = await backend.call('session.get', { session_id });
  const { trials } = await backend.call('trial.list', { session_id });
  return {
    metrics: detail.setup.metrics,
    notes: detail.notes,
    votes: new Map(trials.map((trial) => [`${trial.pair_number} ${trial.metric}`, trial.choice])),
    imagesDone: detail.generation.images_done,
    status: detail.generation.status,
  };
}

function compare(finds: Finds, found: Look, possible: readonly Kept[], id: string): void {
  if (!possible.some(({ votes }) => sameVotes(found.votes, votes)))
    finds.votesLost.push(
      `${id} holds the votes ${wordsOf(found)}; told were ${possible.map(wordsOf).join(' or ')}`,
    );
  if (!possible.some(({ metrics, notes }) => sameWords(found.metrics, metrics) && found.notes === notes))
    finds.changesLost.push(`${id} holds ${wordsOf(found)}; told were ${possible.map(wordsOf).join(' or ')}`);
}

function sameWords(one: readonly string[], other: readonly string[]): boolean {
  return one.join('\n') === other.join('\n');
}

function sameVotes(one: ReadonlyMap<string, string>, other: ReadonlyMap<string, string>): boolean {
  return one.size === other.size && [...one].every(([key, choice]) => other.get(key) === choice);
}

function wordsOf({ metrics, notes, votes }: Pick<Kept, 'metrics' | 'votes'> & { notes?: string }): string {
  return `[${metrics.join()}] "${notes ?? ''}" ${[...votes].map((vote) => vote.join('=')).join(', ')}`;
}

/** The images that a session's journal counts, by file, with their SHA-256. */
async function journaledImages(folder: string): Promise<Map<string, string>> {
  const { events } = parseJournal(await readFile(join(folder, 'journal.jsonl')));
  return new Map(
    events.flatMap((event) =>
      event.type === 'image_completed' ? [[event.file, event.sha256] as const] : [],
    ),
  );
}

/** Marks of what is not finished, by the names under which it is written. */
const UNFINISHED = /\.tmp(-[0-9a-f]+)?$|\.claim$|\.part$/;

/** Files that a fault left behind, once the program has ended in good order. */
export async function checkNothingLeft(root: string, finds: Finds): Promise<void> {
  const names = await readdir(root, { recursive: true });
  for (const name of names) if (UNFINISHED.test(basename(name))) finds.leftBehind.push(name);
}

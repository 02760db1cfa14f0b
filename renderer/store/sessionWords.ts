import type { SessionDetail, SessionSummary } from '../../core/contract/sessionView';

type Ring = 'set_up' | 'making' | 'voting' | 'paused' | 'completed' | 'failed' | 'damaged' | 'idle';

/** How a session stands, as a sign, a share from 0 to 1 and words. */
export interface Standing {
  ring: Ring;
  share: number;
  words: string;
  isFault: boolean;
}

/**
 * Says how a session stands. Before the report no word tells more than how far it is. `isLeft`: an earlier process left
 * changes in it that no save holds, and nobody has said yet what becomes of them.
 */
export function standingOf(summary: SessionSummary, isLeft = false): Standing {
  const { state, status, step, images_done, images_total, votes_done, votes_total } = summary;
  const images = `${images_done} of ${images_total}`;
  const say = (ring: Ring, words: string, share = 0, isFault = false): Standing => ({
    ring,
    share,
    words: isLeft
      ? `${summary.unsaved_changes > 0 ? countOf(summary.unsaved_changes, 'change') : 'Changes'} to keep or discard`
      : summary.recovered_from_disk
        ? `Recovered, ${words.charAt(0).toLowerCase()}${words.slice(1)}`.replace(', voting, ', ', voting ')
        : words,
    isFault,
  });
  if (state === 'damaged')
    return say(
      'damaged',
      images_done > 0 ? `Damaged, ${countOf(images_done, 'image')} found` : 'Damaged, cannot be read',
      0,
      true,
    );
  if (state === 'archived')
    return say('idle', votes_done > 0 ? `Archived, ${countOf(votes_done, 'vote')}` : 'Archived');
  if (state === 'read_only' && !summary.sample) return say('idle', 'Open in another window');
  if (step === 4)
    return say(
      'completed',
      summary.is_pack
        ? `All ${countOf(votes_done, 'vote')} given`
        : `Completed, ${countOf(votes_done, 'vote')}`,
    );
  if (step === 3)
    return say('voting', `Voting, ${votes_done} of ${votes_total}`, shareOf(votes_done, votes_total));
  switch (status) {
    case 'running':
      return say('making', `Making images, ${images}`, shareOf(images_done, images_total));
    case 'paused':
      return say('paused', `Paused, ${images} images`);
    case 'failed':
      return say('failed', `Failed, ${images} images`);
    default:
      return say('set_up', 'Set up, not started');
  }
}

function shareOf(done: number, total: number): number {
  return total === 0 ? 0 : done / total;
}

/** Why a session can only be read. */
export const HELD_ELSEWHERE = 'Open for writing in another copy of Blindfold';
const SAMPLE_STAYS = 'This is the sample that comes with Blindfold: a copy of it can be changed';

/** Why a session cannot be changed; null when it can. */
export function readOnlyReason({ state, sample }: Pick<SessionSummary, 'state' | 'sample'>): string | null {
  if (sample) return SAMPLE_STAYS;
  return state === 'read_only' ? HELD_ELSEWHERE : null;
}

/** What a session is called that came as a rating pack: it has no LoRA to be named by. */
export const PACK_NAME = 'Rating pack';

/** A session in few words: its LoRA's name, or its id while it has none. */
export function sessionName({
  lora_filename,
  session_id,
  is_pack = false,
}: Pick<SessionSummary, 'lora_filename' | 'session_id'> & { is_pack?: boolean }): string {
  if (is_pack) return PACK_NAME;
  return lora_filename ? splitFileName(lora_filename).name : session_id;
}

/** A session in a message, told from others of the same LoRA, also of the same minute: `fox, 20260412_214507`. */
export function tellingName(
  summary: Pick<SessionSummary, 'lora_filename' | 'session_id'> & { is_pack?: boolean },
): string {
  const name = sessionName(summary);
  return name === summary.session_id ? name : `${name}, ${summary.session_id}`;
}

/** A large count where room is short: `9.8k`. */
export function shortCount(count: number): string {
  return count < 1000 ? String(count) : `${(Math.floor(count / 100) / 10).toFixed(count < 10_000 ? 1 : 0)}k`;
}

/** `1 vote`, `2 votes`: a count with its noun, regular plurals only. */
export function countOf(count: number, noun: string): string {
  return `${count.toLocaleString('en-US')} ${noun}${count === 1 ? '' : 's'}`;
}

/**
 * What is not saved, and whether that is one thing. After the images changes are counted, votes and edits together. Before
 * them they are of the set-up, and nobody knows them by number: a prompt that is typed makes several.
 */
export function unsavedWords(
  { setup_locked }: Pick<SessionDetail, 'setup_locked'>,
  count: number,
): { words: string; isOne: boolean } {
  return setup_locked
    ? { words: `${countOf(count, 'change')} (votes and edits)`, isOne: count === 1 }
    : { words: 'Changes of the set-up', isOne: false };
}

const STEP_NAMES = ['Setup', 'Generation', 'Evaluation', 'Report'] as const;

/** `step 3 Evaluation` */
export function stepWords(step: number): string {
  return `step ${step} ${STEP_NAMES[step - 1] ?? ''}`.trim();
}

/** A LoRA's file name in two parts: the name without its folders, and the ending, which is shown faintly. */
export function splitFileName(path: string): { name: string; ending: string } {
  const file = path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
  const dot = file.lastIndexOf('.');
  return dot > 0 ? { name: file.slice(0, dot), ending: file.slice(dot) } : { name: file, ending: '' };
}

/** The page's title: what the open session is doing, then the app's name. */
export function pageTitle(summary: SessionSummary | null): string {
  if (summary === null) return 'Blindfold';
  const name = sessionName(summary);
  if (summary.status === 'running')
    return `${summary.images_done}/${summary.images_total} made, ${name} - Blindfold`;
  if (summary.step === 3) return `${summary.votes_done}/${summary.votes_total} votes, ${name} - Blindfold`;
  return `${name} - Blindfold`;
}

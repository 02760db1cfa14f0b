import type { SessionDetail, SessionSummary } from '../../core/contract/sessionView';

type Ring = 'set_up' | 'making' | 'voting' | 'paused' | 'completed' | 'failed' | 'damaged' | 'idle';

/** How a session stands, as a sign, a share from 0 to 1 and words. */
export interface Standing {
  ring: Ring;
  share: number;
  words: string;
  isFault: boolean;
}

/** Says how a session stands. Before the report no word tells more than how far it is. */
export function standingOf(summary: SessionSummary): Standing {
  const { state, status, step, images_done, images_total, votes_done, votes_total } = summary;
  const images = `${images_done} of ${images_total}`;
  const say = (ring: Ring, words: string, share = 0, isFault = false): Standing => ({
    ring,
    share,
    words: summary.recovered_from_disk
      ? `Recovered, ${words.charAt(0).toLowerCase()}${words.slice(1)}`.replace(', voting, ', ', voting ')
      : words,
    isFault,
  });
  if (state === 'damaged') return say('damaged', 'Damaged, cannot be read', 0, true);
  if (state === 'archived') return say('idle', 'Archived');
  if (state === 'read_only') return say('idle', 'Open in another window');
  if (step === 4) return say('completed', `Completed, ${countOf(votes_done, 'vote')}`);
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

/** `1 vote`, `2 votes`: a count with its noun, regular plurals only. */
export function countOf(count: number, noun: string): string {
  return `${count.toLocaleString('en-US')} ${noun}${count === 1 ? '' : 's'}`;
}

/** What is not saved, counted. What was changed before the images is the set-up; after it, nobody counts votes and edits apart. */
export function unsavedWords({ setup_locked }: Pick<SessionDetail, 'setup_locked'>, count: number): string {
  const changes = countOf(count, 'change');
  return setup_locked ? `${changes} (votes and edits)` : `${changes} of the set-up`;
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
  const name =
    summary.lora_filename === null ? summary.session_id : splitFileName(summary.lora_filename).name;
  if (summary.status === 'running')
    return `${summary.images_done}/${summary.images_total} made, ${name} - Blindfold`;
  if (summary.step === 3) return `${summary.votes_done}/${summary.votes_total} votes, ${name} - Blindfold`;
  return `${name} - Blindfold`;
}

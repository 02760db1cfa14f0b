import type { Trial } from '../../core/contract/trialView';
import { loadPictures, type Pictures, releasePictures } from './evaluationPictures';

/** What is on its way, or came and was not taken yet, by the first trial of its showing; the oldest comes first. */
const coming = new Map<string, Promise<Pictures>>();
/** Of so many nobody takes more than one before the next one is asked for. */
const MOST = 4;

/**
 * The pictures of a trial: those that are on their way already, else they are loaded. A vote may be quicker than the next
 * pair; it then waits for what was begun, and does not begin anew. Never rejects.
 */
export function comingPictures(trial: Trial): Promise<Pictures> {
  const key = showingOf(trial);
  const begun = coming.get(key);
  if (begun !== undefined) return begun;
  const pictures = loadPictures(trial);
  addComing(trial, pictures);
  return pictures;
}

/** Adds the pictures of a trial that somebody else has begun to load. */
export function addComing(trial: Trial, pictures: Promise<Pictures>): void {
  const key = showingOf(trial);
  const replaced = coming.get(key);
  if (replaced !== undefined && replaced !== pictures) void replaced.then(releasePictures);
  coming.set(key, pictures);
  const [oldest] = coming.keys();
  if (coming.size > MOST && oldest !== undefined) coming.delete(oldest);
}

/** The pictures of a trial have their place; whoever asks for them again gets new ones. */
export function picturesTaken(trial: Trial): void {
  coming.delete(showingOf(trial));
}

/** Lets go of all that nobody took, also of what is still on its way. */
export function dropComing(): void {
  for (const pictures of coming.values()) void pictures.then(releasePictures);
  coming.clear();
}

function showingOf({ trial_id, together }: Trial): string {
  return together[0]?.trial_id ?? trial_id;
}

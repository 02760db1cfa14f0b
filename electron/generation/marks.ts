import type { SessionId } from '../../core/session/identity';
import type { GenerationOptions } from './generationPort';

/** Where a session's images lie on a server, with the last slash. */
function folderOnServer(id: SessionId): string {
  return `blindfold/${id}/`;
}

/**
 * A new mark for one image of a session: the prefix of its file on the server, by which its prompt is known again there.
 * Neutral: nothing in it tells what kind of image it is.
 */
export function freshMark(id: SessionId, { randomHex }: Pick<GenerationOptions, 'randomHex'>): string {
  return `${folderOnServer(id)}${randomHex(8)}`;
}

/** True for the mark of a prompt that a run of the session posted, whether the run still knows of it or not. */
export function isMarkOf(id: SessionId, mark: string | null): boolean {
  return mark?.startsWith(folderOnServer(id)) === true;
}

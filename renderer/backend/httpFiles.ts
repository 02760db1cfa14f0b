import type { CommandAnswer } from '../../core/contract/commands';
import { AppFailure, type Failure } from '../../core/contract/failure';
import { parseJson } from '../../core/session/json';

/** The address under which the browser host gives sessions as one zip. */
export function zipAddress(ids: readonly string[]): string {
  const [only] = ids;
  return ids.length === 1 && only !== undefined
    ? `/api/sessions/${only}/export?format=zip`
    : `/api/sessions/export?ids=${ids.join(',')}`;
}

/** The address under which the browser host gives a session's complete pairs as a rating pack. */
export function packAddress(id: string): string {
  return `/api/sessions/${id}/rating-pack`;
}

/** Lets the browser, or the desktop's own window, save a text as a file. */
export function saveText(text: string, name: string): void {
  const address = URL.createObjectURL(new Blob([text], { type: 'application/json' }));
  download(address, name);
  // The browser holds what it saves; the address is of no more use.
  setTimeout(() => URL.revokeObjectURL(address), ADDRESS_MS);
}

/** An address may go once the browser has begun to save, in ms. */
const ADDRESS_MS = 60_000;

/** Lets the browser load a file down; it shows by itself how far that is. */
export function download(address: string, name: string): void {
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  document.body.append(link);
  link.click();
  link.remove();
}

/**
 * Gives a zip to the browser host, which takes its sessions in; the file is read piece by piece, never whole.
 * Throws AppFailure: what the host refused, or `not_possible` when the file did not arrive.
 */
export async function sendZip(file: File): Promise<CommandAnswer<'session.import'>> {
  let response: Response;
  let text: string;
  try {
    response = await fetch('/api/sessions/import', {
      method: 'POST',
      body: file,
      headers: { 'Content-Type': 'application/zip', Accept: 'application/json' },
    });
    text = await response.text();
  } catch (error) {
    throw new AppFailure(
      'not_possible',
      `${file.name} did not arrive whole at Blindfold. Nothing of it was taken in. Try again.`,
      { cause: error },
    );
  }
  // Only our own host speaks here, and it checks every answer.
  const answer = parseJson(text) as unknown;
  if (response.ok) return answer as CommandAnswer<'session.import'>;
  const { code, message } = (answer as { error: Failure }).error;
  throw new AppFailure(code, message);
}

import type { CommandAnswer } from '../../core/contract/commands';
import { AppFailure, type Failure } from '../../core/contract/failure';
import type { ExportFormat, ExportWish } from '../../core/contract/reportCommands';
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

/** The address under which the browser host gives a session's report as a file. In: the format, and what else is wished for. */
export function reportAddress(
  id: string,
  format: ExportFormat,
  { filter = {}, chart, metric }: ExportWish,
): string {
  const query = new URLSearchParams({ format });
  if (chart !== undefined) query.set('chart', chart);
  if (metric !== undefined) query.set('metric', metric);
  for (const rater of filter.raters ?? []) query.append('rater', rater);
  for (const prompt of filter.prompts ?? []) query.append('prompt', String(prompt));
  for (const seed of filter.seeds ?? []) query.append('seed', String(seed));
  return `/api/sessions/${id}/export?${query}`;
}

/**
 * A file of the browser host that is small enough to be held. Throws AppFailure: what the host refused, or `not_possible` when it did
 * not arrive whole.
 */
export async function fetchFile(address: string): Promise<Blob> {
  let response: Response;
  let body: Blob;
  try {
    response = await fetch(address, { cache: 'no-store' });
    body = await response.blob();
  } catch (error) {
    throw new AppFailure('not_possible', 'The file did not arrive whole, so nothing was saved. Try again.', {
      cause: error,
    });
  }
  if (response.ok) return body;
  throw refusalOf(await body.text());
}

/** What our own host refused, which checks every answer. */
function refusalOf(text: string): AppFailure {
  const { code, message } = (parseJson(text) as unknown as { error: Failure }).error;
  return new AppFailure(code, message);
}

/** Lets the browser, or the desktop's own window, save a text as a file. */
export function saveText(text: string, name: string, type = 'application/json'): void {
  saveFile(new Blob([text], { type }), name);
}

/** The same for a file of any kind. */
export function saveFile(file: Blob, name: string): void {
  const address = URL.createObjectURL(file);
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
  if (response.ok) return parseJson(text) as unknown as CommandAnswer<'session.import'>;
  throw refusalOf(text);
}

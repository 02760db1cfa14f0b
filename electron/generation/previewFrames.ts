import type { PreviewMessage } from '../comfy/messages';

/**
 * Which image of a run a preview shows. In: the message, the file that a prompt of the run makes, and the file that is being
 * made now. Older servers do not say of which prompt a preview is: then it is of the one that runs. Out: null for one that
 * is not of the run.
 */
export function previewedFile(
  { data }: PreviewMessage,
  fileOf: (promptId: string) => string | undefined,
  current: string | null,
): string | null {
  return data.prompt_id === null ? current : (fileOf(data.prompt_id) ?? null);
}

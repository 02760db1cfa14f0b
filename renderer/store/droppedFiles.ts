import { tell } from './notices';
import { isVotesFile, takeDroppedVotes } from './packs';
import { importFiles } from './transfers';
import { loadWorkflowFile } from './workflowFile';

export type DroppedKind = 'zip' | 'workflow' | 'votes' | 'other';

/**
 * Takes in what was dropped on the window: the sessions of zips (a rating pack is one), the votes of a rating pack, and a
 * workflow (JSON, or a picture that ComfyUI saved).
 */
export async function takeDropped(files: readonly File[]): Promise<void> {
  const kinds = await Promise.all(files.map(kindOfFile));
  const of = (kind: DroppedKind) => files.filter((_, index) => kinds[index] === kind);
  const [workflow, ...more] = of('workflow');
  const left = [
    ...of('other').map(({ name }) => `${name} is neither a zip of sessions nor votes nor a workflow.`),
    ...more.map(({ name }) => `${name} was left out: a set-up has one workflow.`),
  ];
  if (left.length > 0) tell(left.join(' '), 'fault');
  if (workflow !== undefined) await loadWorkflowFile(workflow);
  const votes = of('votes');
  if (votes.length > 0) await takeDroppedVotes(votes);
  const zips = of('zip');
  if (zips.length > 0) await importFiles(zips);
}

/** Tells files apart by what they are called, and by how they begin where the name says nothing. */
export async function kindOfFile(file: File): Promise<DroppedKind> {
  const named = kindOfType(file.type) ?? kindOfName(file.name);
  const isPicture = file.type.startsWith('image/') || /\.png$/i.test(file.name);
  if (named !== 'zip' && !isPicture && (await isVotesFile(file))) return 'votes';
  if (named !== null) return named;
  return kindOfStart(new Uint8Array(await file.slice(0, 16).arrayBuffer()));
}

/** The kind that a media type stands for; null when it says nothing. */
export function kindOfType(type: string): DroppedKind | null {
  if (type.includes('zip')) return 'zip';
  return type === 'application/json' || type === 'image/png' ? 'workflow' : null;
}

function kindOfName(name: string): DroppedKind | null {
  if (/\.zip$/i.test(name)) return 'zip';
  return /\.(json|png)$/i.test(name) ? 'workflow' : null;
}

function kindOfStart(bytes: Uint8Array): DroppedKind {
  const text = String.fromCharCode(...bytes);
  if (text.startsWith('PK')) return 'zip';
  return text.startsWith('\u0089PNG') || /^(?:\u00ef\u00bb\u00bf)?\s*\{/.test(text) ? 'workflow' : 'other';
}

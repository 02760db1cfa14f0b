import { type JsonValue, stringifyJson } from '../../core/session/json';

const PLACE = 'blindfold.workflows';
const MOST = 50;

/** Remembers in this window which file a workflow came from; a session keeps the workflow alone. */
export function rememberWorkflow(workflow: JsonValue, file: string): void {
  const mark = markOf(workflow);
  const others = readNames().filter(([known]) => known !== mark);
  localStorage.setItem(PLACE, JSON.stringify([...others, [mark, file]].slice(-MOST)));
}

/** The file that a workflow was loaded from here; null when that is not known. */
export function workflowFileName(workflow: JsonValue): string | null {
  const mark = markOf(workflow);
  return readNames().find(([known]) => known === mark)?.[1] ?? null;
}

function readNames(): [mark: string, file: string][] {
  try {
    const value: unknown = JSON.parse(localStorage.getItem(PLACE) ?? '[]');
    if (!Array.isArray(value)) return [];
    return value.flatMap((entry: unknown): [string, string][] => {
      if (!Array.isArray(entry)) return [];
      const [mark, file]: unknown[] = entry;
      return typeof mark === 'string' && typeof file === 'string' ? [[mark, file]] : [];
    });
  } catch {
    return [];
  }
}

/** Tells workflows apart: the length of their text and its FNV-1a sum. */
function markOf(workflow: JsonValue): string {
  const text = stringifyJson(workflow);
  let sum = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) sum = Math.imul(sum ^ text.charCodeAt(at), 0x01000193);
  return `${text.length}-${(sum >>> 0).toString(36)}`;
}

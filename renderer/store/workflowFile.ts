import { create } from 'zustand';
import { AppFailure } from '../../core/contract/failure';
import type { Setup } from '../../core/session/setup';
import { readWorkflowFile } from '../../core/workflow/workflowFile';
import { nameInLine } from './fileNames';
import { tell, tellUndo } from './notices';
import { openDetail } from './session';
import { editSetup, isSetupFixed, laterEdit, useDraft } from './setupDraft';
import { showTab } from './view';
import { rememberWorkflow, workflowFileName } from './workflowNames';

interface WorkflowFileStore {
  /** Why the file that was offered last is no workflow that can be used, in a sentence; null when it is, or none was. */
  fault: string | null;
}

/** What came of the workflow file that was chosen or dropped last. */
export const useWorkflowFile = create<WorkflowFileStore>()(() => ({ fault: null }));

/** A picture may hold a workflow, but nothing larger than this is one, in bytes. */
const MOST_BYTES = 64 * 2 ** 20;

/** Takes the workflow in a file (JSON, or a picture that ComfyUI saved) into the set-up. What is wrong with it stands beside the field. */
export async function loadWorkflowFile(file: File): Promise<void> {
  if (isSetupFixed(openDetail())) {
    tell(
      `${nameInLine(file.name)} was not taken: the set-up of this session is fixed. Begin a new session for it.`,
      'fault',
    );
    return;
  }
  showTab('setup');
  try {
    if (file.size > MOST_BYTES) throw new AppFailure('bad_request', 'It is too large for a workflow.');
    const workflow = readWorkflowFile(file.name, new Uint8Array(await file.arrayBuffer()));
    rememberWorkflow(workflow, file.name);
    useWorkflowFile.setState({ fault: null });
    putWorkflow(workflow, file.name);
  } catch (error) {
    if (!(error instanceof AppFailure)) throw error;
    useWorkflowFile.setState({ fault: told(nameInLine(file.name), error.message) });
  }
}

/** Goes back to the built-in workflow; the loaded one can be got back for a while. */
export function chooseBuiltIn(): void {
  useWorkflowFile.setState({ fault: null });
  if (useDraft.getState().draft.setup.workflow !== null) putWorkflow(null, 'The built-in workflow');
}

/** Puts the message about a file that cannot be used away. */
export function dropWorkflowFault(): void {
  useWorkflowFile.setState({ fault: null });
}

/** The sentence with the name of the file it is about. */
function told(name: string, message: string): string {
  return message.includes(name) ? message : `${name}: ${message}`;
}

/** What notices of a replaced workflow are about: the way back leads to the one before the last alone. */
const REPLACED = 'workflow replaced';

function putWorkflow(workflow: Setup['workflow'], name: string): void {
  const before = useDraft.getState().draft.setup;
  editSetup({ workflow, bindings: null });
  if (before.workflow === null) return;
  const old = workflowFileName(before.workflow) ?? 'your own workflow';
  const run = laterEdit(() => ({ workflow: before.workflow, bindings: before.bindings }));
  tellUndo(`${nameInLine(name)} took the place of ${old}.`, { label: 'Undo', run }, REPLACED);
}

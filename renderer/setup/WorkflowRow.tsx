import { useMemo, useRef } from 'react';
import { AppFailure } from '../../core/contract/failure';
import type { WorkflowView } from '../../core/contract/workflowView';
import type { Setup } from '../../core/session/setup';
import { inspectWorkflow } from '../../core/workflow/inspect';
import { editSetup, useDraft } from '../store/setupDraft';
import { chooseBuiltIn, dropWorkflowFault, loadWorkflowFile, useWorkflowFile } from '../store/workflowFile';
import { workflowFileName } from '../store/workflowNames';
import { Button, LinkButton } from '../ui/Button';
import { Row } from '../ui/Field';
import { Select } from '../ui/Select';
import { faultAt } from './faultPlaces';
import type { SetupPart } from './part';
import { ExportHelp } from './workflow/ExportHelp';
import { WorkflowNodes } from './workflow/WorkflowNodes';

/** The built-in workflow, or the person's own file with what was found in it. */
export function WorkflowRow({ faults, isFixed }: SetupPart) {
  const { workflow, loras, bindings } = useDraft((state) => state.draft.setup);
  const fileFault = useWorkflowFile((state) => state.fault);
  const file = useRef<HTMLInputElement>(null);
  const view = useMemo(
    () => (workflow === null ? null : viewOf(workflow, loras, bindings)),
    [workflow, loras, bindings],
  );
  const name = useMemo(() => (workflow === null ? null : workflowFileName(workflow)), [workflow]);
  const isUnread = view !== null && !view.hasCorrections;
  const fault = isUnread ? (
    <>
      The nodes that were chosen by hand cannot be read.{' '}
      <LinkButton onClick={() => editSetup({ bindings: null })}>Find them anew</LinkButton>
    </>
  ) : (
    faultAt(faults, 'setup.workflow')?.message
  );

  return (
    <>
      <Row label="Workflow" field="setup.workflow" fault={fault ?? undefined}>
        {({ id, describedBy, invalid }) => (
          <div className="group">
            <Select
              id={id}
              label="Workflow"
              describedBy={describedBy}
              invalid={invalid}
              disabled={isFixed}
              value={workflow === null ? 'builtin' : 'own'}
              options={[
                { value: 'builtin', label: 'Built-in text to image' },
                ...(workflow === null ? [] : [{ value: 'own' as const, label: name ?? 'Own workflow' }]),
              ]}
              onChange={(value) => (value === 'builtin' ? chooseBuiltIn() : dropWorkflowFault())}
            />
            {isFixed ? null : (
              <>
                <Button icon="folder" aria-label="Load a workflow file" onClick={() => file.current?.click()}>
                  File
                </Button>
                <input
                  ref={file}
                  type="file"
                  accept=".json,.png,application/json,image/png"
                  hidden
                  aria-label="Workflow file in API format"
                  onChange={(event) => {
                    const chosen = event.target.files?.[0];
                    event.target.value = '';
                    if (chosen !== undefined) void loadWorkflowFile(chosen);
                  }}
                />
              </>
            )}
          </div>
        )}
      </Row>
      {fileFault === null || isFixed ? null : <ExportHelp fault={fileFault} onClose={dropWorkflowFault} />}
      {view === null ? null : <WorkflowNodes view={view} faults={faults} isFixed={isFixed} />}
    </>
  );
}

/** What is found in a workflow; without the corrections when they cannot be read. Null when it is no workflow. */
function viewOf(
  workflow: NonNullable<Setup['workflow']>,
  loras: readonly string[],
  bindings: Setup['bindings'],
): (WorkflowView & { hasCorrections: boolean }) | null {
  const found = tryInspect(workflow, loras, bindings ?? {});
  if (found !== null) return { ...found, hasCorrections: true };
  const bare = tryInspect(workflow, loras, {});
  return bare === null ? null : { ...bare, hasCorrections: false };
}

function tryInspect(...args: Parameters<typeof inspectWorkflow>): WorkflowView | null {
  try {
    return inspectWorkflow(...args);
  } catch (error) {
    if (error instanceof AppFailure) return null;
    throw error;
  }
}

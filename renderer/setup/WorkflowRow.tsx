import { useMemo, useRef, useState } from 'react';
import { AppFailure } from '../../core/contract/failure';
import type { WorkflowView } from '../../core/contract/sessionView';
import type { Setup } from '../../core/session/setup';
import { inspectWorkflow } from '../../core/workflow/inspect';
import { readWorkflowFile } from '../../core/workflow/workflowFile';
import { editSetup, useDraft } from '../store/setupDraft';
import { Button } from '../ui/Button';
import { Row } from '../ui/Field';
import { Icon } from '../ui/Icon';
import { Select } from '../ui/Select';
import { faultAt } from './faultPlaces';
import type { SetupPart } from './part';

const ROLE_NAMES: Record<WorkflowView['roles'][number]['role'], string> = {
  lora: 'LoRA',
  seed: 'Seed',
  positive: 'Positive',
  negative: 'Negative',
  checkpoint: 'Model',
  output: 'Output',
  sampler: 'Sampler',
  size: 'Size',
};

/** The built-in workflow, or the person's own file with what was found in it. */
export function WorkflowRow({ faults, isFixed }: SetupPart) {
  const { workflow, loras, bindings } = useDraft((state) => state.draft.setup);
  const [fileFault, setFileFault] = useState<string | null>(null);
  const file = useRef<HTMLInputElement>(null);
  const view = useMemo(
    () => (workflow === null ? null : viewOf(workflow, loras, bindings)),
    [workflow, loras, bindings],
  );
  const fault =
    fileFault ?? faultAt(faults, 'setup.workflow')?.message ?? faultAt(faults, 'setup.bindings')?.message;

  async function load(chosen: File): Promise<void> {
    try {
      const workflow = readWorkflowFile(chosen.name, new Uint8Array(await chosen.arrayBuffer()));
      editSetup({ workflow, bindings: null });
      setFileFault(null);
    } catch (error) {
      if (!(error instanceof AppFailure)) throw error;
      setFileFault(error.message);
    }
  }

  return (
    <Row label="Workflow" field="setup.workflow" fault={fault ?? undefined}>
      {({ id, describedBy, invalid }) => (
        <>
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
                ...(workflow === null
                  ? []
                  : [
                      { value: 'own' as const, label: `Own workflow, ${Object.keys(workflow).length} nodes` },
                    ]),
              ]}
              onChange={(value) => {
                setFileFault(null);
                if (value === 'builtin') editSetup({ workflow: null, bindings: null });
              }}
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
                    if (chosen !== undefined) void load(chosen);
                  }}
                />
              </>
            )}
          </div>
          {view === null ? null : <Roles view={view} />}
        </>
      )}
    </Row>
  );
}

function viewOf(
  workflow: NonNullable<Setup['workflow']>,
  loras: readonly string[],
  bindings: Setup['bindings'],
): WorkflowView | null {
  try {
    return inspectWorkflow(workflow, loras, bindings ?? {});
  } catch (error) {
    if (error instanceof AppFailure) return null;
    throw error;
  }
}

/** Which node was found for what. */
function Roles({ view }: { view: WorkflowView }) {
  return (
    <dl className="bind">
      {view.roles.map(({ role, found, text }) => (
        <div key={role}>
          <dt>{ROLE_NAMES[role]}</dt>
          <dd className={found ? 'cut' : 'fault'} title={text}>
            {text}
          </dd>
          <dd className={found ? 'better' : 'fault'}>
            <Icon name={found ? 'check' : 'fault'} />
            <span className="sr">{found ? 'found' : 'not found'}</span>
          </dd>
        </div>
      ))}
    </dl>
  );
}

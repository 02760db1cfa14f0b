import { useId, useState } from 'react';
import type { RoleView, WorkflowRole, WorkflowView } from '../../../core/contract/workflowView';
import type { DraftFault } from '../../store/draft';
import { countOf } from '../../store/sessionWords';
import { editSetup, useDraft } from '../../store/setupDraft';
import { Button } from '../../ui/Button';
import { laterPart } from '../../ui/laterPart';
import { placeOfFault } from '../faultPlaces';
import { RoleRow } from './RoleRow';
import { foundAgain, pointed, ROLE_ORDER, tellingTitle } from './roleWords';
import './workflow.css';

const graph = laterPart(() => import('./WorkflowGraph'), {
  waiting: <div className="roles__wait" aria-busy="true" />,
});

interface WorkflowNodesProps {
  view: WorkflowView;
  faults: readonly DraftFault[];
  isFixed: boolean;
}

/** What was found in the person's own workflow, to be corrected in place, and its graph on request. */
export function WorkflowNodes({ view, faults, isFixed }: WorkflowNodesProps) {
  const bindings = useDraft((state) => state.draft.setup.bindings);
  const [lit, setLit] = useState<WorkflowRole | null>(null);
  const [isGraphOpen, setGraphOpen] = useState(false);
  const graphId = useId();
  const roles = ROLE_ORDER.flatMap((name) => view.roles.filter(({ role }) => role === name));
  return (
    <div className="roles">
      <ul aria-label="What was found in the workflow">
        {roles.map((role) => (
          <RoleRow
            key={role.role}
            role={role}
            title={titleOf(view, role)}
            fault={faults.find(({ field }) => placeOfFault(field) === `setup.bindings.${role.role}`)?.message}
            isToldAbove={faults.some(
              ({ field, message }) => field === 'setup.workflow' && message === role.text,
            )}
            isFixed={isFixed}
            onChoose={(choice) => editSetup({ bindings: pointed(bindings, choice) })}
            onFindAgain={() => editSetup({ bindings: foundAgain(bindings, role) })}
            onLook={setLit}
          />
        ))}
      </ul>
      <div className="roles__foot">
        <Button
          look="quiet"
          small
          icon={isGraphOpen ? 'down' : 'right'}
          aria-expanded={isGraphOpen}
          aria-controls={graphId}
          onClick={() => setGraphOpen(!isGraphOpen)}
        >
          {isGraphOpen ? 'Hide graph' : 'Show graph'}
        </Button>
        <span className="xs roles__count">{countOf(view.graph.nodes.length, 'node')}</span>
      </div>
      <div id={graphId}>{isGraphOpen ? <graph.Part graph={view.graph} lit={lit} /> : null}</div>
    </div>
  );
}

/** The title that the role's node was given in ComfyUI, where it says more than the class. */
function titleOf({ graph }: WorkflowView, { role, found }: RoleView): string | null {
  const node = found ? graph.nodes.find(({ roles }) => roles.includes(role)) : undefined;
  return node === undefined ? null : tellingTitle(node);
}

import { useComfy } from '../store/comfy';
import { editSetup, useBegunSetup, useDraft } from '../store/setupDraft';
import { Combobox } from '../ui/Combobox';
import { Row } from '../ui/Field';
import { faultAt, faultText } from './faultPlaces';
import type { SetupPart } from './part';
import { SamplingRows } from './SamplingRows';
import { ServerCopiesRow } from './ServerCopiesRow';
import { AddServerButton, ServerRows } from './servers/ServerRows';
import { WorkflowRow } from './WorkflowRow';

/** Server, checkpoint and workflow. */
export function ModelSection({ faults, isFixed }: SetupPart) {
  const setup = useDraft((state) => state.draft.setup);
  const begun = useBegunSetup();
  const offers = useComfy((state) => state.offers);
  // Where images are made may change at any time, what they are made with not.
  const kept = { faults, isFixed: isFixed || begun !== null };
  const checkpointFault = faultAt(faults, 'setup.checkpoint');
  const choose = (name: string) => editSetup({ checkpoint: name.trim() === '' ? null : name });
  return (
    <section className="section">
      <div className="section__head">
        <h2>Model</h2>
        {isFixed ? null : <AddServerButton />}
      </div>
      <ServerRows faults={faults} isFixed={isFixed} />
      {setup.workflow === null ? (
        <Row label="Checkpoint" field="setup.checkpoint" fault={faultText(checkpointFault, choose)}>
          {({ id, describedBy, invalid }) => (
            <Combobox
              id={id}
              describedBy={describedBy}
              invalid={invalid}
              disabled={kept.isFixed}
              value={setup.checkpoint ?? ''}
              options={offers?.checkpoints ?? []}
              placeholder={offers?.checkpoints[0] ?? "The server's first one"}
              none={
                offers === null
                  ? 'The list comes from the server, once it answers.'
                  : 'No checkpoint of that name.'
              }
              onChange={choose}
            />
          )}
        </Row>
      ) : null}
      <WorkflowRow {...kept} />
      {setup.workflow === null ? <SamplingRows {...kept} /> : null}
      <ServerCopiesRow faults={faults} isFixed={isFixed} />
    </section>
  );
}

import { editSetup, useDraft } from '../store/setupDraft';
import { Row } from '../ui/Field';
import { Switch } from '../ui/Switch';
import { faultAt } from './faultPlaces';
import type { SetupPart } from './part';

/** Whether the workflow is proved to be fair before the first image. */
export function SelfCheckRow({ faults, isFixed }: SetupPart) {
  const isOn = useDraft((state) => state.draft.setup.self_check);
  const fault = faultAt(faults, 'setup.self_check');
  return (
    <Row
      label="Self-check"
      group
      field="setup.self_check"
      fault={fault?.message}
      help={
        isOn
          ? 'Two more images before the first one: they must be equal, or the pairs differ by more than the LoRA.'
          : undefined
      }
    >
      {() => (
        <div className="group">
          <Switch
            label="Self-check before the run"
            checked={isOn}
            disabled={isFixed}
            onChange={(self_check) => editSetup({ self_check })}
          />
          <span className="muted">Weight 0 against the baseline</span>
        </div>
      )}
    </Row>
  );
}

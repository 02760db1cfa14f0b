import { editSetup, useDraft } from '../store/setupDraft';
import { Row } from '../ui/Field';
import { Select } from '../ui/Select';
import { faultAt } from './faultPlaces';
import type { SetupPart } from './part';

const OPTIONS = [
  { value: 'kept', label: 'Keep images apart' },
  { value: 'none', label: 'Leave nothing' },
] as const;

/** What the run leaves behind in ComfyUI's own folders. */
export function ServerCopiesRow({ faults, isFixed }: SetupPart) {
  const leavesNothing = useDraft((state) => state.draft.setup.leave_nothing_on_server);
  const fault = faultAt(faults, 'setup.leave_nothing_on_server');
  return (
    <Row
      label="On server"
      field="setup.leave_nothing_on_server"
      fault={fault?.message}
      help={
        leavesNothing
          ? 'Images pass through its temporary folder, which ComfyUI empties by itself.'
          : undefined
      }
    >
      {({ id, describedBy }) => (
        <Select
          id={id}
          label="What stays on the server"
          describedBy={describedBy}
          disabled={isFixed}
          value={leavesNothing ? 'none' : 'kept'}
          options={OPTIONS}
          onChange={(value) => editSetup({ leave_nothing_on_server: value === 'none' })}
        />
      )}
    </Row>
  );
}

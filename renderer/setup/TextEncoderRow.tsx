import type { Setup } from '../../core/session/setup';
import { editSetup, setUnreadable, useDraft } from '../store/setupDraft';
import { Row } from '../ui/Field';
import { NumberField } from '../ui/NumberField';
import { Select } from '../ui/Select';
import { faultAt } from './faultPlaces';
import type { SetupPart } from './part';

type Mode = Setup['text_encoder']['mode'];

const FIELD = 'setup.text_encoder.weight';
const OPTIONS: readonly { value: Mode; label: string }[] = [
  { value: 'follows', label: 'Follows the weight' },
  { value: 'fixed', label: 'One fixed weight' },
  { value: 'left_out', label: 'Left out' },
];

/** What the text encoder gets of the LoRA. */
export function TextEncoderRow({ faults, isFixed }: SetupPart) {
  const { setup, unreadable } = useDraft((state) => state.draft);
  const { text_encoder } = setup;
  const fault = faultAt(faults, 'setup.text_encoder');
  function choose(mode: Mode): void {
    setUnreadable(FIELD, null);
    editSetup({ text_encoder: mode === 'fixed' ? { mode, weight: 1 } : { mode } });
  }
  return (
    <Row label="Text encoder" field="setup.text_encoder" fault={fault?.message}>
      {({ id, describedBy, invalid }) => (
        <div className="group">
          <Select
            id={id}
            label="Text encoder"
            describedBy={describedBy}
            disabled={isFixed}
            value={text_encoder.mode}
            options={OPTIONS}
            onChange={choose}
          />
          {text_encoder.mode === 'fixed' ? (
            <NumberField
              label="Weight of the text encoder"
              disabled={isFixed}
              invalid={invalid}
              describedBy={describedBy}
              unreadable={unreadable[FIELD] ?? null}
              onUnreadable={(text) => setUnreadable(FIELD, text)}
              value={text_encoder.weight}
              onChange={(weight) => editSetup({ text_encoder: { mode: 'fixed', weight } })}
            />
          ) : null}
        </div>
      )}
    </Row>
  );
}

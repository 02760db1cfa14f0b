import { useState } from 'react';
import { editSetup, setUnreadable, useDraft } from '../store/setupDraft';
import { Row } from '../ui/Field';
import { NumberField } from '../ui/NumberField';
import { Switch } from '../ui/Switch';
import { faultAt } from './faultPlaces';
import type { SetupPart } from './part';

const FIELD = 'setup.own_seeds.count';
const FIRST_COUNT = 4;

/** Whether every pair has a seed of its own, and how many pairs there are then. */
export function OwnSeedsRow({ faults, isFixed }: SetupPart) {
  const { setup, unreadable } = useDraft((state) => state.draft);
  const { own_seeds } = setup;
  // What was there before it was switched off is there again when it is switched on.
  const [last, setLast] = useState(setup.seeds.length > 1 ? setup.seeds.length : FIRST_COUNT);
  const fault = faultAt(faults, 'setup.own_seeds');
  function choose(isOn: boolean): void {
    setUnreadable(FIELD, null);
    if (own_seeds !== null) setLast(own_seeds);
    editSetup({ own_seeds: isOn ? last : null });
  }
  return (
    <Row
      label="Own seeds"
      group
      field="setup.own_seeds"
      fault={fault?.message}
      help={
        own_seeds === null
          ? 'Off: all weights of a prompt are made with the seeds above and share their baselines.'
          : 'The same baseline never comes back, so nobody learns it by heart. Every pair takes two images, and weights are compared with the baseline only.'
      }
    >
      {({ describedBy, invalid }) => (
        <div className="group">
          <Switch
            label="Own seed for every pair"
            checked={own_seeds !== null}
            disabled={isFixed}
            onChange={choose}
          />
          {own_seeds === null ? (
            <span className="muted">Own seed for every pair</span>
          ) : (
            <>
              <NumberField
                label="Pairs per prompt and candidate"
                whole
                disabled={isFixed}
                invalid={invalid}
                describedBy={describedBy}
                unreadable={unreadable[FIELD] ?? null}
                onUnreadable={(text) => setUnreadable(FIELD, text)}
                value={own_seeds}
                onChange={(count) => editSetup({ own_seeds: count })}
              />
              <span className="muted">pairs per prompt and candidate</span>
            </>
          )}
        </div>
      )}
    </Row>
  );
}

import { useState } from 'react';
import { builtinDefaults } from '../../core/workflow/builtin';
import { useComfy } from '../store/comfy';
import { editSetup, setUnreadable, useDraft } from '../store/setupDraft';
import { LinkButton } from '../ui/Button';
import { Combobox } from '../ui/Combobox';
import { Row } from '../ui/Field';
import { NumberField } from '../ui/NumberField';
import { faultAt } from './faultPlaces';
import type { SetupPart } from './part';

/** Size and sampling of the built-in workflow: one line, and fields when somebody wants to change them. */
export function SamplingRows({ faults, isFixed }: SetupPart) {
  const { setup, unreadable } = useDraft((state) => state.draft);
  const offers = useComfy((state) => state.offers);
  const [isOpen, setOpen] = useState(false);
  const sizeFault = faultAt(faults, 'setup.size');
  const samplingFault = faultAt(faults, 'setup.sampling');
  const defaults = builtinDefaults(setup.checkpoint ?? offers?.checkpoints[0] ?? '');
  const [width, height] = setup.size ?? defaults.size;
  const sampling = setup.sampling ?? defaults.sampling;
  if (!isOpen && sizeFault === undefined && samplingFault === undefined) {
    return (
      <div className="row">
        <span className="label label--plain">Sampling</span>
        <p className="setup__line">
          {width} × {height} px, {sampling.steps} steps, CFG {sampling.cfg}, {sampling.sampler_name},{' '}
          {sampling.scheduler}{' '}
          {isFixed ? null : <LinkButton onClick={() => setOpen(true)}>Change</LinkButton>}
        </p>
      </div>
    );
  }
  const field = (name: string) => ({
    disabled: isFixed,
    unreadable: unreadable[name] ?? null,
    onUnreadable: (text: string | null) => setUnreadable(name, text),
    invalid: faultAt(faults, name) !== undefined,
  });
  return (
    <>
      <Row label="Size" group field="setup.size" fault={sizeFault?.message} help="Width and height in pixels">
        {({ describedBy }) => (
          <div className="group setup__numbers">
            <NumberField
              {...field('setup.size[0]')}
              whole
              label="Width"
              describedBy={describedBy}
              value={width}
              onChange={(value) => editSetup({ size: [value, height] })}
            />
            <span className="faint">×</span>
            <NumberField
              {...field('setup.size[1]')}
              whole
              label="Height"
              describedBy={describedBy}
              value={height}
              onChange={(value) => editSetup({ size: [width, value] })}
            />
          </div>
        )}
      </Row>
      <Row label="Sampling" group field="setup.sampling" fault={samplingFault?.message}>
        {({ describedBy }) => (
          <>
            <div className="group setup__numbers">
              <NumberField
                {...field('setup.sampling.steps')}
                whole
                label="Steps"
                describedBy={describedBy}
                value={sampling.steps}
                onChange={(steps) => editSetup({ sampling: { ...sampling, steps } })}
              />
              <span className="faint">steps, CFG</span>
              <NumberField
                {...field('setup.sampling.cfg')}
                label="CFG"
                describedBy={describedBy}
                value={sampling.cfg}
                onChange={(cfg) => editSetup({ sampling: { ...sampling, cfg } })}
              />
            </div>
            <div className="group setup__second">
              <Combobox
                label="Sampler"
                invalid={faultAt(faults, 'setup.sampling.sampler_name') !== undefined}
                describedBy={describedBy}
                disabled={isFixed}
                value={sampling.sampler_name}
                options={offers?.samplers ?? []}
                none="No sampler of that name."
                onChange={(sampler_name) => editSetup({ sampling: { ...sampling, sampler_name } })}
              />
              <Combobox
                label="Scheduler"
                invalid={faultAt(faults, 'setup.sampling.scheduler') !== undefined}
                describedBy={describedBy}
                disabled={isFixed}
                value={sampling.scheduler}
                options={offers?.schedulers ?? []}
                none="No scheduler of that name."
                onChange={(scheduler) => editSetup({ sampling: { ...sampling, scheduler } })}
              />
            </div>
          </>
        )}
      </Row>
    </>
  );
}

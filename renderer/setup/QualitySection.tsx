import { useState } from 'react';
import { planCounts } from '../../core/session/planCounts';
import type { QualityControl } from '../../core/session/setup';
import { soundSetup } from '../store/draft';
import { editSetup, setUnreadable, useDraft } from '../store/setupDraft';
import { FaultLine, Row } from '../ui/Field';
import { NumberField } from '../ui/NumberField';
import { Switch } from '../ui/Switch';
import { faultAt } from './faultPlaces';
import type { SetupPart } from './part';
import {
  catchesHelp,
  percentOfShare,
  rangeFault,
  repeatsCountWords,
  repeatsHelp,
  shareOfPercent,
} from './qualityWords';

const FIELD = 'setup.quality_control';
const NUMBERS = [`${FIELD}.repeats`, `${FIELD}.catches`] as const;
const FIRST: QualityControl = { training: true, repeats: 0.1, catches: 3 };

/** Checks of the raters themselves, off at first: practice, repeats, catch trials. */
export function QualitySection({ faults, isFixed }: SetupPart) {
  const quality = useDraft((state) => state.draft.setup.quality_control);
  // What was there before it was switched off is there again when it is switched on.
  const [last, setLast] = useState(FIRST);
  const fault = faults.find(({ field }) => field === FIELD);
  function choose(isOn: boolean): void {
    for (const field of NUMBERS) setUnreadable(field, null);
    if (quality !== null) setLast(quality);
    editSetup({ quality_control: isOn ? last : null });
  }
  return (
    <section className="section" data-field={FIELD} aria-label="Quality control">
      <div className="section__head">
        <h2>Quality control</h2>
        <span className="line">
          <Switch label="Quality control" checked={quality !== null} disabled={isFixed} onChange={choose} />
        </span>
      </div>
      {fault === undefined ? null : <FaultLine>{fault.message}</FaultLine>}
      <p className="faint">
        {quality === null
          ? 'Off: nothing but the pairs is asked. On: a few more trials show how carefully the votes were given.'
          : 'Repeats and catch trials look like any other trial. They are reported, and none of them counts as a vote.'}
        {isFixed ? ' It stays so: the order of the trials is drawn.' : null}
      </p>
      {quality === null ? null : <Parts quality={quality} faults={faults} isFixed={isFixed} />}
    </section>
  );
}

function Parts({ quality, faults, isFixed }: SetupPart & { quality: QualityControl }) {
  const { setup, unreadable } = useDraft((state) => state.draft);
  const sound = soundSetup(setup);
  const { pairs } = planCounts(sound);
  const change = (part: Partial<QualityControl>) => editSetup({ quality_control: { ...quality, ...part } });
  const number = (field: (typeof NUMBERS)[number]) => ({
    disabled: isFixed,
    unreadable: unreadable[field] ?? null,
    onUnreadable: (text: string | null) => setUnreadable(field, text),
  });
  const repeatsFault = faultAt(faults, `${FIELD}.repeats`);
  const catchesFault = faultAt(faults, `${FIELD}.catches`);
  return (
    <>
      <Row
        label="Practice"
        group
        field={`${FIELD}.training`}
        help="To get used to the pictures and the keys. It is said openly that these do not count."
      >
        {() => (
          <div className="group">
            <Switch
              label="Practice before the first trial"
              checked={quality.training}
              disabled={isFixed}
              onChange={(training) => change({ training })}
            />
            <span className="muted">Three pairs before the first trial</span>
          </div>
        )}
      </Row>
      <Row
        label="Repeats"
        group
        field={`${FIELD}.repeats`}
        fault={repeatsFault === undefined ? undefined : (rangeFault(quality.repeats) ?? repeatsFault.message)}
        help={repeatsHelp(sound, pairs)}
      >
        {({ describedBy, invalid }) => (
          <div className="group">
            <NumberField
              {...number(NUMBERS[0])}
              label="Repeats, % of the pairs"
              invalid={invalid}
              describedBy={describedBy}
              value={percentOfShare(quality.repeats)}
              onChange={(percent) => change({ repeats: shareOfPercent(percent) })}
            />
            <span className="muted">{repeatsCountWords(sound, pairs)}</span>
          </div>
        )}
      </Row>
      <Row
        label="Catch trials"
        group
        field={`${FIELD}.catches`}
        fault={catchesFault?.message}
        help={catchesHelp(sound, pairs)}
      >
        {({ describedBy, invalid }) => (
          <div className="group">
            <NumberField
              {...number(NUMBERS[1])}
              label="Catch trials"
              whole
              invalid={invalid}
              describedBy={describedBy}
              value={quality.catches}
              onChange={(catches) => change({ catches })}
            />
            <span className="muted">among the others</span>
          </div>
        )}
      </Row>
    </>
  );
}

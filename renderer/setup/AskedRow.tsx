import type { MetricMode } from '../../core/session/setup';
import { editSetup, useDraft } from '../store/setupDraft';
import { Row } from '../ui/Field';
import { Segments } from '../ui/Segments';
import { faultAt } from './faultPlaces';
import type { SetupPart } from './part';

const WAYS: readonly { value: MetricMode; label: string; help: string }[] = [
  {
    value: 'in_turn',
    label: 'In turn',
    help: 'All questions of a pair one after the other, then the next pair.',
  },
  {
    value: 'passes',
    label: 'In passes',
    help: 'One question over all pairs, then the next one over freshly shuffled pairs: one answer sways the others least.',
  },
  {
    value: 'together',
    label: 'All on one screen',
    help: 'Every pair is shown once with all its questions: the fastest way, and answers may sway each other.',
  },
];

/** How the questions are asked. */
export function AskedRow({ faults, isFixed }: SetupPart) {
  const { metric_mode, metrics } = useDraft((state) => state.draft.setup);
  const way = WAYS.find(({ value }) => value === metric_mode);
  return (
    <Row
      label="Asked"
      group
      field="setup.metric_mode"
      fault={faultAt(faults, 'setup.metric_mode')?.message}
      help={
        isFixed
          ? `${way?.help ?? ''} It stays so: the order of the trials is drawn.`
          : metrics.length > 1
            ? way?.help
            : 'This makes a difference from two metrics on.'
      }
    >
      {() => (
        <Segments
          label="How the questions are asked"
          disabled={isFixed}
          value={metric_mode}
          options={WAYS}
          onChange={(next) => editSetup({ metric_mode: next })}
        />
      )}
    </Row>
  );
}

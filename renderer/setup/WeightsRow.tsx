import { useState } from 'react';
import { formatWeight, rangeOfList } from '../../core/plan/weights';
import { weightsOf } from '../../core/session/setup';
import { soundSetup } from '../store/draft';
import { editSetup, setUnreadable, useDraft } from '../store/setupDraft';
import { Input, Row } from '../ui/Field';
import { NumberField } from '../ui/NumberField';
import { Segments } from '../ui/Segments';
import { faultAt } from './faultPlaces';
import type { SetupPart } from './part';
import { typedWeights } from './pasted';

const RANGE_FIELDS = ['setup.weight_range.min', 'setup.weight_range.max', 'setup.weight_range.step'] as const;
const LABELS = ['Smallest weight', 'Largest weight', 'Step'] as const;
const WORDS = ['to', 'by', null] as const;
const FIRST_RANGE: [number, number, number] = [0.4, 1, 0.2];

/** The weights as a range or a list, and the list that comes of it. */
export function WeightsRow({ faults, isFixed }: SetupPart) {
  const { setup, unreadable } = useDraft((state) => state.draft);
  const isList = setup.weights !== null;
  const fault = faultAt(faults, isList ? 'setup.weights' : 'setup.weight_range');
  const weights = fault === undefined ? weightsOf(soundSetup(setup)) : [];

  function change(way: 'range' | 'list'): void {
    for (const field of [...RANGE_FIELDS, 'setup.weights']) setUnreadable(field, null);
    if (way === 'list' && !isList) editSetup({ weights: weightsOf(soundSetup(setup)), weight_range: null });
    if (way === 'range' && isList)
      editSetup({ weight_range: rangeOfList(setup.weights ?? []) ?? FIRST_RANGE, weights: null });
  }

  return (
    <Row
      label="Weights"
      group
      field={isList ? 'setup.weights' : 'setup.weight_range'}
      fault={fault?.message}
      help={weights.length === 0 ? undefined : '0 is the baseline'}
    >
      {({ id, describedBy }) => (
        <>
          <Segments
            label="Weights as"
            disabled={isFixed}
            value={isList ? 'list' : 'range'}
            options={[
              { value: 'range', label: 'Range' },
              { value: 'list', label: 'List' },
            ]}
            onChange={change}
          />
          {isList ? (
            <div className="setup__second">
              <WeightList
                id={id}
                describedBy={describedBy}
                isFixed={isFixed}
                isInvalid={fault !== undefined}
              />
            </div>
          ) : (
            <div className="group setup__numbers setup__second">
              {RANGE_FIELDS.map((field, part) => (
                <span key={field} data-field={field} className="group setup__numbers">
                  <NumberField
                    label={LABELS[part] ?? ''}
                    describedBy={describedBy}
                    disabled={isFixed}
                    invalid={isPartFaulty(setup.weight_range, part, unreadable, field, fault !== undefined)}
                    unreadable={unreadable[field] ?? null}
                    onUnreadable={(text) => setUnreadable(field, text)}
                    value={(setup.weight_range ?? FIRST_RANGE)[part] ?? null}
                    onChange={(value) => {
                      const range: [number, number, number] = [...(setup.weight_range ?? FIRST_RANGE)];
                      range[part] = value;
                      editSetup({ weight_range: range, weights: null });
                    }}
                  />
                  {WORDS[part] === null ? null : <span className="faint">{WORDS[part]}</span>}
                </span>
              ))}
            </div>
          )}
          {weights.length === 0 ? null : (
            <ul className="chips setup__second" aria-label="Weights that will be made">
              {weights.map((weight) => (
                <li key={weight} className="chip chip--plain">
                  {formatWeight(weight)}
                </li>
              ))}
            </ul>
          )}
        </>
      )}
    </Row>
  );
}

/** Which of the three numbers a fault of the range is about. */
function isPartFaulty(
  range: readonly [number, number, number] | null,
  part: number,
  unreadable: Readonly<Record<string, string>>,
  field: string,
  isFaulty: boolean,
): boolean {
  if (!isFaulty) return false;
  if (RANGE_FIELDS.some((name) => name in unreadable)) return field in unreadable;
  const [min, max, step] = range ?? FIRST_RANGE;
  if (step <= 0) return part === 2;
  return min > max ? part < 2 : true;
}

function WeightList({
  id,
  describedBy,
  isFixed,
  isInvalid,
}: {
  id: string;
  describedBy: string | undefined;
  isFixed: boolean;
  isInvalid: boolean;
}) {
  const { setup, unreadable } = useDraft((state) => state.draft);
  const [typed, setTyped] = useState<string | null>(null);
  const shown = unreadable['setup.weights'] ?? typed ?? (setup.weights ?? []).map(formatWeight).join(', ');
  return (
    <Input
      id={id}
      aria-label="List of weights"
      placeholder="0.4, 0.6, 1"
      describedBy={describedBy}
      disabled={isFixed}
      invalid={isInvalid}
      value={shown}
      onChange={(text) => {
        const weights = typedWeights(text);
        setTyped(text);
        setUnreadable('setup.weights', weights === null && text.trim() !== '' ? text : null);
        if (weights !== null || text.trim() === '') editSetup({ weights: weights ?? [], weight_range: null });
      }}
      onBlur={() => setTyped(null)}
    />
  );
}

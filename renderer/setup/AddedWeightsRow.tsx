import { useState } from 'react';
import { formatWeight } from '../../core/plan/weights';
import { type Setup, weightsOf } from '../../core/session/setup';
import { soundSetup } from '../store/draft';
import { editSetup, useDraft } from '../store/setupDraft';
import { Button } from '../ui/Button';
import { Chip } from '../ui/Chip';
import { Input, Row } from '../ui/Field';
import { faultAt } from './faultPlaces';
import type { SetupPart } from './part';
import { typedWeights } from './pasted';

/** The weights of a begun session: those that images were made at, and the ones that are added to them. */
export function AddedWeightsRow({ faults, begun }: Pick<SetupPart, 'faults'> & { begun: Setup }) {
  const setup = useDraft((state) => state.draft.setup);
  const [typed, setTyped] = useState('');
  const [isRefused, setRefused] = useState(false);
  const fault = faultAt(faults, 'setup.weights') ?? faultAt(faults, 'setup.weight_range');
  const weights = weightsOf(soundSetup(setup));
  const old = weightsOf(begun);
  const fresh = (typedWeights(typed) ?? []).filter((weight) => weight !== 0 && !weights.includes(weight));
  const off = typed.trim() === '' ? 'Write a weight first' : 'No new weight. Write them like 0.2, 1.4';

  function set(next: readonly number[]): void {
    const { weights: list, weight_range } = begun;
    const isAsBegun = next.length === old.length;
    editSetup(isAsBegun ? { weights: list, weight_range } : { weights: [...next], weight_range: null });
  }

  function add(): void {
    setRefused(fresh.length === 0 && typed.trim() !== '');
    if (fresh.length === 0) return;
    set([...weights, ...fresh]);
    setTyped('');
  }

  return (
    <Row
      label="Weights"
      group
      field={setup.weights === null ? 'setup.weight_range' : 'setup.weights'}
      fault={fault?.message ?? (isRefused ? off : undefined)}
      help="0 is the baseline"
    >
      {({ id, describedBy, invalid }) => (
        <>
          <ul className="chips" aria-label="Weights">
            {weights.map((weight) => (
              <li key={weight}>
                <Chip
                  name={`weight ${formatWeight(weight)}`}
                  isNew={!old.includes(weight)}
                  onRemove={
                    old.includes(weight) ? undefined : () => set(weights.filter((other) => other !== weight))
                  }
                >
                  {formatWeight(weight)}
                </Chip>
              </li>
            ))}
          </ul>
          {begun.own_seeds === null ? (
            <div className="group setup__second">
              <Input
                id={id}
                aria-label="Weights to add"
                placeholder="0.2, 1.4"
                describedBy={describedBy}
                invalid={invalid}
                value={typed}
                onChange={(text) => {
                  setTyped(text);
                  setRefused(false);
                }}
                onKeyDown={(event) => {
                  if (event.key !== 'Enter') return;
                  event.preventDefault();
                  add();
                }}
              />
              <Button icon="plus" off={fresh.length === 0 ? off : undefined} onClick={add}>
                Add weights
              </Button>
            </div>
          ) : null}
        </>
      )}
    </Row>
  );
}

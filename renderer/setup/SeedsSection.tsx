import { useState } from 'react';
import type { Integer } from '../../core/session/json';
import { tell } from '../store/notices';
import { countOf } from '../store/sessionWords';
import { editSetup, laterEdit, useDraft } from '../store/setupDraft';
import { Button, IconButton } from '../ui/Button';
import { Chip } from '../ui/Chip';
import { FaultLine } from '../ui/Field';
import { Menu } from '../ui/Menu';
import { faultAt } from './faultPlaces';
import { OwnSeedsRow } from './OwnSeedsRow';
import { PastePanel } from './PastePanel';
import type { SetupPart } from './part';
import { pastedSeeds, randomSeeds } from './pasted';
import { SeveralSeeds } from './SeveralSeeds';

/** A whole number below 2^32, from the system's own chance. */
function draw(): number {
  return crypto.getRandomValues(new Uint32Array(1))[0] ?? 0;
}

/** The seeds: each prompt is made once with every one of them, or each pair with one of its own. */
export function SeedsSection({ faults, isFixed }: SetupPart) {
  const seeds = useDraft((state) => state.draft.setup.seeds);
  const hasOwn = useDraft((state) => state.draft.setup.own_seeds !== null);
  const [asked, setOpen] = useState<'paste' | 'several' | null>(null);
  // The list waits unseen for the day when it is wanted again.
  const open = hasOwn ? null : asked;
  const set = (next: Integer[]) => editSetup({ seeds: next });
  const addRandom = (count: number) => set([...seeds, ...randomSeeds(count, seeds, draw)]);
  const fault = faultAt(faults, 'setup.seeds');
  return (
    <section className="section" data-field="setup.seeds" aria-label="Seeds">
      <div className="section__head">
        <h2>Seeds {hasOwn ? null : <span className="count">{seeds.length}</span>}</h2>
        {isFixed || hasOwn ? null : (
          <span className="line line--tight">
            <Button look="quiet" small icon="dice" onClick={() => addRandom(1)}>
              Add random
            </Button>
            <Button
              look="quiet"
              small
              aria-expanded={open === 'paste'}
              onClick={() => setOpen(open === 'paste' ? null : 'paste')}
            >
              Paste
            </Button>
            <Menu
              trigger={<IconButton icon="more" label="More for seeds" />}
              entries={[
                { label: 'Add several random seeds', icon: 'dice', run: () => setOpen('several') },
                {
                  label: 'Clear all seeds',
                  icon: 'trash',
                  apart: true,
                  off: seeds.length === 0 ? 'there are none' : undefined,
                  run: () => {
                    set([]);
                    const run = laterEdit((setup) => ({ seeds: [...new Set([...seeds, ...setup.seeds])] }));
                    tell(`${countOf(seeds.length, 'seed')} removed`, 'plain', { label: 'Undo', run });
                  },
                },
              ]}
            />
          </span>
        )}
      </div>
      {open === 'paste' ? (
        <PastePanel
          label="Seeds to add"
          placeholder="42, 1337, 18446744073709551615"
          hint="Whole numbers, parted by spaces, commas or lines. They are kept digit for digit."
          read={(text) => {
            const { seeds: pasted, fault: pasteFault } = pastedSeeds(text);
            const fresh = pasted.filter((seed) => !seeds.includes(seed));
            const doubles = pasted.length - fresh.length;
            return {
              count: fresh.length,
              button: fresh.length === 0 ? 'Add' : `Add ${countOf(fresh.length, 'seed')}`,
              note: doubles === 0 ? null : `${countOf(doubles, 'seed')} left out: there already.`,
              fault: pasteFault,
              add: () => set([...seeds, ...fresh]),
            };
          }}
          onClose={() => setOpen(null)}
        />
      ) : null}
      {open === 'several' ? <SeveralSeeds onAdd={addRandom} onClose={() => setOpen(null)} /> : null}
      {seeds.length === 0 && fault === undefined && !hasOwn ? (
        <p className="faint">Two seeds show whether a difference is more than luck.</p>
      ) : null}
      {seeds.length === 0 || hasOwn ? null : (
        <ul className="chips setup__chips">
          {seeds.map((seed, index) => {
            const place = `setup.seeds[${index}]`;
            return (
              <li key={place} data-field={place}>
                <Chip
                  name={`seed ${seed}`}
                  invalid={faults.some(({ field }) => field === place)}
                  onRemove={isFixed ? undefined : () => set(seeds.filter((_, other) => other !== index))}
                >
                  {String(seed)}
                </Chip>
              </li>
            );
          })}
        </ul>
      )}
      {fault === undefined ? null : <FaultLine>{fault.message}</FaultLine>}
      <OwnSeedsRow faults={faults} isFixed={isFixed} />
    </section>
  );
}

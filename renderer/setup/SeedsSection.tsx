import { useState } from 'react';
import type { Integer } from '../../core/session/json';
import { MAX_SEEDS } from '../../core/session/setup';
import { tell } from '../store/notices';
import { countOf } from '../store/sessionWords';
import { editSetup, laterEdit, useBegunSetup, useDraft } from '../store/setupDraft';
import { Button, IconButton } from '../ui/Button';
import { Chip } from '../ui/Chip';
import { FaultLine } from '../ui/Field';
import { Menu } from '../ui/Menu';
import { faultAt } from './faultPlaces';
import { OwnSeedsRow } from './OwnSeedsRow';
import { PastePanel } from './PastePanel';
import type { SetupPart } from './part';
import { pastedSeeds, randomSeeds } from './pasted';
import { thereAlready } from './promptWords';
import { SeveralSeeds } from './SeveralSeeds';

/** A whole number of 64 bits, from the system's own chance. */
function draw(): bigint {
  return crypto.getRandomValues(new BigUint64Array(1))[0] ?? 0n;
}

/** The seeds: each prompt is made once with every one of them, or each pair with one of its own. */
export function SeedsSection({ faults, isFixed }: SetupPart) {
  const begun = useBegunSetup();
  const seeds = useDraft((state) => state.draft.setup.seeds);
  const hasOwn = useDraft((state) => state.draft.setup.own_seeds !== null);
  const [asked, setOpen] = useState<'paste' | 'several' | null>(null);
  // The list waits unseen for the day when it is wanted again.
  const open = hasOwn ? null : asked;
  /** So many stay as they are, since images were made with them. */
  const begunCount = begun?.seeds.length ?? 0;
  const set = (next: Integer[]) => editSetup({ seeds: next });
  const addRandom = (count: number) => set([...seeds, ...randomSeeds(count, seeds, draw)]);
  const fault = faultAt(faults, 'setup.seeds');
  const room = MAX_SEEDS - seeds.length;
  const full = room > 0 ? undefined : `${MAX_SEEDS.toLocaleString('en-US')} seeds are the most`;
  return (
    <section className="section" data-field="setup.seeds" aria-label="Seeds">
      <div className="section__head">
        <h2>Seeds {hasOwn ? null : <span className="count">{seeds.length}</span>}</h2>
        {isFixed || hasOwn ? null : (
          <span className="line line--tight">
            <Button look="quiet" small icon="dice" off={full} onClick={() => addRandom(1)}>
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
                { label: 'Add several random seeds', icon: 'dice', off: full, run: () => setOpen('several') },
                {
                  label: begun === null ? 'Clear all seeds' : 'Clear the new seeds',
                  icon: 'trash',
                  apart: true,
                  off: seeds.length === begunCount ? 'there are none' : undefined,
                  run: () => {
                    set(seeds.slice(0, begunCount));
                    const run = laterEdit((setup) => ({ seeds: [...new Set([...seeds, ...setup.seeds])] }));
                    tell(`${countOf(seeds.length - begunCount, 'seed')} removed`, 'plain', {
                      label: 'Undo',
                      run,
                    });
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
          placeholder="42, 100-119, 18446744073709551615"
          hint="Whole numbers or ranges, parted by spaces, commas or lines. They are kept digit for digit."
          read={(text) => {
            const { fresh, doubles, fault: pasteFault } = pastedSeeds(text, seeds);
            return {
              count: fresh.length,
              button: fresh.length === 0 ? 'Add' : `Add ${countOf(fresh.length, 'seed')}`,
              note: doubles === 0 ? null : thereAlready(doubles),
              fault: pasteFault,
              add: () => set([...seeds, ...fresh]),
            };
          }}
          onClose={() => setOpen(null)}
        />
      ) : null}
      {open === 'several' ? (
        <SeveralSeeds most={room} onAdd={addRandom} onClose={() => setOpen(null)} />
      ) : null}
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
                  isNew={begun !== null && index >= begunCount}
                  onRemove={
                    isFixed || index < begunCount
                      ? undefined
                      : () => set(seeds.filter((_, other) => other !== index))
                  }
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

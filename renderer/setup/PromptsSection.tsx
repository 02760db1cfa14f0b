import { useState } from 'react';
import type { PromptPair } from '../../core/session/setup';
import { tell } from '../store/notices';
import { countOf } from '../store/sessionWords';
import { editSetup, laterEdit, useBegunSetup, useDraft } from '../store/setupDraft';
import { Button, IconButton } from '../ui/Button';
import { FaultLine } from '../ui/Field';
import { Menu } from '../ui/Menu';
import { faultAt } from './faultPlaces';
import { PastePanel } from './PastePanel';
import { PromptItem } from './PromptItem';
import type { SetupPart } from './part';
import { newPrompts, pastedPrompts } from './pasted';
import { moved, useReorder } from './reorder';

/** The prompt pairs: edited in place, in an order that can be changed. */
export function PromptsSection({ faults, isFixed }: SetupPart) {
  const begun = useBegunSetup();
  const pairs = useDraft((state) => state.draft.setup.prompt_pairs);
  const [editing, setEditing] = useState<number | null>(null);
  const [isPasting, setPasting] = useState(false);
  /** So many stay as they are, since images were made of them. */
  const begunCount = begun?.prompt_pairs.length ?? 0;
  const set = (prompt_pairs: PromptPair[]) => editSetup({ prompt_pairs });
  const reorder = useReorder({
    count: pairs.length,
    noun: 'Prompt',
    onMove: (from, to) => {
      setEditing(null);
      set(moved(pairs, from, Math.max(to, begunCount)));
    },
  });
  const missing = faults.find(({ field }) => field === 'setup.prompt_pairs');

  function add(): void {
    // Most people give every prompt the same negative one.
    set([...pairs, { positive: '', negative: pairs.at(-1)?.negative ?? '' }]);
    setEditing(pairs.length);
  }

  function remove(place: number): void {
    const gone = pairs.slice(place, place + 1);
    setEditing(null);
    set(pairs.filter((_, index) => index !== place));
    const run = laterEdit(({ prompt_pairs }) => ({
      prompt_pairs: prompt_pairs.toSpliced(place, 0, ...gone),
    }));
    tell(`Prompt ${place + 1} removed`, 'plain', { label: 'Undo', run });
  }

  function clear(): void {
    setEditing(null);
    set(pairs.slice(0, begunCount));
    const run = laterEdit(({ prompt_pairs }) => ({
      prompt_pairs: [...pairs, ...newPrompts(prompt_pairs, pairs)],
    }));
    tell(`${countOf(pairs.length - begunCount, 'prompt')} removed`, 'plain', { label: 'Undo', run });
  }

  function leave(place: number): void {
    setEditing(null);
    const pair = useDraft.getState().draft.setup.prompt_pairs[place];
    // One that was added and never written goes again.
    if (pair?.positive.trim() === '')
      set(useDraft.getState().draft.setup.prompt_pairs.filter((_, index) => index !== place));
  }

  return (
    <section className="section" data-field="setup.prompt_pairs" aria-label="Prompts">
      <div className="section__head">
        <h2>
          Prompts <span className="count">{pairs.length}</span>
        </h2>
        {isFixed ? null : (
          <span className="line line--tight">
            <Button look="quiet" small icon="plus" aria-label="Add a prompt" onClick={add}>
              Add
            </Button>
            <Button look="quiet" small aria-expanded={isPasting} onClick={() => setPasting(!isPasting)}>
              Paste many
            </Button>
            <Menu
              trigger={<IconButton icon="more" label="More for prompts" />}
              entries={[
                {
                  label: begun === null ? 'Clear all prompts' : 'Clear the new prompts',
                  icon: 'trash',
                  off: pairs.length === begunCount ? 'there are none' : undefined,
                  run: clear,
                },
              ]}
            />
          </span>
        )}
      </div>
      {isPasting ? (
        <PastePanel
          label="Prompts to add"
          placeholder={'a red fox in the snow\nan old lighthouse at dusk --- blurry, low quality'}
          hint="One prompt a line. After a tab or --- comes its negative prompt."
          read={(text) => {
            const pasted = pastedPrompts(text);
            const fresh = newPrompts(pasted, pairs);
            const doubles = pasted.length - fresh.length;
            return {
              count: fresh.length,
              button: fresh.length === 0 ? 'Add' : `Add ${countOf(fresh.length, 'prompt')}`,
              note: doubles === 0 ? null : `${countOf(doubles, 'line')} left out: there already.`,
              fault: null,
              add: () => set([...pairs, ...fresh]),
            };
          }}
          onClose={() => setPasting(false)}
        />
      ) : null}
      {missing === undefined ? null : <FaultLine>{missing.message}</FaultLine>}
      {pairs.length === 0 && missing === undefined && !isPasting ? (
        <p className="faint">
          Each prompt is made once without the LoRA and once at every weight. Five or more, of different
          kinds, tell most.
        </p>
      ) : null}
      <ol>
        {pairs.map((pair, index) => {
          const place = `setup.prompt_pairs[${index}]`;
          return (
            <PromptItem
              key={place}
              field={place}
              number={index + 1}
              pair={pair}
              fault={editing === index && pair.positive === '' ? undefined : faultAt(faults, place)?.message}
              isFixed={isFixed || index < begunCount}
              isNew={begun !== null && index >= begunCount}
              isEditing={editing === index}
              onEdit={() => setEditing(index)}
              onLeave={() => leave(index)}
              onChange={(next) => set(pairs.map((other, at) => (at === index ? next : other)))}
              onRemove={() => remove(index)}
              gripProps={reorder.gripProps(index)}
              itemProps={reorder.itemProps(index)}
            />
          );
        })}
      </ol>
      <span className="sr" role="status">
        {reorder.said}
      </span>
    </section>
  );
}

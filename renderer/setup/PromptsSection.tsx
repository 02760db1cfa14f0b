import { useRef, useState } from 'react';
import { PROMPT_FILES } from '../../core/prompts/promptFileName';
import type { PromptPair } from '../../core/session/setup';
import { useAsk } from '../store/assistantAsk';
import { editSetup, useBegunSetup, useDraft } from '../store/setupDraft';
import { Button, IconButton } from '../ui/Button';
import { FaultLine } from '../ui/Field';
import { laterPart } from '../ui/laterPart';
import { Menu } from '../ui/Menu';
import { faultAt } from './faultPlaces';
import { PromptItem } from './PromptItem';
import type { SetupPart } from './part';
import { clearPrompts, expandPrompt, removePrompt } from './promptEdits';
import { moved, useReorder } from './reorder';
import { usePromptDrop } from './usePromptDrop';

const generate = laterPart(() => import('./assistant/GeneratePrompts'));
const paste = laterPart(() => import('./PastePrompts'));
const imported = laterPart(() => import('./ImportPrompts'));

/** The prompt pairs: edited in place, in an order that can be changed. */
export function PromptsSection({ faults, isFixed }: SetupPart) {
  const begun = useBegunSetup();
  const pairs = useDraft((state) => state.draft.setup.prompt_pairs);
  const [editing, setEditing] = useState<number | null>(null);
  const [intake, setIntake] = useState<'generate' | 'paste' | File | null>(() =>
    useAsk.getState().left === 'prompts' ? 'generate' : null,
  );
  const generateButton = useRef<HTMLButtonElement>(null);
  const file = useRef<HTMLInputElement>(null);
  const { isOver, dropProps } = usePromptDrop(isFixed ? null : setIntake);
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

  function leave(place: number): void {
    const now = useDraft.getState().draft.setup.prompt_pairs;
    // One that was added and never written goes again.
    const isUnwritten = now[place]?.positive.trim() === '';
    if (isUnwritten) set(now.filter((_, index) => index !== place));
    // The press that ended it may have begun another one.
    setEditing((other) => {
      if (other === null || other === place) return null;
      return isUnwritten && other > place ? other - 1 : other;
    });
  }

  return (
    <section
      className="section"
      data-field="setup.prompt_pairs"
      aria-label="Prompts"
      {...(isOver ? { 'data-drop': '' } : {})}
      {...dropProps}
    >
      <div className="section__head">
        <h2>
          Prompts <span className="count">{pairs.length}</span>
        </h2>
        {isFixed ? null : (
          <span className="line line--tight">
            <Button look="quiet" small icon="plus" aria-label="Add a prompt" onClick={add}>
              Add
            </Button>
            <Button
              ref={generateButton}
              look="quiet"
              small
              aria-label="Generate prompts"
              aria-expanded={intake === 'generate'}
              onClick={() => setIntake(intake === 'generate' ? null : 'generate')}
            >
              Generate
            </Button>
            <Button
              look="quiet"
              small
              aria-expanded={intake === 'paste'}
              onClick={() => setIntake(intake === 'paste' ? null : 'paste')}
            >
              Paste many
            </Button>
            <Button
              look="quiet"
              small
              aria-label="Import prompts from a file"
              onClick={() => file.current?.click()}
            >
              Import
            </Button>
            <input
              ref={file}
              type="file"
              accept={PROMPT_FILES.join(',')}
              hidden
              aria-label="File of prompts"
              onChange={({ target }) => {
                const chosen = target.files?.[0];
                target.value = '';
                if (chosen !== undefined) setIntake(chosen);
              }}
            />
            <Menu
              trigger={<IconButton icon="more" label="More for prompts" />}
              entries={[
                {
                  label: begun === null ? 'Clear all prompts' : 'Clear the new prompts',
                  icon: 'trash',
                  off: pairs.length === begunCount ? 'there are none' : undefined,
                  run: () => {
                    setEditing(null);
                    clearPrompts();
                  },
                },
              ]}
            />
          </span>
        )}
      </div>
      {intake === null || isFixed ? null : intake === 'generate' ? (
        <generate.Part
          onClose={() => {
            setIntake(null);
            generateButton.current?.focus();
          }}
        />
      ) : intake === 'paste' ? (
        <paste.Part onClose={() => setIntake(null)} />
      ) : (
        <imported.Part file={intake} onClose={() => setIntake(null)} />
      )}
      {missing === undefined ? null : <FaultLine>{missing.message}</FaultLine>}
      {pairs.length === 0 && missing === undefined && intake === null ? (
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
              onRemove={() => {
                setEditing(null);
                removePrompt(index);
              }}
              onExpand={() => {
                setEditing(null);
                expandPrompt(index);
              }}
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

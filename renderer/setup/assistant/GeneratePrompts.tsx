import { useRef, useState } from 'react';
import { MAX_ASKED_PROMPTS, type Maker } from '../../../core/contract/assistantView';
import { promptList } from '../../../core/prompts/promptList';
import { isUnderWay, shownItems } from '../../store/askPhases';
import { askForPrompts, dropAsked, stopAsking, toggleAsked, useAsk } from '../../store/assistantAsk';
import { countOf } from '../../store/sessionWords';
import { useDraft } from '../../store/setupDraft';
import { Button } from '../../ui/Button';
import { FaultLine, Help } from '../../ui/Field';
import { addPrompts } from '../promptEdits';
import { thereAlready } from '../promptWords';
import { AskedStatus } from './AskedStatus';
import { AskPanel } from './AskPanel';
import { DescriptionField, descriptionFault } from './DescriptionField';
import { useInSight } from './inSight';
import { triggerFault, useKnown } from './known';
import { MakerRow, useMaker } from './MakerRow';
import { countFault, PromptWishes, withoutFault } from './PromptWishes';
import './asking.css';

/** Prompts from a description: asked for, looked at, and those that are ticked added. */
export default function GeneratePrompts({ onClose }: { onClose: () => void }) {
  const { wish, prompts: asked } = useAsk();
  const pairs = useDraft((state) => state.draft.setup.prompt_pairs);
  const { triggerText: _text, ...known } = useKnown();
  const maker = useMaker();
  const description = useRef<HTMLTextAreaElement>(null);
  const [isAsked, setAsked] = useState(false);
  /** Number fields that hold no number. */
  const [unreadable, setUnreadable] = useState<Readonly<Record<string, string>>>({});
  /** Trigger words alone say something of it, too. */
  const hasWords = known.trigger_words.length > 0;
  const isBusy = isUnderWay(asked);
  const items = shownItems(asked);
  const listBox = useInSight(asked);
  const written = items.flatMap((pair, index) =>
    asked.toggled.has(index)
      ? []
      : [{ place: `Prompt ${index + 1}`, pair: { ...pair, generated: asked.by } }],
  );
  const list = promptList(written, pairs, false);

  function ask(by: Maker = maker.by): void {
    if (isBusy) return;
    setAsked(true);
    if (descriptionFault(wish.description, !hasWords) !== undefined) {
      description.current?.focus();
      return;
    }
    const isWrong =
      Object.keys(unreadable).length > 0 ||
      triggerFault(known.trigger_words) !== undefined ||
      countFault(wish.count) !== undefined ||
      (hasWords && withoutFault(wish) !== undefined);
    if (isWrong) return;
    setAsked(false);
    const model = by === 'model' ? maker.model : null;
    void askForPrompts({ by, model, known, present: pairs.map(({ positive }) => positive) });
  }

  function add(): void {
    addPrompts(list.fresh, list.doubles);
    dropAsked('prompts');
    onClose();
  }

  const off =
    list.obstacle ??
    (list.fresh.length > 0 ? undefined : written.length === 0 ? 'None is ticked' : 'Nothing to add');
  return (
    <AskPanel label="Generate prompts" kind="prompts" onAsk={() => ask()} onClose={onClose}>
      <DescriptionField field={description} isNeeded={isAsked && !hasWords} />
      <PromptWishes
        known={known}
        unreadable={unreadable}
        onUnreadable={(field, text) => {
          const { [field]: _old, ...rest } = unreadable;
          setUnreadable(text === null ? rest : { ...rest, [field]: text });
        }}
      />
      <MakerRow
        isBusy={isBusy}
        told={asked.failure}
        listsDo="They put prompts together from your words and from lists of subjects, framings, lightings and styles."
      />
      <AskedStatus
        asked={asked}
        noun="prompt"
        onStop={() => stopAsking('prompts')}
        onAgain={() => ask()}
        onWordLists={() => ask('word_lists')}
      />
      {items.length === 0 ? (
        asked.phase === 'done' && asked.remarks.length === 0 ? (
          <Help>No prompt came. Ask again, or say it in other words.</Help>
        ) : null
      ) : (
        <ul ref={listBox} className="asking__list" aria-label="Generated prompts">
          {items.map(({ positive, negative }, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: more come at the end, and none moves
            <li key={index}>
              <label className="asking__item">
                <input
                  type="checkbox"
                  checked={!asked.toggled.has(index)}
                  onChange={() => toggleAsked('prompts', index)}
                />
                <span>
                  <span className="asking__words" dir="auto" title={positive}>
                    {positive}
                  </span>{' '}
                  {negative.trim() === '' ? null : (
                    <span className="asking__negative" dir="auto" title={negative}>
                      <span className="sr">Negative prompt: </span>
                      {negative}
                    </span>
                  )}
                </span>
              </label>
            </li>
          ))}
        </ul>
      )}
      {list.obstacle === null ? (
        list.faults.map((fault) => <FaultLine key={fault}>{fault}</FaultLine>)
      ) : (
        <FaultLine>{list.obstacle}</FaultLine>
      )}
      {list.doubles === 0 ? null : <Help>{thereAlready(list.doubles)}</Help>}
      <div className="asking__acts">
        {items.length === 0 || isBusy ? null : (
          <Button small off={off} onClick={add}>
            {list.fresh.length === 0 ? 'Add' : `Add ${countOf(list.fresh.length, 'prompt')}`}
          </Button>
        )}
        {asked.phase === 'failed' ? null : (
          <Button
            small
            look={items.length === 0 || isBusy ? 'plain' : 'quiet'}
            busy={isBusy}
            keys="mod+Enter"
            onClick={() => ask()}
          >
            {items.length > 0 && !isBusy ? 'Ask again' : askWords(wish.count)}
          </Button>
        )}
        <Button small look="quiet" onClick={onClose}>
          Close
        </Button>
      </div>
    </AskPanel>
  );
}

function askWords(count: number): string {
  return count >= 1 && count <= MAX_ASKED_PROMPTS ? `Generate ${countOf(count, 'prompt')}` : 'Generate';
}

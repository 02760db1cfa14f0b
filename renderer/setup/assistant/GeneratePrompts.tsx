import { useRef, useState } from 'react';
import { MAX_ASKED_PROMPTS, type Maker } from '../../../core/contract/assistantView';
import { promptList } from '../../../core/prompts/promptList';
import { isUnderWay, shown } from '../../store/askPhases';
import { askForPrompts, dropAsked, stopAsking, toggleAsked, useAsk } from '../../store/assistantAsk';
import { countOf } from '../../store/sessionWords';
import { useDraft } from '../../store/setupDraft';
import { FaultLine, Help } from '../../ui/Field';
import { addPrompts } from '../promptEdits';
import { thereAlready } from '../promptWords';
import { AskActs } from './AskActs';
import { AskedChoice } from './AskedChoice';
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
  const { triggerText, ...known } = useKnown();
  const maker = useMaker();
  const description = useRef<HTMLTextAreaElement>(null);
  const [isAsked, setAsked] = useState(false);
  /** Number fields that hold no number. */
  const [unreadable, setUnreadable] = useState<Readonly<Record<string, string>>>({});
  /** Trigger words alone say something of it, too. */
  const hasWords = known.trigger_words.length > 0;
  const { by: madeBy, items, toggled } = shown(asked);
  const listBox = useInSight(asked);
  const written = items.flatMap((pair, index) =>
    toggled.has(index) ? [] : [{ place: `Prompt ${index + 1}`, pair: { ...pair, generated: madeBy } }],
  );
  const list = promptList(written, pairs, false);
  const isWrong =
    Object.keys(unreadable).length > 0 ||
    triggerFault(known.trigger_words) !== undefined ||
    countFault(wish.count) !== undefined ||
    (hasWords && withoutFault(wish) !== undefined);

  function ask(by: Maker = maker.by): void {
    if (isUnderWay(asked)) return;
    setAsked(true);
    if (descriptionFault(wish.description, !hasWords) !== undefined) {
      description.current?.focus();
      return;
    }
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
        triggerText={triggerText}
        unreadable={unreadable}
        onUnreadable={(field, text) => {
          const { [field]: _old, ...rest } = unreadable;
          setUnreadable(text === null ? rest : { ...rest, [field]: text });
        }}
      />
      <MakerRow
        kind="prompts"
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
      {items.length === 0 ? null : (
        <ul ref={listBox} className="asking__list" aria-label="Generated prompts">
          {items.map(({ positive, negative }, index) => (
            <AskedChoice
              // biome-ignore lint/suspicious/noArrayIndexKey: more come at the end, and none moves
              key={index}
              words={positive}
              more={negative}
              moreName="Negative prompt:"
              isChosen={!toggled.has(index)}
              onToggle={() => toggleAsked('prompts', index)}
            />
          ))}
        </ul>
      )}
      {list.obstacle === null ? (
        list.faults.map((fault) => <FaultLine key={fault}>{fault}</FaultLine>)
      ) : (
        <FaultLine>{list.obstacle}</FaultLine>
      )}
      {list.doubles === 0 ? null : <Help>{thereAlready(list.doubles)}</Help>}
      <AskActs
        asked={asked}
        addWords={list.fresh.length === 0 ? 'Add' : `Add ${countOf(list.fresh.length, 'prompt')}`}
        addOff={off}
        onAdd={add}
        askWords={askWords(wish.count)}
        askOff={isWrong ? 'Correct what is marked first' : undefined}
        onAsk={() => ask()}
        onClose={onClose}
      />
    </AskPanel>
  );
}

function askWords(count: number): string {
  return count >= 1 && count <= MAX_ASKED_PROMPTS ? `Generate ${countOf(count, 'prompt')}` : 'Generate';
}

import { useRef, useState } from 'react';
import { metricRemarks } from '../../../core/assistant/answerRemarks';
import type { Maker } from '../../../core/contract/assistantView';
import { MAX_METRICS } from '../../../core/session/setup';
import { isUnderWay, shown } from '../../store/askPhases';
import { askForMetrics, dropAsked, stopAsking, toggleAsked, useAsk } from '../../store/assistantAsk';
import { countOf } from '../../store/sessionWords';
import { useDraft } from '../../store/setupDraft';
import { Help } from '../../ui/Field';
import { addMetrics, hasMetric } from '../metricEdits';
import { AskActs } from './AskActs';
import { AskedChoice } from './AskedChoice';
import { AskedStatus } from './AskedStatus';
import { AskPanel } from './AskPanel';
import { DescriptionField, descriptionFault } from './DescriptionField';
import { useInSight } from './inSight';
import { triggerFault, useKnown } from './known';
import { MakerRow, useMaker } from './MakerRow';
import './asking.css';

/** Metrics from a description: asked for, and those that are chosen added, as far as there is room. */
export default function SuggestMetrics({ onClose }: { onClose: () => void }) {
  const { wish, metrics: asked } = useAsk();
  const metrics = useDraft((state) => state.draft.setup.metrics);
  const { triggerText: _text, ...known } = useKnown();
  const maker = useMaker();
  const description = useRef<HTMLTextAreaElement>(null);
  const [isAsked, setAsked] = useState(false);
  /** Trigger words alone say something of it, too. */
  const hasWords = known.trigger_words.length > 0;
  const isBusy = isUnderWay(asked);
  const { items, toggled } = shown(asked);
  const listBox = useInSight(asked);
  const room = MAX_METRICS - metrics.length;
  const isThere = (index: number) => hasMetric(metrics, items[index]?.name ?? '');
  const chosen = [...toggled]
    .filter((index) => index < items.length && !isThere(index))
    .sort((a, b) => a - b);
  const names = chosen.flatMap((index) => items[index]?.name ?? []);
  const ofRoom = metricRemarks(items.length, metrics.length);
  const isFull = chosen.length >= room;

  function ask(by: Maker = maker.by): void {
    if (isBusy) return;
    setAsked(true);
    if (descriptionFault(wish.description, !hasWords) !== undefined) {
      description.current?.focus();
      return;
    }
    setAsked(false);
    // Trigger words that cannot be told are a matter of the prompts, where they are typed.
    const words = triggerFault(known.trigger_words) === undefined ? known.trigger_words : [];
    const model = by === 'model' ? maker.model : null;
    void askForMetrics({ by, model, known: { ...known, trigger_words: words }, present: metrics });
  }

  function add(): void {
    addMetrics(names);
    dropAsked('metrics');
    onClose();
  }

  /** Why a box cannot be pressed, in a few words. */
  function offOf(index: number): string | undefined {
    if (isBusy) return 'It is not all there yet';
    if (isThere(index)) return 'It is there already';
    return isFull && !toggled.has(index) ? `${MAX_METRICS} metrics are the most` : undefined;
  }

  return (
    <AskPanel label="Suggest metrics" kind="metrics" onAsk={() => ask()} onClose={onClose}>
      <DescriptionField field={description} isNeeded={isAsked && !hasWords} />
      <MakerRow kind="metrics" told={asked.failure} listsDo="They choose the metrics that fit your words." />
      <AskedStatus
        // How many there is room for stands with the boxes.
        asked={{ ...asked, remarks: asked.remarks.filter((remark) => !ofRoom.includes(remark)) }}
        noun="metric"
        onStop={() => stopAsking('metrics')}
        onAgain={() => ask()}
        onWordLists={() => ask('word_lists')}
      />
      {items.length === 0 ? null : (
        <>
          <Help>{roomWords(room, items.length)}</Help>
          <ul ref={listBox} className="asking__list" aria-label="Suggested metrics">
            {items.map(({ name, question }, index) => (
              <AskedChoice
                // biome-ignore lint/suspicious/noArrayIndexKey: more come at the end, and none moves
                key={index}
                words={name}
                more={question}
                isChosen={toggled.has(index) && !isThere(index)}
                off={offOf(index)}
                onToggle={() => toggleAsked('metrics', index)}
              />
            ))}
          </ul>
        </>
      )}
      <AskActs
        asked={asked}
        addWords={names.length === 0 ? 'Add' : `Add ${countOf(names.length, 'metric')}`}
        addOff={names.length === 0 ? 'Choose one first' : undefined}
        onAdd={add}
        askWords="Suggest"
        onAsk={() => ask()}
        onClose={onClose}
      />
    </AskPanel>
  );
}

/** How many can be chosen. */
function roomWords(room: number, offered: number): string {
  const most = `${MAX_METRICS} metrics are the most`;
  if (room <= 0) return `${most}. Remove one of them to add another.`;
  if (offered <= room) return 'Choose those to ask about each pair.';
  return room === MAX_METRICS ? `Choose up to ${room} of these.` : `Choose up to ${room} of these: ${most}.`;
}

import { useRef, useState } from 'react';
import { metricRemarks } from '../../../core/assistant/answerRemarks';
import type { Maker } from '../../../core/contract/assistantView';
import { MAX_METRICS } from '../../../core/session/setup';
import { isUnderWay, shownItems } from '../../store/askPhases';
import { askForMetrics, dropAsked, stopAsking, toggleAsked, useAsk } from '../../store/assistantAsk';
import { countOf } from '../../store/sessionWords';
import { useDraft } from '../../store/setupDraft';
import { Button } from '../../ui/Button';
import { Help } from '../../ui/Field';
import { Tooltip } from '../../ui/Tooltip';
import { addMetrics, hasMetric } from '../metricEdits';
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
  const items = shownItems(asked);
  const listBox = useInSight(asked);
  const room = MAX_METRICS - metrics.length;
  const isThere = (index: number) => hasMetric(metrics, items[index]?.name ?? '');
  const chosen = [...asked.toggled]
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
    if (isThere(index)) return 'It is there already';
    return isFull && !asked.toggled.has(index) ? `${MAX_METRICS} metrics are the most` : undefined;
  }

  return (
    <AskPanel label="Suggest metrics" kind="metrics" onAsk={() => ask()} onClose={onClose}>
      <DescriptionField field={description} isNeeded={isAsked && !hasWords} />
      <MakerRow isBusy={isBusy} told={asked.failure} listsDo="They choose the metrics that fit your words." />
      <AskedStatus
        // How many there is room for stands with the boxes.
        asked={{ ...asked, remarks: asked.remarks.filter((remark) => !ofRoom.includes(remark)) }}
        noun="metric"
        onStop={() => stopAsking('metrics')}
        onAgain={() => ask()}
        onWordLists={() => ask('word_lists')}
      />
      {items.length === 0 ? (
        asked.phase === 'done' && asked.remarks.length === 0 ? (
          <Help>No metric came. Ask again, or say it in other words.</Help>
        ) : null
      ) : (
        <>
          <Help>{roomWords(room, items.length)}</Help>
          <ul ref={listBox} className="asking__list" aria-label="Suggested metrics">
            {items.map(({ name, question }, index) => {
              const off = isBusy ? 'It is not all there yet' : offOf(index);
              return (
                // biome-ignore lint/suspicious/noArrayIndexKey: more come at the end, and none moves
                <li key={index}>
                  <Tooltip text={off} isOff={off === undefined}>
                    <label className="asking__item" {...(off === undefined ? {} : { 'data-off': '' })}>
                      <input
                        type="checkbox"
                        checked={asked.toggled.has(index) && !isThere(index)}
                        onChange={() => {
                          if (off === undefined) toggleAsked('metrics', index);
                        }}
                        {...(off === undefined ? {} : { 'aria-disabled': true, 'aria-description': off })}
                      />
                      <span>
                        <span className="asking__words" dir="auto" title={name}>
                          {name}
                        </span>{' '}
                        <span className="asking__negative" dir="auto" title={question}>
                          {question}
                        </span>
                      </span>
                    </label>
                  </Tooltip>
                </li>
              );
            })}
          </ul>
        </>
      )}
      <div className="asking__acts">
        {items.length === 0 || isBusy ? null : (
          <Button small off={names.length === 0 ? 'Choose one first' : undefined} onClick={add}>
            {names.length === 0 ? 'Add' : `Add ${countOf(names.length, 'metric')}`}
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
            {items.length > 0 && !isBusy ? 'Ask again' : 'Suggest'}
          </Button>
        )}
        <Button small look="quiet" onClick={onClose}>
          Close
        </Button>
      </div>
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

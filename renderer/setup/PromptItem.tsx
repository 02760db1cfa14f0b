import { type ComponentProps, type FocusEvent, type KeyboardEvent, useEffect, useRef } from 'react';
import { ChoiceFault, countPair } from '../../core/prompts/choices';
import { MAX_PROMPTS, type PromptPair } from '../../core/session/setup';
import { IconButton, LinkButton } from '../ui/Button';
import { Tag } from '../ui/Chip';
import { FaultLine, TextArea } from '../ui/Field';
import { Icon } from '../ui/Icon';
import { useAfterPress } from '../ui/useAfterPress';
import { reworded } from './promptEdits';

interface PromptItemProps {
  field: string;
  number: number;
  pair: PromptPair;
  fault: string | undefined;
  isFixed: boolean;
  /** Added to a begun session, and nothing made of it yet. */
  isNew: boolean;
  isEditing: boolean;
  onEdit: () => void;
  onLeave: () => void;
  onChange: (pair: PromptPair) => void;
  onRemove: () => void;
  /** Puts the prompts that its choices make in its place. */
  onExpand: () => void;
  gripProps: ComponentProps<'button'>;
  itemProps: ComponentProps<'li'>;
}

/** One prompt pair: text to read, two fields in its place after a click or Enter. */
export function PromptItem(props: PromptItemProps) {
  const { field, number, pair, fault, isFixed, isNew, isEditing, onEdit, onRemove, gripProps, itemProps } =
    props;
  const text = useRef<HTMLButtonElement>(null);
  const isLeftByKey = useRef(false);
  useEffect(() => {
    if (isEditing) return;
    // Who writes by keyboard goes on from here.
    if (isLeftByKey.current) text.current?.focus();
    isLeftByKey.current = false;
  }, [isEditing]);
  return (
    <li
      className="prompt"
      data-field={field}
      {...(fault === undefined ? {} : { 'data-fault': '' })}
      {...itemProps}
    >
      {isFixed ? (
        <span className="prompt__n">
          <span>{number}</span>
        </span>
      ) : (
        <button
          type="button"
          className="prompt__n"
          aria-label={`Move prompt ${number}`}
          title="Drag, or press the arrow keys"
          {...gripProps}
        >
          <span>{number}</span>
          <Icon name="grip" />
        </button>
      )}
      <div>
        {isEditing ? (
          <Fields
            {...props}
            onLeaveByKey={() => {
              isLeftByKey.current = true;
              props.onLeave();
            }}
          />
        ) : isFixed ? (
          <div className="prompt__text">
            <Text pair={pair} isNew={isNew} />
          </div>
        ) : (
          <button ref={text} type="button" className="prompt__text" data-edit="" onClick={onEdit}>
            <span className="sr">{`Edit prompt ${number}:`}</span> <Text pair={pair} isNew={isNew} />
          </button>
        )}
        {isFixed || isEditing ? null : <ExpandOffer number={number} pair={pair} onExpand={props.onExpand} />}
        {fault === undefined ? null : (
          <FaultLine>
            <FaultWords text={fault} onRemove={isFixed ? undefined : onRemove} />
          </FaultLine>
        )}
      </div>
      {isFixed ? null : (
        <span className="prompt__acts">
          <IconButton icon="x" label={`Remove prompt ${number}`} onClick={onRemove} />
        </span>
      )}
    </li>
  );
}

/** For a prompt with choices such as `{a|b}`: what it can be made into. Left alone, it is sent to the server as it stands. */
function ExpandOffer({
  number,
  pair,
  onExpand,
}: { number: number } & Pick<PromptItemProps, 'pair' | 'onExpand'>) {
  const count = choicesOf(pair);
  if (count <= 1) return null;
  const many = count.toLocaleString('en-US');
  if (count > MAX_PROMPTS)
    return (
      <p className="xs faint">Its choices make more than {MAX_PROMPTS.toLocaleString('en-US')} prompts.</p>
    );
  return (
    <p className="xs">
      <LinkButton onClick={onExpand}>
        Expand to {many} prompts <span className="sr">in place of prompt {number}</span>
      </LinkButton>
    </p>
  );
}

function choicesOf(pair: PromptPair): number {
  try {
    return countPair(pair);
  } catch (error) {
    if (error instanceof ChoiceFault) return 1;
    throw error;
  }
}

/** The sentence, with its "remove it" as the way to do so. */
function FaultWords({ text, onRemove }: { text: string; onRemove: (() => void) | undefined }) {
  const [before, after] = text.split('remove it');
  if (onRemove === undefined || after === undefined) return text;
  return (
    <>
      {before}
      <LinkButton onClick={onRemove}>remove it</LinkButton>
      {after}
    </>
  );
}

function Text({ pair, isNew }: { pair: PromptPair; isNew: boolean }) {
  return (
    <>
      <span className="prompt__pos" dir="auto">
        {pair.positive.trim() === '' ? <i className="faint">Empty</i> : pair.positive}
        {isNew ? ' ' : null}
        {isNew ? <Tag>new</Tag> : null}
        <GeneratedMark by={pair.generated} />
      </span>{' '}
      {pair.negative.trim() === '' ? null : (
        <span className="prompt__neg">
          <Icon name="minus" />
          <span className="cut" dir="auto">
            {pair.negative}
          </span>
        </span>
      )}
    </>
  );
}

/** Who made the words, while nobody has changed them. */
function GeneratedMark({ by }: { by: PromptPair['generated'] }) {
  if (by === undefined) return null;
  const name = by === 'model' ? 'Generated by a model' : 'Generated from word lists';
  return (
    <>
      {/* It never stands alone on a line. */}
      {'\u00a0'}
      <span className="prompt__mark" title={name}>
        <Icon name={by === 'model' ? 'spark' : 'dice'} />
        <span className="sr">{name}</span>
      </span>
    </>
  );
}

/** Enter ends the editing, Shift+Enter breaks the line, Escape and a click elsewhere end it, too. */
function Fields({
  number,
  pair,
  fault,
  onChange,
  onLeave,
  onLeaveByKey,
}: PromptItemProps & { onLeaveByKey: () => void }) {
  const box = useRef<HTMLDivElement>(null);
  const first = useRef<HTMLTextAreaElement>(null);
  const afterPress = useAfterPress();
  useEffect(() => {
    first.current?.focus();
    first.current?.setSelectionRange(first.current.value.length, first.current.value.length);
  }, []);
  const ends = {
    onKeyDown: (event: KeyboardEvent) => {
      if (
        event.key !== 'Escape' &&
        (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing)
      )
        return;
      event.preventDefault();
      onLeaveByKey();
    },
    onBlur: (event: FocusEvent) => {
      // The fields are taller than the text. What is pressed must not move away from under the pointer before it is let go.
      if (!box.current?.contains(event.relatedTarget)) afterPress(onLeave);
    },
  };
  return (
    <div ref={box} className="prompt__edit">
      <TextArea
        ref={first}
        data-edited-prompt={number - 1}
        rows={2}
        dir="auto"
        aria-label={`Prompt ${number}`}
        placeholder="What the picture shows"
        invalid={fault !== undefined}
        value={pair.positive}
        onChange={(positive) => onChange(reworded(pair, { positive }))}
        {...ends}
      />
      <TextArea
        rows={1}
        dir="auto"
        aria-label={`Negative prompt ${number}`}
        placeholder="What it must not show (may stay empty)"
        value={pair.negative}
        onChange={(negative) => onChange(reworded(pair, { negative }))}
        {...ends}
      />
    </div>
  );
}

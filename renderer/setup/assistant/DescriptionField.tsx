import { type RefObject, useEffect, useId } from 'react';
import { MAX_DESCRIPTION } from '../../../core/contract/assistantView';
import { useAsk, wishFor } from '../../store/assistantAsk';
import { FaultLine, Help, TextArea } from '../../ui/Field';

/** From so many characters on they are counted. */
const COUNTED_FROM = MAX_DESCRIPTION * 0.9;

const shown = (count: number) => count.toLocaleString('en-US');

/** What is wrong with a description, in a sentence; undefined when nothing is. In: whether an empty one is said to be wrong. */
export function descriptionFault(description: string, isNeeded: boolean): string | undefined {
  const { length } = description.trim();
  if (length > MAX_DESCRIPTION)
    return `A description holds at most ${shown(MAX_DESCRIPTION)} characters; this one has ${shown(length)}. Say it in fewer words.`;
  return length === 0 && isNeeded ? 'There is no description yet. Say what the LoRA shows.' : undefined;
}

/** What the LoRA shows, in the person's words; for prompts and metrics alike. It has the cursor at first. */
export function DescriptionField({
  field,
  isNeeded,
}: {
  field: RefObject<HTMLTextAreaElement | null>;
  /** It was asked, and nothing else says what is wanted. */
  isNeeded: boolean;
}) {
  const id = useId();
  const description = useAsk(({ wish }) => wish.description);
  const fault = descriptionFault(description, isNeeded);
  const { length } = description.trim();
  useEffect(() => field.current?.focus(), [field]);
  return (
    <div className="asking__description">
      <label htmlFor={id}>What does the LoRA show?</label>
      <TextArea
        ref={field}
        id={id}
        rows={3}
        dir="auto"
        placeholder="a red fox with a white scarf, in the style of an old picture book"
        invalid={fault !== undefined}
        describedBy={`${id}-text`}
        value={description}
        onChange={(next) => wishFor({ description: next })}
      />
      {fault === undefined ? (
        <div className={length < COUNTED_FROM ? 'sr' : undefined} id={`${id}-text`}>
          <Help>
            {shown(length)} of {shown(MAX_DESCRIPTION)} characters
          </Help>
        </div>
      ) : (
        <div role="alert">
          <FaultLine id={`${id}-text`}>{fault}</FaultLine>
        </div>
      )}
    </div>
  );
}

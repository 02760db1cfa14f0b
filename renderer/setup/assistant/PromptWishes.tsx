import { type Known, MAX_ASKED_PROMPTS } from '../../../core/contract/assistantView';
import { type AskWish, useAsk, wishFor } from '../../store/assistantAsk';
import { Input, Row } from '../../ui/Field';
import { NumberField } from '../../ui/NumberField';
import { Switch } from '../../ui/Switch';
import { triggerFault } from './known';

/** What is wrong with the number of prompts, in a sentence; undefined when nothing is. */
export function countFault(count: number): string | undefined {
  return count >= 1 && count <= MAX_ASKED_PROMPTS
    ? undefined
    : `From 1 to ${MAX_ASKED_PROMPTS} prompts can be asked for at once.`;
}

/** What is wrong with the number of prompts without trigger words. */
export function withoutFault({ count, withoutTrigger }: AskWish): string | undefined {
  return withoutTrigger >= 0 && withoutTrigger <= count
    ? undefined
    : `At most as many without trigger words as are asked for: ${count}.`;
}

interface PromptWishesProps {
  known: Known;
  /** The trigger words as they stand in their field. */
  triggerText: string;
  unreadable: Readonly<Record<string, string>>;
  onUnreadable: (field: string, text: string | null) => void;
}

/** What is known of the LoRA, and how many prompts of which kind are wished for. */
export function PromptWishes({ known, triggerText, unreadable, onUnreadable }: PromptWishesProps) {
  const wish = useAsk((state) => state.wish);
  const hasWords = known.trigger_words.length > 0;
  const noNumber = (field: string) =>
    field in unreadable ? 'That is not a whole number. Write it like 8.' : undefined;
  const ofCount = noNumber('count') ?? countFault(wish.count);
  const ofWithout = hasWords ? (noNumber('without') ?? withoutFault(wish)) : undefined;
  return (
    <>
      <Row
        label="Trigger words"
        fault={triggerFault(known.trigger_words)}
        help={
          known.base_model === null
            ? 'Parted by commas. They stand in the prompts.'
            : `Parted by commas. The LoRA was made for ${known.base_model}.`
        }
      >
        {({ id, describedBy, invalid }) => (
          <Input
            id={id}
            describedBy={describedBy}
            invalid={invalid}
            dir="auto"
            placeholder="none"
            value={triggerText}
            onChange={(text) => wishFor({ triggerText: text })}
          />
        )}
      </Row>
      <Row
        label="Prompts"
        group
        fault={ofCount ?? ofWithout}
        help={
          hasWords
            ? 'Those without trigger words tell whether the LoRA shows without being called.'
            : undefined
        }
      >
        {() => (
          <div className="group asking__counts">
            <NumberField
              label="Number of prompts"
              invalid={ofCount !== undefined}
              whole
              value={wish.count}
              unreadable={unreadable['count'] ?? null}
              onUnreadable={(text) => onUnreadable('count', text)}
              onChange={(count) => wishFor({ count })}
            />
            {hasWords ? (
              <span className="group">
                <span>of which</span>
                <NumberField
                  label="Without trigger words"
                  invalid={ofWithout !== undefined}
                  whole
                  value={wish.withoutTrigger}
                  unreadable={unreadable['without'] ?? null}
                  onUnreadable={(text) => onUnreadable('without', text)}
                  onChange={(withoutTrigger) => wishFor({ withoutTrigger })}
                />
                <span>without trigger words</span>
              </span>
            ) : null}
          </div>
        )}
      </Row>
      <Row label="Spread" group>
        {() => (
          <div className="group">
            <Switch
              label="Spread over framing, lighting and style"
              checked={wish.coverage}
              onChange={(coverage) => wishFor({ coverage })}
            />
            <span>Over framing, lighting and style</span>
          </div>
        )}
      </Row>
    </>
  );
}

import type { Known } from '../../../core/contract/assistantView';
import { useAsk } from '../../store/assistantAsk';
import { useComfy } from '../../store/comfy';
import { loraKey, useLoraInfo } from '../../store/loraInfo';
import { useDraft } from '../../store/setupDraft';

/** As many trigger words are told, each so long at most. */
const MOST_WORDS = 50;
const MOST_LETTERS = 200;

/** The words of a line, parted by commas, each once. */
export function wordsIn(text: string): string[] {
  const words = text.split(/[,\n]/).map((word) => word.trim());
  return [...new Set(words.filter((word) => word !== ''))];
}

/** What is wrong with typed trigger words, in a sentence; undefined when nothing is. */
export function triggerFault(words: readonly string[]): string | undefined {
  if (words.length > MOST_WORDS) return `At most ${MOST_WORDS} trigger words; these are ${words.length}.`;
  if (words.some((word) => word.length > MOST_LETTERS))
    return `A trigger word holds at most ${MOST_LETTERS} characters. Part them by commas.`;
  return undefined;
}

/** What is known of the LoRA under test: from its file, and as the person has put it right. `triggerText` is how it stands in the field. */
export function useKnown(): Known & { triggerText: string } {
  const loras = useDraft(({ draft }) => draft.setup.loras);
  const address = useComfy((comfy) => comfy.address);
  const known = useLoraInfo((info) => info.known);
  const typed = useAsk(({ wish }) => wish.triggerText);
  const files = loras.filter((name) => name.trim() !== '');
  const infos = files.flatMap((name) => {
    const info = address === null ? null : known[loraKey(address, name)];
    return info == null ? [] : [info];
  });
  const told = [...new Set(infos.flatMap(({ trigger_words }) => trigger_words))];
  const triggerText = typed ?? told.slice(0, MOST_WORDS).join(', ');
  return {
    loras: files,
    trigger_words: wordsIn(triggerText),
    base_model: infos.find(({ base_model }) => base_model !== null)?.base_model ?? null,
    triggerText,
  };
}

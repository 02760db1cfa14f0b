import { flushSync } from 'react-dom';
import { expandPair } from '../../core/prompts/choices';
import { holdsWord } from '../../core/prompts/holdsWord';
import { newPrompts, promptKey } from '../../core/prompts/promptList';
import { MAX_PROMPTS, type PromptPair } from '../../core/session/setup';
import { tell } from '../store/notices';
import { openDetail } from '../store/session';
import { countOf } from '../store/sessionWords';
import { editSetup, laterEdit, useDraft } from '../store/setupDraft';
import { thereAlready } from './promptWords';

const current = () => useDraft.getState().draft.setup.prompt_pairs;
const set = (prompt_pairs: PromptPair[]) => editSetup({ prompt_pairs });

/** So many prompts stay as they are, since images were made of them. */
const begunPrompts = () => openDetail()?.begun_setup?.prompt_pairs.length ?? 0;

/** Tells what was done, with the way back: an edit of the prompts as they are by then. */
function tellWithUndo(text: string, back: (prompt_pairs: PromptPair[]) => PromptPair[]): void {
  const run = laterEdit(({ prompt_pairs }) => ({ prompt_pairs: back(prompt_pairs) }));
  tell(text, 'plain', { label: 'Undo', run });
}

/** Puts prompts behind the others. In: `doubles`, how many were left out since they are there. */
export function addPrompts(fresh: readonly PromptPair[], doubles: number): void {
  set([...current(), ...fresh]);
  const added = `${countOf(fresh.length, 'prompt')} added.`;
  tellWithUndo(doubles === 0 ? added : `${added} ${thereAlready(doubles)}`, without(fresh));
}

export function removePrompt(place: number): void {
  const gone = current().slice(place, place + 1);
  set(current().toSpliced(place, 1));
  tellWithUndo(`Prompt ${place + 1} removed`, (pairs) => pairs.toSpliced(place, 0, ...gone));
}

/** Removes all prompts of which no images were made. */
export function clearPrompts(): void {
  const before = current();
  const kept = before.slice(0, begunPrompts());
  set(kept);
  tellWithUndo(`${countOf(before.length - kept.length, 'prompt')} removed`, (pairs) => [
    ...before,
    ...newPrompts(pairs, before),
  ]);
}

/** Puts all prompts that the choices of one make in its place; those that are there already are left out. */
export function expandPrompt(place: number): void {
  const pairs = current();
  const one = pairs[place];
  if (one === undefined) return;
  const rest = pairs.toSpliced(place, 1);
  const all = expandPair(one).filter(({ positive }) => positive.trim() !== '');
  const fresh = newPrompts(all, rest);
  const total = rest.length + fresh.length;
  if (total > MAX_PROMPTS) {
    const most = MAX_PROMPTS.toLocaleString('en-US');
    tell(`That would make ${total.toLocaleString('en-US')} prompts; ${most} are the most.`, 'fault');
    return;
  }
  set(rest.toSpliced(place, 0, ...fresh));
  const doubles = all.length - fresh.length;
  tellWithUndo(
    `Prompt ${place + 1} became ${countOf(fresh.length, 'prompt')}.${doubles === 0 ? '' : ` ${thereAlready(doubles)}`}`,
    (now) => without(fresh)(now).toSpliced(place, 0, one),
  );
}

/** The prompts without some, each taken out once. */
function without(some: readonly PromptPair[]): (pairs: PromptPair[]) => PromptPair[] {
  return (pairs) => {
    const gone = new Set(some.map(promptKey));
    return pairs.filter((pair) => !gone.delete(promptKey(pair)));
  };
}

/** A prompt in other words: from then on they are the person's, whoever made those before. */
export function reworded({ positive, negative }: PromptPair, words: Partial<PromptPair>): PromptPair {
  return { positive, negative, ...words };
}

/** Adds a word at the end of each prompt that lacks it and may still change. */
export function addWord(word: string): void {
  const before = new Map<string, PromptPair>();
  let count = 0;
  const fixed = begunPrompts();
  set(
    current().map((pair, place) => {
      if (place < fixed || pair.positive.trim() === '' || holdsWord(pair.positive, word)) return pair;
      const next = reworded(pair, { positive: `${pair.positive.replace(/[\s,]+$/, '')}, ${word}` });
      before.set(promptKey(next), pair);
      count += 1;
      return next;
    }),
  );
  tellWithUndo(`“${word}” added to ${countOf(count, 'prompt')}`, (pairs) =>
    pairs.map((pair) => before.get(promptKey(pair)) ?? pair),
  );
}

function editedField(): HTMLTextAreaElement | null {
  const field = document.querySelector('textarea[data-edited-prompt]');
  return field instanceof HTMLTextAreaElement ? field : null;
}

/** Whether a prompt is being written at the moment. */
export function isWriting(): boolean {
  return editedField() !== null;
}

/** Puts a word where the cursor stands in the prompt that is being written, and the cursor behind it. Out: false when none is. */
export function insertIntoEdited(word: string): boolean {
  const field = editedField();
  if (field === null) return false;
  const place = Number(field.dataset['editedPrompt']);
  if (holdsWord(field.value, word)) {
    tell(`This prompt has “${word}” already`);
    return true;
  }
  const before = field.value.slice(0, field.selectionStart).trimEnd();
  const after = field.value.slice(field.selectionEnd).trimStart();
  const lead = before === '' ? '' : before.endsWith(',') ? ' ' : ', ';
  const tail = after === '' || after.startsWith(',') ? '' : ', ';
  const start = `${before}${lead}${word}${tail}`;
  // The field shows it at once, so that the cursor can be put behind it.
  flushSync(() =>
    set(current().map((pair, at) => (at === place ? reworded(pair, { positive: start + after }) : pair))),
  );
  field.setSelectionRange(start.length, start.length);
  return true;
}

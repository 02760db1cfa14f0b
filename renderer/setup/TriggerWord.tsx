import type { MouseEvent } from 'react';
import { holdsWord } from '../../core/prompts/holdsWord';
import { copyText } from '../store/copyText';
import { tell } from '../store/notices';
import { countOf } from '../store/sessionWords';
import { useDraft } from '../store/setupDraft';
import { AddChip, Chip } from '../ui/Chip';
import { Menu } from '../ui/Menu';
import { addWord, insertIntoEdited, isWriting } from './promptEdits';

/** A word that a LoRA listens to. Pressed, it goes into the prompt that is being written; else it offers to go into all. */
export function TriggerWord({ word, isFixed }: { word: string; isFixed: boolean }) {
  const pairs = useDraft((state) => state.draft.setup.prompt_pairs);
  const written = pairs.filter(({ positive }) => positive.trim() !== '');
  const lacking = written.filter(({ positive }) => !holdsWord(positive, word)).length;
  if (isFixed) return <Chip name={word}>{word}</Chip>;
  return (
    <Menu
      trigger={
        <AddChip
          aria-label={`Add ${word} to prompts`}
          dir="auto"
          onMouseDown={(event) => {
            if (!isWriting()) return;
            // The press would end the writing before it is heard.
            event.preventDefault();
            keepClosed(event);
          }}
          onClick={(event) => {
            if (insertIntoEdited(word)) keepClosed(event);
          }}
        >
          {word}
        </AddChip>
      }
      entries={[
        {
          label: 'Add to all prompts',
          icon: 'plus',
          off: written.length === 0 ? 'there are none' : lacking === 0 ? 'all have it' : undefined,
          hint: lacking === written.length ? undefined : `${countOf(lacking, 'prompt')} without it`,
          run: () => addWord(word),
        },
        {
          label: 'Copy',
          icon: 'copy',
          run: () =>
            void copyText(word).then((isDone) =>
              tell(
                isDone ? `“${word}” copied` : 'The system does not let Blindfold copy.',
                isDone ? 'plain' : 'fault',
              ),
            ),
        },
      ]}
    />
  );
}

/** Keeps the menu from opening by this press. */
function keepClosed(event: MouseEvent): void {
  if ('preventBaseUIHandler' in event && typeof event.preventBaseUIHandler === 'function')
    event.preventBaseUIHandler();
}

import { useEffect, useRef, useState } from 'react';
import { promptList } from '../../core/prompts/promptList';
import { promptsInText } from '../../core/prompts/promptText';
import { useDraft } from '../store/setupDraft';
import { TextArea } from '../ui/Field';
import { PromptPreview } from './PromptPreview';
import { addPrompts } from './promptEdits';

/** A place to paste many prompts into, one a line, with what they come to said live. */
export default function PastePrompts({ onClose }: { onClose: () => void }) {
  const pairs = useDraft((state) => state.draft.setup.prompt_pairs);
  const [text, setText] = useState('');
  const [expands, setExpands] = useState(true);
  const field = useRef<HTMLTextAreaElement>(null);
  useEffect(() => field.current?.focus(), []);
  const list = promptList(promptsInText(text), pairs, expands);
  return (
    <div className="paste">
      <TextArea
        ref={field}
        rows={4}
        dir="auto"
        aria-label="Prompts to add"
        placeholder={'a red fox in the snow\nan old {lighthouse|mill} at dusk --- blurry, low quality'}
        invalid={list.obstacle !== null || list.faults.length > 0}
        value={text}
        onChange={setText}
        onKeyDown={(event) => {
          if (event.key === 'Escape') onClose();
        }}
      />
      <PromptPreview
        list={list}
        hint="One prompt a line. After a tab or --- comes its negative prompt. {a|b} makes one prompt with each."
        expands={expands}
        onExpands={setExpands}
        isStrict
        onAdd={() => {
          addPrompts(list.fresh, list.doubles);
          onClose();
        }}
        onClose={onClose}
      />
    </div>
  );
}

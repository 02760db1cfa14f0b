import { useEffect, useState } from 'react';
import { MAX_PROMPT_FILE, PromptFileFault, promptsInFile } from '../../core/prompts/promptFile';
import { promptList, type WrittenPair } from '../../core/prompts/promptList';
import { useDraft } from '../store/setupDraft';
import { Button } from '../ui/Button';
import { FaultLine, Help } from '../ui/Field';
import { fileText } from './fileText';
import { PromptPreview } from './PromptPreview';
import { addPrompts } from './promptEdits';

/** So many prompts of a file are shown before they are added. */
const SHOWN = 3;

/** What a file of prompts holds, before it is added. */
export default function ImportPrompts({ file, onClose }: { file: File; onClose: () => void }) {
  const [read, setRead] = useState<readonly WrittenPair[] | string | null>(null);
  useEffect(() => {
    let isWanted = true;
    void readFile(file).then((outcome) => {
      if (isWanted) setRead(outcome);
    });
    return () => {
      isWanted = false;
    };
  }, [file]);
  return (
    <div className="paste">
      <p className="paste__file" title={file.name}>
        {file.name}
      </p>
      {read === null ? (
        <Help>Reading</Help>
      ) : typeof read === 'string' ? (
        <>
          <div role="alert">
            <FaultLine>{read}</FaultLine>
          </div>
          <div className="paste__acts">
            <Button small onClick={onClose}>
              Close
            </Button>
          </div>
        </>
      ) : (
        <Found written={read} onClose={onClose} />
      )}
    </div>
  );
}

function Found({ written, onClose }: { written: readonly WrittenPair[]; onClose: () => void }) {
  const pairs = useDraft((state) => state.draft.setup.prompt_pairs);
  const [expands, setExpands] = useState(true);
  const list = promptList(written, pairs, expands);
  const more = list.fresh.length - SHOWN;
  return (
    <>
      {list.fresh.length === 0 ? null : (
        <ol className="paste__some" aria-label="Prompts of the file">
          {list.fresh.slice(0, SHOWN).map(({ positive, negative }) => (
            <li key={`${positive}\n${negative}`} className="cut" dir="auto">
              {positive}
            </li>
          ))}
          {more > 0 ? <li className="faint">and {more.toLocaleString('en-US')} more</li> : null}
        </ol>
      )}
      <PromptPreview
        list={list}
        expands={expands}
        onExpands={setExpands}
        isStrict={false}
        onAdd={() => {
          addPrompts(list.fresh, list.doubles);
          onClose();
        }}
        onClose={onClose}
      />
    </>
  );
}

/** The prompts of a file, or why it cannot be read, in a sentence. */
async function readFile(file: File): Promise<readonly WrittenPair[] | string> {
  if (file.size > MAX_PROMPT_FILE) return 'This file is too large for a list of prompts: 32 MB is the most.';
  let bytes: ArrayBuffer;
  try {
    bytes = await file.arrayBuffer();
  } catch {
    return 'This file could not be read. Look whether it is still there, then choose it again.';
  }
  const text = fileText(new Uint8Array(bytes));
  if (text === null) return 'The text of this file is not UTF-8. Save it as UTF-8, then choose it again.';
  try {
    return promptsInFile(file.name, text);
  } catch (error) {
    if (error instanceof PromptFileFault) return error.message;
    throw error;
  }
}

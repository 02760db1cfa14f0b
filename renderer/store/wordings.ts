import { create } from 'zustand';
import type { TemplateName, TemplateView } from '../../core/contract/assistantView';
import { AppFailure } from '../../core/contract/failure';
import { call } from './backend';
import { LOADING, type Loaded, loaded } from './loaded';
import { tell } from './notices';

/** A wording that is being changed and does not count yet. */
interface WordingEdit {
  text: string;
  /** The wording that it was begun from. */
  from: string;
  /** Why it was not kept, in a sentence. */
  fault: string | null;
}

interface WordingStore {
  templates: Loaded<readonly TemplateView[]>;
  /** They outlive the page and every answer about the files. */
  edits: Readonly<Partial<Record<TemplateName, WordingEdit>>>;
}

/** The wording of what a model is asked, and what is being changed of it. */
export const useWordings = create<WordingStore>()(() => ({ templates: LOADING, edits: {} }));

/** Reads the wordings again; what stands there stays until they came. */
export async function fetchWordings(): Promise<void> {
  const templates = await loaded(call('assistant.templates', {}).then((answer) => answer.templates));
  useWordings.setState({ templates });
}

/** Begins to change a wording. */
export function editWording({ name, text }: TemplateView): void {
  change(name, { text, from: text, fault: null });
}

/** Takes what was typed; it does not count yet. */
export function typeWording(name: TemplateName, text: string): void {
  const edit = useWordings.getState().edits[name];
  if (edit !== undefined) change(name, { ...edit, text, fault: null });
}

/** Gives up what was typed. */
export function dropWording(name: TemplateName): void {
  change(name, undefined);
}

/** Keeps a wording; null goes back to the built-in one. What is wrong with it is kept beside what was typed. */
export async function keepWording(name: TemplateName, text: string | null): Promise<void> {
  const before = useWordings.getState().templates;
  const own = before.phase === 'ready' ? before.value.find((one) => one.name === name) : undefined;
  try {
    const { templates } = await call('assistant.setTemplate', { name, text });
    useWordings.setState({ templates: { phase: 'ready', value: templates } });
    dropWording(name);
    if (text !== null) tell('Wording kept', 'done');
    else if (own?.is_own)
      tell('The built-in wording counts again', 'plain', {
        label: 'Undo',
        run: () => void keepWording(name, own.text),
      });
  } catch (error) {
    if (!(error instanceof AppFailure)) throw error;
    const edit = useWordings.getState().edits[name];
    if (edit === undefined) tell(error.message, 'fault');
    else change(name, { ...edit, fault: error.message });
  }
}

function change(name: TemplateName, edit: WordingEdit | undefined): void {
  useWordings.setState(({ edits }) => {
    const { [name]: _old, ...rest } = edits;
    return { edits: edit === undefined ? rest : { ...rest, [name]: edit } };
  });
}

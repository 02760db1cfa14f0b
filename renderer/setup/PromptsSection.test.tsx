import { fireEvent, render, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, it } from 'vitest';
import { blankDraft } from '../store/draft';
import { useNotices } from '../store/notices';
import { useSession } from '../store/session';
import { useDraft } from '../store/setupDraft';
import { PromptsSection } from './PromptsSection';
import { addPrompts } from './promptEdits';

const positives = () => useDraft.getState().draft.setup.prompt_pairs.map(({ positive }) => positive);

describe('the prompts', () => {
  beforeEach(() => {
    useSession.setState({ session: { phase: 'blank' } });
    useNotices.setState({ notices: [] });
    const draft = blankDraft([]);
    const prompt_pairs = ['a fox', 'an owl', 'a boat'].map((positive) => ({ positive, negative: 'blurry' }));
    useDraft.setState({ draft: { ...draft, setup: { ...draft.setup, prompt_pairs } }, isAttempted: false });
  });

  it('are edited in place, Enter ends it', async () => {
    const user = userEvent.setup();
    render(<PromptsSection faults={[]} isFixed={false} />);
    await user.click(screen.getByRole('button', { name: /^Edit prompt 2: an owl/ }));
    const field = screen.getByRole('textbox', { name: 'Prompt 2' });
    expect(document.activeElement).toBe(field);
    await user.type(field, ' at night{Enter}');
    expect(positives()).toEqual(['a fox', 'an owl at night', 'a boat']);
    expect(screen.queryByRole('textbox')).toBeNull();
    expect(document.activeElement).toBe(screen.getByRole('button', { name: /^Edit prompt 2: an owl/ }));
  });

  it('keep their fields until a press elsewhere is let go, so that what it meant stays under the pointer', async () => {
    const user = userEvent.setup();
    render(<PromptsSection faults={[]} isFixed={false} />);
    await user.click(screen.getByRole('button', { name: 'Add a prompt' }));
    const next = screen.getByRole('button', { name: /^Edit prompt 3: a boat/ });
    await user.pointer({ keys: '[MouseLeft>]', target: next });
    expect(screen.getByRole('textbox', { name: 'Prompt 4' })).toBeTruthy();
    await user.pointer({ keys: '[/MouseLeft]', target: next });
    // What was never written goes, and what the press began stays.
    await waitFor(() => expect(positives()).toEqual(['a fox', 'an owl', 'a boat']));
    expect(document.activeElement).toBe(screen.getByRole('textbox', { name: 'Prompt 3' }));
  });

  it('move by the arrow keys, and the focus moves along', async () => {
    const user = userEvent.setup();
    render(<PromptsSection faults={[]} isFixed={false} />);
    screen.getByRole('button', { name: 'Move prompt 1' }).focus();
    await user.keyboard('{ArrowDown}{ArrowDown}');
    expect(positives()).toEqual(['an owl', 'a boat', 'a fox']);
    expect(document.activeElement?.getAttribute('aria-label')).toBe('Move prompt 3');
    expect(screen.getByRole('status').textContent).toBe('Prompt moved to place 3 of 3.');
  });

  it('take the last negative prompt along, and forget one that was never written', async () => {
    const user = userEvent.setup();
    render(<PromptsSection faults={[]} isFixed={false} />);
    await user.click(screen.getByRole('button', { name: 'Add a prompt' }));
    expect(screen.getByRole<HTMLTextAreaElement>('textbox', { name: 'Negative prompt 4' }).value).toBe(
      'blurry',
    );
    await user.keyboard('{Escape}');
    expect(positives()).toEqual(['a fox', 'an owl', 'a boat']);
  });

  it('say what is wrong beside the one it is about, with the way to remove it', async () => {
    const user = userEvent.setup();
    const fault = {
      field: 'setup.prompt_pairs[1].positive',
      message: 'The same as prompt 1. Change it or remove it.',
      isMissing: false,
      suggestions: [],
    };
    render(<PromptsSection faults={[fault]} isFixed={false} />);
    const items = screen.getAllByRole('listitem');
    expect(items[1]?.textContent).toContain(fault.message);
    expect(items[0]?.textContent).not.toContain(fault.message);
    await user.click(within(items[1] as HTMLElement).getByRole('button', { name: 'remove it' }));
    expect(positives()).toEqual(['a fox', 'a boat']);
    useNotices.getState().notices[0]?.undo?.run();
    expect(positives()).toEqual(['a fox', 'an owl', 'a boat']);
  });

  it('are pasted many at a time, doubles left out', async () => {
    const user = userEvent.setup();
    render(<PromptsSection faults={[]} isFixed={false} />);
    await user.click(screen.getByRole('button', { name: 'Paste many' }));
    await user.click(await screen.findByRole('textbox', { name: 'Prompts to add' }));
    await user.paste('a fox\tblurry\na lighthouse --- text');
    expect(screen.getByText(/1 was there already\./)).toBeTruthy();
    await user.click(screen.getByRole('button', { name: 'Add 1 prompt' }));
    expect(useDraft.getState().draft.setup.prompt_pairs.at(-1)).toEqual({
      positive: 'a lighthouse',
      negative: 'text',
    });
    expect(positives()).toHaveLength(4);
  });

  it('are pasted with choices, which make several or stay', async () => {
    const user = userEvent.setup();
    render(<PromptsSection faults={[]} isFixed={false} />);
    await user.click(screen.getByRole('button', { name: 'Paste many' }));
    await user.click(await screen.findByRole('textbox', { name: 'Prompts to add' }));
    await user.paste('a {red|blue} {car|bike}\na tree');
    expect(screen.getByRole('button', { name: 'Add 5 prompts' })).toBeTruthy();
    await user.click(screen.getByRole('switch', { name: 'Expand {a|b} in 1 prompt' }));
    await user.click(screen.getByRole('button', { name: 'Add 2 prompts' }));
    expect(positives().slice(3)).toEqual(['a {red|blue} {car|bike}', 'a tree']);
    useNotices.getState().notices[0]?.undo?.run();
    expect(positives()).toEqual(['a fox', 'an owl', 'a boat']);
  });

  it('that are pasted with a fault are not added before it is corrected', async () => {
    const user = userEvent.setup();
    render(<PromptsSection faults={[]} isFixed={false} />);
    await user.click(screen.getByRole('button', { name: 'Paste many' }));
    await user.click(await screen.findByRole('textbox', { name: 'Prompts to add' }));
    await user.paste('a tree\na {red|blue car');
    // Beside the field, and as the reason of the button.
    expect(screen.getAllByText(/^Line 2: The choice that begins with/)).toHaveLength(2);
    await user.click(screen.getByRole('button', { name: 'Add' }));
    expect(positives()).toHaveLength(3);
    await user.click(screen.getByRole('textbox', { name: 'Prompts to add' }));
    await user.paste('}');
    await user.click(screen.getByRole('button', { name: 'Add 3 prompts' }));
    expect(positives().slice(3)).toEqual(['a tree', 'a red', 'a blue car']);
  });

  it('come from a file, the faulty ones left out and named', async () => {
    const user = userEvent.setup();
    render(<PromptsSection faults={[]} isFixed={false} />);
    const csv = 'prompt;negative_prompt\r\n"a fox";blurry\r\na tree, green;text\r\n;text\r\n';
    await user.upload(screen.getByLabelText('File of prompts'), new File([csv], 'mine.csv'));
    expect(await screen.findByText('mine.csv')).toBeTruthy();
    expect(await screen.findByText('Line 4: There is a negative prompt, but no prompt.')).toBeTruthy();
    await user.click(screen.getByRole('button', { name: 'Add 1 prompt' }));
    expect(useDraft.getState().draft.setup.prompt_pairs.at(-1)).toEqual({
      positive: 'a tree, green',
      negative: 'text',
    });
    expect(useNotices.getState().notices.at(-1)?.text).toBe('1 prompt added. 1 was there already.');
    expect(screen.queryByText('mine.csv')).toBeNull();
  });

  it.each([
    ['bad.csv', 'prompt\n"never closed', /^Line 2: .*never closed/],
    ['bad.json', '{"prompts": [', /^Line 1: this is not valid JSON/],
    ['empty.txt', ' \n', /^There is no prompt in this file/],
    ['latin.txt', new Uint8Array([0x63, 0x61, 0x66, 0xe9]), /is not UTF-8/],
  ])('in a file that cannot be read are told so: %s', async (name, content, sentence) => {
    const user = userEvent.setup();
    render(<PromptsSection faults={[]} isFixed={false} />);
    await user.upload(screen.getByLabelText('File of prompts'), new File([content], name));
    expect((await screen.findByRole('alert')).textContent).toMatch(sentence);
    await user.click(screen.getByRole('button', { name: 'Close' }));
    expect(screen.queryByRole('alert')).toBeNull();
  });

  it('come from a file that is dropped on them', async () => {
    render(<PromptsSection faults={[]} isFixed={false} />);
    const file = new File(['\uFEFFa tree'], 'trees.TXT', { type: 'text/plain' });
    const section = screen.getByRole('region', { name: 'Prompts' });
    const dataTransfer = { files: [file], items: [{ kind: 'file', type: 'text/plain' }], dropEffect: 'none' };
    fireEvent.dragEnter(section, { dataTransfer });
    expect(section.hasAttribute('data-drop')).toBe(true);
    fireEvent.drop(section, { dataTransfer });
    expect(section.hasAttribute('data-drop')).toBe(false);
    fireEvent.click(await screen.findByRole('button', { name: 'Add 1 prompt' }));
    expect(positives().at(-1)).toBe('a tree');
  });

  it('with choices can be expanded in their place, and taken back', async () => {
    const user = userEvent.setup();
    const { draft } = useDraft.getState();
    const prompt_pairs = [
      { positive: 'a {red|blue|} car', negative: '' },
      { positive: 'a red car', negative: '' },
      { positive: 'a tree', negative: '' },
    ];
    useDraft.setState({ draft: { ...draft, setup: { ...draft.setup, prompt_pairs } } });
    render(<PromptsSection faults={[]} isFixed={false} />);
    await user.click(screen.getByRole('button', { name: 'Expand to 3 prompts in place of prompt 1' }));
    expect(positives()).toEqual(['a blue car', 'a car', 'a red car', 'a tree']);
    const told = useNotices.getState().notices.at(-1);
    expect(told?.text).toBe('Prompt 1 became 2 prompts. 1 was there already.');
    told?.undo?.run();
    expect(positives()).toEqual(['a {red|blue|} car', 'a red car', 'a tree']);
  });

  it('are all cleared and come back beside what was added meanwhile', async () => {
    const user = userEvent.setup();
    render(<PromptsSection faults={[]} isFixed={false} />);
    await user.click(screen.getByRole('button', { name: 'More for prompts' }));
    await user.click(await screen.findByRole('menuitem', { name: 'Clear all prompts' }));
    expect(positives()).toEqual([]);
    addPrompts([{ positive: 'a tree', negative: '' }], 0);
    useNotices.getState().notices[0]?.undo?.run();
    expect(positives()).toEqual(['a fox', 'an owl', 'a boat', 'a tree']);
  });

  it('can only be read once the set-up is fixed', () => {
    render(<PromptsSection faults={[]} isFixed />);
    expect(screen.queryAllByRole('button')).toEqual([]);
    expect(screen.getByText('an owl')).toBeTruthy();
  });
});

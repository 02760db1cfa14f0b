import { render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, it } from 'vitest';
import { blankDraft } from '../store/draft';
import { useNotices } from '../store/notices';
import { useSession } from '../store/session';
import { useDraft } from '../store/setupDraft';
import { PromptsSection } from './PromptsSection';

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
    await user.click(screen.getByRole('textbox', { name: 'Prompts to add' }));
    await user.paste('a fox\tblurry\na lighthouse --- text');
    await user.click(screen.getByRole('button', { name: 'Add 1 prompt' }));
    expect(useDraft.getState().draft.setup.prompt_pairs.at(-1)).toEqual({
      positive: 'a lighthouse',
      negative: 'text',
    });
    expect(positives()).toHaveLength(4);
  });

  it('can only be read once the set-up is fixed', () => {
    render(<PromptsSection faults={[]} isFixed />);
    expect(screen.queryAllByRole('button')).toEqual([]);
    expect(screen.getByText('an owl')).toBeTruthy();
  });
});

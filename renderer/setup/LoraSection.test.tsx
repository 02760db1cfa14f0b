import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, it } from 'vitest';
import { blankDraft } from '../store/draft';
import { useSession } from '../store/session';
import { useDraft } from '../store/setupDraft';
import { LoraSection } from './LoraSection';

describe('the LoRA files', () => {
  beforeEach(() => {
    useSession.setState({ session: { phase: 'blank' } });
    const draft = blankDraft([]);
    const setup = { ...draft.setup, loras: ['demo/owl-000004.safetensors'] };
    useDraft.setState({ draft: { ...draft, setup }, isAttempted: false });
  });

  it('take the cursor into a row that is added, and back when it is removed', async () => {
    const user = userEvent.setup();
    render(<LoraSection faults={[]} isFixed={false} />);
    await user.click(screen.getByRole('button', { name: 'Add another file' }));
    expect(document.activeElement).toBe(screen.getByRole('combobox', { name: 'File 2' }));
    await user.click(screen.getByRole('button', { name: 'Remove file 2' }));
    expect(document.activeElement).toBe(screen.getByRole('combobox', { name: 'File' }));
    expect(useDraft.getState().draft.setup.loras).toEqual(['demo/owl-000004.safetensors']);
  });

  it('have their full name as value and title', () => {
    render(<LoraSection faults={[]} isFixed={false} />);
    const field = screen.getByRole<HTMLInputElement>('combobox', { name: 'File' });
    expect([field.value, field.title]).toEqual(Array(2).fill('demo/owl-000004.safetensors'));
  });
});

import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { useNotices } from '../../store/notices';
import { useDraft } from '../../store/setupDraft';
import { type FakeAssistant, fakeAssistant } from '../../testing/fakeAssistant';
import { MetricsSection } from '../MetricsSection';

let assistant: FakeAssistant;
const metrics = () => useDraft.getState().draft.setup.metrics;

async function suggested(names: string[]) {
  const user = userEvent.setup();
  render(<MetricsSection faults={[]} isFixed={false} />);
  await user.click(screen.getByRole('button', { name: 'Suggest metrics' }));
  const field = await screen.findByRole('textbox', { name: 'What does the LoRA show?' });
  await screen.findByText(/llama3\.2 at/);
  await user.type(field, 'a fox{Control>}{Enter}{/Control}');
  assistant.answer({
    metrics: names.map((name) => ({ name, question: `Which has the better ${name}?` })),
    made_by: 'model',
    model: 'llama3.2',
    remarks: [],
  });
  await screen.findByRole('list', { name: 'Suggested metrics' });
  return user;
}
const box = (name: string) =>
  screen.getByRole<HTMLInputElement>('checkbox', { name: new RegExp(`^${name}`) });

describe('metrics from a description', () => {
  beforeEach(() => {
    assistant = fakeAssistant();
    assistant.draft({ metrics: ['Quality', 'Style', 'Anatomy'] });
  });
  afterEach(() => assistant.leave());

  it('are chosen as far as there is room, added behind the others, and taken back by Undo', async () => {
    const user = await suggested(['Scarf', 'Fur', 'quality', 'Light']);
    expect(assistant.last()).toMatchObject({
      description: 'a fox',
      present: ['Quality', 'Style', 'Anatomy'],
    });
    expect(screen.getByText('Choose up to 2 of these: 5 metrics are the most.')).toBeTruthy();
    expect(screen.getByText('Which has the better Fur?')).toBeTruthy();
    expect(box('quality').getAttribute('aria-description')).toBe('It is there already');
    expect(box('Light').getAttribute('aria-disabled')).toBeNull();
    await user.click(box('Fur'));
    await user.click(box('Scarf'));
    expect(box('Light').getAttribute('aria-description')).toBe('5 metrics are the most');
    await user.click(box('Light'));
    await user.click(box('quality'));
    expect([box('Light').checked, box('quality').checked]).toEqual([false, false]);
    await user.click(screen.getByRole('button', { name: 'Add 2 metrics' }));
    expect(metrics()).toEqual(['Quality', 'Style', 'Anatomy', 'Scarf', 'Fur']);
    expect(document.activeElement).toBe(screen.getByRole('button', { name: 'Suggest metrics' }));
    expect(useNotices.getState().notices[0]?.text).toBe('2 metrics added.');
    useNotices.getState().notices[0]?.undo?.run();
    expect(metrics()).toEqual(['Quality', 'Style', 'Anatomy']);
  });

  it('have no room where five are there already', async () => {
    assistant.draft({ metrics: ['a', 'b', 'c', 'd', 'e'] });
    const user = userEvent.setup();
    render(<MetricsSection faults={[]} isFixed={false} />);
    const button = screen.getByRole('button', { name: 'Suggest metrics' });
    expect(button.getAttribute('aria-disabled')).toBe('true');
    await user.click(button);
    expect(screen.queryByRole('region', { name: 'Suggest metrics' })).toBeNull();
  });
});

import { render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useState } from 'react';
import { afterEach, expect, it, vi } from 'vitest';
import { setClient } from '../store/backend';
import { useConnection } from '../store/connection';
import { useView } from '../store/view';
import Palette from './Palette';

const SESSION = {
  session_id: '20260412_214507',
  label: '20260412_214507 - fox',
  state: 'ok',
  status: 'completed',
  step: 3,
  lora_filename: 'styles/fox.safetensors',
};

function Page() {
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <button type="button" onClick={() => setOpen(true)}>
        Here
      </button>
      <Palette open={isOpen} onClose={() => setOpen(false)} />
    </>
  );
}

afterEach(() => {
  setClient(null);
  localStorage.clear();
  useConnection.setState({ link: 'connecting', info: null });
  useView.setState({ settings: null });
});

it('finds by words, goes by arrows past what it gives the reason of, and does what Enter chooses', async () => {
  const call = vi.fn(async () => ({
    sessions: [],
    total: 0,
    counts: {},
  }));
  setClient({ call, onPush: () => () => undefined } as never);
  useConnection.setState({ link: 'open', info: { host: 'browser' } as never });
  const user = userEvent.setup();
  render(<Page />);
  await user.click(screen.getByRole('button', { name: 'Here' }));
  const field = await screen.findByRole('combobox', { name: 'Find a command or a session' });
  expect(document.activeElement).toBe(field);
  await user.type(field, 'run');
  const options = await screen.findAllByRole('option');
  expect(options.map(({ textContent }) => textContent)).toContain(
    'Pause the run, not now: nothing is being made',
  );
  expect(options.every((option) => option.getAttribute('aria-disabled') === 'true')).toBe(true);
  await user.keyboard('{Enter}');
  expect(screen.getByRole('dialog', { name: 'All commands' })).toBeTruthy();

  await user.clear(field);
  await user.type(field, 'zzz');
  expect(await screen.findByText(/^Nothing fits “zzz”/)).toBeTruthy();
  expect(screen.queryAllByRole('option')).toEqual([]);

  await user.clear(field);
  await user.type(field, 'storage{Enter}');
  await waitFor(() => expect(useView.getState().settings).toBe('storage'));
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  await waitFor(() => expect(document.activeElement).toBe(screen.getByRole('button', { name: 'Here' })));

  await user.click(screen.getByRole('button', { name: 'Here' }));
  const [first] = await screen.findAllByRole('option');
  expect(first?.textContent).toContain('Storage');
  expect(screen.getByText('Recent')).toBeTruthy();
});

it('opens no session that fits what was typed before, while the next answer is not there', async () => {
  const answers: (() => void)[] = [];
  const call = vi.fn(async (_command: string, { q }: { q?: string }) => {
    if (q !== undefined) await new Promise<void>((resolve) => answers.push(resolve));
    return { sessions: [SESSION], total: 1, counts: {} };
  });
  setClient({ call, onPush: () => () => undefined } as never);
  useConnection.setState({ link: 'open', info: { host: 'browser' } as never });
  const user = userEvent.setup();
  render(<Page />);
  await user.click(screen.getByRole('button', { name: 'Here' }));
  const field = await screen.findByRole('combobox');
  await screen.findByRole('option', { name: /20260412_214507/ });
  await user.type(field, 'zzz');
  expect(screen.queryAllByRole('option')).toEqual([]);
  expect(screen.getByText('The sessions are being searched.')).toBeTruthy();
  // Its notes hold the word.
  await waitFor(() => expect(answers).toHaveLength(1));
  answers[0]?.();
  expect(await screen.findByRole('option', { name: /20260412_214507/ })).toBeTruthy();
  expect(screen.getByText('1 found')).toBeTruthy();
});

it('gives the focus back to what had it, also where that is no stop of the Tab key', async () => {
  const call = vi.fn(async () => ({ sessions: [], total: 0, counts: {} }));
  setClient({ call, onPush: () => () => undefined } as never);
  const inside = (isOpen: boolean) => (
    <section aria-label="Judging" tabIndex={-1}>
      <button type="button">Undo</button>
      <Palette open={isOpen} onClose={() => undefined} />
    </section>
  );
  const { rerender } = render(inside(false));
  const judging = screen.getByRole('region', { name: 'Judging' });
  judging.focus();
  rerender(inside(true));
  await waitFor(() => expect(document.activeElement).toBe(screen.getByRole('combobox')));
  rerender(inside(false));
  await waitFor(() => expect(document.activeElement).toBe(judging));
});

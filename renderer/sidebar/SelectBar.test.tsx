import { cleanup, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, describe, expect, it } from 'vitest';
import type { SessionSummary } from '../../core/contract/sessionView';
import { endSelection, toggleChosen } from '../store/selection';
import { resetSessions } from '../store/sessions';
import { useWork } from '../store/sessionWork';
import { useView } from '../store/view';
import { SelectBar } from './SelectBar';

afterEach(() => {
  cleanup();
  endSelection();
  resetSessions();
  useWork.setState({ busy: new Map() });
});

describe('several chosen sessions', () => {
  it('offer nothing that moves them while something is done with one of them', () => {
    const fox = { session_id: 'fox', state: 'ok', status: 'pending', sample: false } as SessionSummary;
    toggleChosen(fox, 0);
    useWork.setState({ busy: new Map([['fox', 'archiving']]) });
    render(<SelectBar />);
    for (const name of [/Export/, /Archive/, /Delete/])
      expect(screen.getByRole('button', { name }).getAttribute('aria-disabled')).toBe('true');
  });

  it.each<[reason: string, parts: Partial<SessionSummary>[]]>([
    ['A comparison needs two sessions', [{}]],
    ['At most 8 sessions can be compared', Array.from({ length: 9 }, () => ({}))],
    ['One of them is archived: bring it back first', [{}, { state: 'archived' }]],
    ['One of them is damaged', [{}, { state: 'damaged' }]],
    ['One of them is a rating pack', [{}, { is_pack: true }]],
    ['One of them is not judged to the end', [{}, { step: 3 }]],
  ])('cannot be compared, and say why: %s', (reason, parts) => {
    parts.forEach((part, index) => {
      toggleChosen(judged(`${index}`, part), index);
    });
    render(<SelectBar />);
    const button = screen.getByRole('button', { name: 'Compare' });
    expect(button.getAttribute('aria-disabled')).toBe('true');
    expect(screen.getByText(reason).id).toBe(button.getAttribute('aria-describedby'));
  });

  it('are compared in the order in which they were chosen', async () => {
    toggleChosen(judged('later', {}), 0);
    toggleChosen(judged('earlier', {}), 1);
    render(<SelectBar />);
    await userEvent.click(screen.getByRole('button', { name: 'Compare' }));
    expect(useView.getState().comparison).toEqual(['later', 'earlier']);
    useView.setState({ comparison: null });
  });
});

function judged(session_id: string, part: Partial<SessionSummary>): SessionSummary {
  return { session_id, state: 'ok', status: 'completed', step: 4, sample: false, ...part } as SessionSummary;
}

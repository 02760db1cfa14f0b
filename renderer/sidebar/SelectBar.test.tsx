import { cleanup, render, screen } from '@testing-library/react';
import { afterEach, describe, expect, it } from 'vitest';
import type { SessionSummary } from '../../core/contract/sessionView';
import { endSelection, toggleChosen } from '../store/selection';
import { resetSessions } from '../store/sessions';
import { useWork } from '../store/sessionWork';
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
});

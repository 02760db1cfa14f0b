import { act, cleanup, render, screen } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { useConnection } from './store/connection';
import { LONG_MS, Troubles } from './Troubles';

const ANOTHER = /A new start may have another address/;

describe('a lost Blindfold', () => {
  beforeEach(() => vi.useFakeTimers());
  afterEach(() => {
    cleanup();
    vi.useRealTimers();
    useConnection.setState({ link: 'connecting', refusal: null });
  });

  it('is waited for, and after a while the page thinks of another address, until it is back', () => {
    useConnection.setState({ link: 'lost' });
    render(<Troubles />);
    screen.getByText(/goes on by itself when Blindfold is back/);
    expect(screen.queryByText(ANOTHER)).toBeNull();
    act(() => vi.advanceTimersByTime(LONG_MS));
    screen.getByText(ANOTHER);
    act(() => useConnection.setState({ link: 'open' }));
    expect(screen.queryByText(ANOTHER)).toBeNull();
    act(() => useConnection.setState({ link: 'lost' }));
    expect(screen.queryByText(ANOTHER)).toBeNull();
  });
});

import { describe, expect, it } from 'vitest';
import { shownInterval } from './shownInterval';

describe('shownInterval', () => {
  const own = { win_rate_low: 0.4, win_rate_high: 0.8, safe_low: 0.3, safe_high: 0.9 };

  it('is the one of the method in use', () => {
    expect(shownInterval(own, 'fixed')).toEqual({ low: 0.4, high: 0.8 });
    expect(shownInterval(own, 'peek_safe')).toEqual({ low: 0.3, high: 0.9 });
  });

  it('is none without decided votes', () => {
    const none = { win_rate_low: null, win_rate_high: null, safe_low: null, safe_high: null };
    expect(shownInterval(none, 'fixed')).toBeNull();
    expect(shownInterval(none, 'peek_safe')).toBeNull();
  });
});

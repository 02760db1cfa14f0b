import { fireEvent, render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useState } from 'react';
import { beforeEach, describe, expect, it } from 'vitest';
import { useFocusHome } from './focusHome';

/** A simulated page draws nothing; what stands in it counts as seen. */
beforeEach(() => {
  Element.prototype.checkVisibility ??= () => true;
});

function Page() {
  useFocusHome();
  const [isThere, setThere] = useState(true);
  const [tab, setTab] = useState('one');
  return (
    <div>
      {tab === 'one' ? (
        <div role="tabpanel" tabIndex={-1} aria-label="one">
          <section aria-label="part">
            {isThere ? (
              <button key="away" type="button" onClick={() => setThere(false)}>
                Go away
              </button>
            ) : (
              <button key="place" type="button">
                In its place
              </button>
            )}
          </section>
          <button type="button" onClick={() => setTab('two')}>
            Other tab
          </button>
        </div>
      ) : (
        <div role="tabpanel" tabIndex={-1} aria-label="two">
          <button type="button">There</button>
        </div>
      )}
    </div>
  );
}

describe('when the focused element leaves the page', () => {
  it('gives the focus to the part where it stood, and to no button in it', async () => {
    render(<Page />);
    await userEvent.click(screen.getByRole('button', { name: 'Go away' }));
    const part = screen.getByRole('region', { name: 'part' });
    await waitFor(() => expect(document.activeElement).toBe(part));
    await userEvent.tab();
    expect(document.activeElement).toBe(screen.getByRole('button', { name: 'In its place' }));
    expect(part.hasAttribute('tabindex')).toBe(false);
  });

  it('gives the focus to the tab that replaced it', async () => {
    render(<Page />);
    await userEvent.click(screen.getByRole('button', { name: 'Other tab' }));
    await waitFor(() => expect(document.activeElement).toBe(screen.getByRole('tabpanel', { name: 'two' })));
  });

  it('leaves the focus alone that was let go on purpose', async () => {
    render(<Page />);
    const button = screen.getByRole('button', { name: 'Go away' });
    button.focus();
    button.blur();
    await Promise.resolve();
    fireEvent.click(screen.getByRole('button', { name: 'Go away' }));
    await screen.findByRole('button', { name: 'In its place' });
    const later = await new Promise<Element | null>((resolve) =>
      requestAnimationFrame(() =>
        requestAnimationFrame(() => requestAnimationFrame(() => resolve(document.activeElement))),
      ),
    );
    expect(later).toBe(document.body);
  });
});

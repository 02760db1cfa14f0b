import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, it } from 'vitest';
import { useComfy } from '../store/comfy';
import { useView } from '../store/view';
import { ConnectionFoot } from './ConnectionFoot';

describe("the connection at the sidebar's foot", () => {
  beforeEach(() => {
    Element.prototype.scrollIntoView = () => undefined;
    useComfy.setState({ address: '127.0.0.1:9', addressFault: null, server: null, offers: null });
  });

  it('leads to the address, from any tab', async () => {
    const user = userEvent.setup();
    useView.setState({ tab: 'report', sidebar: 'over' });
    render(
      <>
        <ConnectionFoot />
        <div data-field="setup.servers">
          <input aria-label="Server address" />
        </div>
      </>,
    );
    await user.click(screen.getByRole('button', { name: /127\.0\.0\.1:9/ }));
    await expect.poll(() => document.activeElement?.getAttribute('aria-label')).toBe('Server address');
    expect(useView.getState()).toMatchObject({ tab: 'setup', sidebar: 'auto' });
  });

  it('says when the address itself is the fault', () => {
    useComfy.setState({ addressFault: 'x y is not an address.' });
    render(<ConnectionFoot />);
    expect(screen.getByRole('button', { name: 'The server address cannot be used' })).toBeTruthy();
  });
});

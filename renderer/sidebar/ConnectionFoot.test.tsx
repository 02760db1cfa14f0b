import { act, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, it } from 'vitest';
import type { ComfyServer } from '../../core/contract/comfyView';
import { useComfy } from '../store/comfy';
import { useOtherServers } from '../store/otherServers';
import { useView } from '../store/view';
import { ConnectionFoot } from './ConnectionFoot';

describe("the connection at the sidebar's foot", () => {
  beforeEach(() => {
    Element.prototype.scrollIntoView = () => undefined;
    useComfy.setState({ address: '127.0.0.1:9', addressFault: null, server: null, offers: null });
    useOtherServers.setState({ heard: {} });
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

  it('counts several servers, and is a fault only when none of them answers', () => {
    const ok = { state: 'ok', url: 'a' } as ComfyServer;
    const out = { state: 'unreachable', url: 'b' } as ComfyServer;
    const heard = (server: ComfyServer | null) => ({
      heard: { b: { address: 'b', server, addressFault: null, offers: null, isLooking: false } },
    });
    useComfy.setState({ server: ok });
    useOtherServers.setState(heard(out));
    render(<ConnectionFoot />);
    const foot = screen.getByRole('button', { name: '1 of 2 servers answer' });
    expect(foot.querySelector('.dot')?.getAttribute('data-state')).toBe('ok');
    act(() => {
      useComfy.setState({ server: out });
    });
    expect(foot.textContent).toContain('0 of 2 servers answer');
    expect(foot.querySelector('.dot')?.getAttribute('data-state')).toBe('fault');
    act(() => useOtherServers.setState(heard(null)));
    expect(foot.querySelector('.dot')?.getAttribute('data-state')).toBe('wait');
  });
});

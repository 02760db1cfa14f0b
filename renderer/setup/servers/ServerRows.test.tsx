import { act, render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ComfyServer } from '../../../core/contract/comfyView';
import type { CommandName } from '../../../core/contract/commands';
import { badRequest } from '../../../core/contract/failure';
import { blankSetup } from '../../../core/session/setup';
import { useAccess } from '../../store/access';
import { setClient } from '../../store/backend';
import { useComfy } from '../../store/comfy';
import { useConnection } from '../../store/connection';
import { blankDraft } from '../../store/draft';
import { followOthers } from '../../store/otherServers';
import { useSession } from '../../store/session';
import { useDraft } from '../../store/setupDraft';
import { useFaults } from '../../store/shownFaults';
import { AddServerButton, ServerRows } from './ServerRows';

type Client = NonNullable<Parameters<typeof setClient>[0]>;

const FIRST = '127.0.0.1:8188';
const SECRET = 'Bearer of-this-test-only';

let calls: { command: CommandName; args: unknown }[];
let answers: Record<string, ComfyServer>;
let access: { servers: { server: string; header_name: string }[] };
let refusal: ReturnType<typeof badRequest> | null;

function server(url: string, part: Partial<ComfyServer> = {}): ComfyServer {
  return {
    url,
    state: 'ok',
    version: '0.3.64',
    devices: [{ name: 'RTX 3090', type: 'cuda', vram_total: 24 * 2 ** 30, vram_free: 21 * 2 ** 30 }],
    queue: null,
    is_demo: false,
    message: null,
    ...part,
  };
}

async function answer(command: CommandName, args: { server: string; header_name?: string | null }) {
  calls.push({ command, args });
  if (command === 'comfy.state') {
    const said = answers[args.server] ?? server(args.server);
    return { servers: [said], loras: [], checkpoints: [], samplers: [], schedulers: [] };
  }
  if (command === 'comfy.setAccess') {
    if (refusal !== null) throw refusal;
    access = {
      servers: args.header_name == null ? [] : [{ server: args.server, header_name: args.header_name }],
    };
  }
  return access;
}

/** The rows as the set-up shows them, with the faults of the moment. */
function Rows({ isFixed = false }: { isFixed?: boolean }) {
  const faults = useFaults();
  return (
    <>
      <AddServerButton />
      <ServerRows faults={faults} isFixed={isFixed} />
    </>
  );
}

function setUp(...servers: string[]): void {
  useDraft.setState({ draft: { ...blankDraft([]), setup: blankSetup(servers) }, isAttempted: false });
  followOthers(servers.slice(1), false);
}

const row = (name: string) =>
  within(screen.getByRole('textbox', { name }).closest<HTMLElement>('.row') ?? document.body);
const ownServers = () => useDraft.getState().draft.setup.servers;

beforeEach(() => {
  Element.prototype.scrollIntoView = () => undefined;
  calls = [];
  answers = {};
  access = { servers: [] };
  refusal = null;
  const off = () => () => undefined;
  setClient({ call: answer as Client['call'], onPush: off, onState: off, dispose: () => undefined });
  useSession.setState({ session: { phase: 'blank' } });
  useAccess.setState({ servers: null });
  useComfy.setState({ address: FIRST, addressFault: null, server: server(FIRST), offers: null });
  useConnection.setState({
    info: {
      version: '1',
      host: 'browser',
      sessions_root: '/',
      trouble: null,
      settings_trouble: null,
      persistence_enabled: true,
      kept_in: null,
      default_server: FIRST,
      demo: false,
    },
  });
});
afterEach(() => {
  followOthers([], false);
  setClient(null);
});

describe('the servers of a set-up', () => {
  it('begin as one row; another is added with the cursor in it, and taken away again', async () => {
    const user = userEvent.setup();
    setUp();
    render(<Rows />);
    expect(screen.getByRole('textbox', { name: 'Server' })).toHaveProperty('value', FIRST);
    expect(screen.queryByRole('button', { name: /Remove/ })).toBeNull();
    await user.click(screen.getByRole('button', { name: 'Add another server' }));
    const second = screen.getByRole('textbox', { name: 'Server 2' });
    await expect.poll(() => document.activeElement).toBe(second);
    await user.type(second, '192.168.1.7:8188');
    expect(ownServers()).toEqual([FIRST, '192.168.1.7:8188']);
    await user.click(screen.getByRole('button', { name: 'Remove server 1' }));
    expect(ownServers()).toEqual(['192.168.1.7:8188']);
    expect(screen.getByRole('textbox', { name: 'Server' })).toHaveProperty('value', '192.168.1.7:8188');
  });

  it('are up to eight', () => {
    setUp(FIRST, ...[1, 2, 3, 4, 5, 6, 7].map((at) => `a:${at}`));
    render(<Rows />);
    const add = screen.getByRole('button', { name: 'Add another server' });
    expect(add.getAttribute('aria-disabled')).toBe('true');
  });

  it('say each how they stand; one that is out is no fault while another answers', async () => {
    answers['a:1'] = server('a:1', { state: 'unreachable', message: 'No ComfyUI at a:1.' });
    setUp(FIRST, 'a:1', 'b:1');
    render(<Rows />);
    await row('Server 2').findByText('Not answering. Used when it does.');
    await row('Server 3').findByText('RTX 3090, 21.0 GB free');
    expect(screen.getByRole('textbox', { name: 'Server 2' }).getAttribute('aria-invalid')).toBeNull();
    answers['a:1'] = server('a:1');
    await userEvent.click(screen.getByRole('button', { name: 'Test server 2' }));
    await row('Server 2').findByText('RTX 3090, 21.0 GB free');
  });

  it('that are the same place say so beside the second', () => {
    setUp(FIRST, `http://${FIRST}/`);
    render(<Rows />);
    row('Server 2').getByText('The same as server 1. Change it or remove it.');
    expect(screen.getByRole('textbox', { name: 'Server 1' }).getAttribute('aria-invalid')).toBeNull();
  });

  it('can be looked at and logged in to, not changed, once the set-up is fixed', () => {
    setUp(FIRST, 'a:1');
    render(<Rows isFixed />);
    expect(screen.getByRole('textbox', { name: 'Server 2' })).toHaveProperty('disabled', true);
    expect(screen.queryByRole('button', { name: /Remove/ })).toBeNull();
    expect(screen.getByRole('button', { name: 'Access header of a:1' })).toBeTruthy();
    expect(screen.getByRole('button', { name: 'Test server 2' })).toBeTruthy();
  });
});

describe('the header of a protected server', () => {
  it('is offered where the server lets nobody in; its value is sent once and never shown', async () => {
    const user = userEvent.setup();
    answers['a:1'] = server('a:1', { state: 'forbidden', message: 'It asks for a login.' });
    setUp(FIRST, 'a:1');
    render(<Rows />);
    await user.click(await row('Server 2').findByRole('button', { name: 'Set a header' }));
    const value = await screen.findByLabelText('Value of the header');
    expect(value.getAttribute('type')).toBe('password');
    expect(screen.getByRole('textbox', { name: 'Name of the header' })).toHaveProperty(
      'value',
      'Authorization',
    );
    await user.type(value, SECRET);
    delete answers['a:1'];
    await user.click(screen.getByRole('button', { name: 'Keep and test' }));
    await row('Server 2').findByText('RTX 3090, 21.0 GB free');
    expect(calls.filter(({ command }) => command === 'comfy.setAccess')).toEqual([
      {
        command: 'comfy.setAccess',
        args: { server: 'a:1', header_name: 'Authorization', header_value: SECRET },
      },
    ]);

    await user.click(screen.getByRole('button', { name: 'Access header of a:1: Authorization is set' }));
    expect((await screen.findByText(/A header is set/)).textContent).toBe('A header is set: Authorization');
    expect(document.body.innerHTML).not.toContain('of-this-test-only');
    await user.click(screen.getByRole('button', { name: 'Remove' }));
    await screen.findByRole('button', { name: 'Access header of a:1' });
    expect(calls.findLast(({ command }) => command === 'comfy.setAccess')?.args).toEqual({
      server: 'a:1',
      header_name: null,
      header_value: null,
    });
  });

  it('says beside its parts what is wrong with them, and keeps what was typed', async () => {
    const user = userEvent.setup();
    setUp();
    render(<Rows />);
    refusal = badRequest([{ field: 'header_value', message: 'One line, without breaks.' }]);
    await user.click(screen.getByRole('button', { name: `Access header of ${FIRST}` }));
    const value = await screen.findByLabelText('Value of the header');
    await user.type(value, 'x');
    await user.click(screen.getByRole('button', { name: 'Keep and test' }));
    await screen.findByText('One line, without breaks.');
    expect(value).toHaveProperty('value', 'x');
    expect(value.getAttribute('aria-invalid')).toBe('true');
  });

  it('is not offered for the demo', () => {
    setUp('demo');
    act(() => useComfy.setState({ server: server('demo', { is_demo: true }) }));
    render(<Rows />);
    expect(screen.queryByRole('button', { name: /Access header/ })).toBeNull();
    row('Server').getByText('Built-in demo, draws by itself');
  });

  it('can be changed or removed at a demo behind a login, once it is set', () => {
    setUp('127.0.0.1:8302');
    useAccess.setState({ servers: [{ server: 'http://127.0.0.1:8302', header_name: 'X-Key' }] });
    act(() => useComfy.setState({ server: server('127.0.0.1:8302', { is_demo: true }) }));
    render(<Rows />);
    expect(screen.getByRole('button', { name: /Access header of .*: X-Key is set/ })).toBeTruthy();
  });
});

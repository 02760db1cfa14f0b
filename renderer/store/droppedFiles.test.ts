import { afterEach, describe, expect, it, vi } from 'vitest';
import { AppFailure } from '../../core/contract/failure';
import type { SessionDetail } from '../../core/contract/sessionView';
import { setClient } from './backend';
import { useComfy } from './comfy';
import { blankDraft } from './draft';
import { takeDropped, takeOpened } from './droppedFiles';
import { useNotices } from './notices';
import { useSession } from './session';
import { useDraft } from './setupDraft';
import { useTasks } from './tasks';

const SERVER = 'http://127.0.0.1:8188';
const OFFERS = {
  loras: ['styles/fox.safetensors', 'owl.safetensors', 'a\\twin.safetensors', 'b\\twin.safetensors'],
  checkpoints: ['base/dream.safetensors'],
};

/** The window's stores over a backend that knows this server and takes zips in. */
function begin(offers: typeof OFFERS | null = OFFERS) {
  const state = offers === null ? 'unreachable' : 'ok';
  const call = vi.fn(async (command: string, args: { path?: string }) => {
    if (command === 'comfy.state') return { servers: [{ url: SERVER, state }], ...(offers ?? OFFERS) };
    if (command === 'session.list') return { sessions: [] };
    if (command !== 'session.import') throw new AppFailure('not_possible', `The test has no ${command}.`);
    if (args.path?.includes('bad')) throw new AppFailure('bad_request', 'This is no zip.');
    return { sessions: [{ session_id: `of ${args.path}` }], remarks: [] };
  });
  setClient({ call, onPush: () => () => undefined } as never);
  useComfy.setState({ address: SERVER });
  return call;
}

const drop = (...names: string[]) =>
  takeDropped(names.map((name) => ({ file: new File(['x'], name), isFolder: false })));
const told = () => useNotices.getState().notices.map(({ text }) => text);
const setup = () => useDraft.getState().draft.setup;

afterEach(() => {
  setClient(null);
  vi.unstubAllGlobals();
  sessionStorage.clear();
  useNotices.setState({ notices: [] });
  useTasks.setState({ tasks: [], outcomes: [] });
  useSession.setState({ session: { phase: 'blank' } });
  useDraft.setState({ draft: blankDraft([]), number: useDraft.getState().number + 1 });
});

describe('files of weights that are dropped', () => {
  it('are chosen as LoRAs and as the checkpoint where the server has them, and can be taken back', async () => {
    begin();
    await drop('fox.safetensors', 'OWL.safetensors', 'dream.safetensors');
    expect(setup().loras).toEqual(['styles/fox.safetensors', 'owl.safetensors']);
    expect(setup().checkpoint).toBe('base/dream.safetensors');
    expect(told()).toEqual([
      'styles/fox.safetensors and owl.safetensors were chosen as LoRAs.',
      'base/dream.safetensors was chosen as checkpoint.',
    ]);
    for (const { undo } of useNotices.getState().notices) undo?.run();
    expect(setup()).toMatchObject({ loras: [], checkpoint: null });
  });

  it('are told of where the server has none, several or no answer', async () => {
    begin();
    await drop('new.safetensors', 'twin.safetensors');
    expect(told()).toEqual([
      `The server has twin.safetensors in 2 folders. Choose the right one in the list. The server ${SERVER} has no new.safetensors. Copy it there into models/loras, or into models/checkpoints when it is a whole model, and drop it once more.`,
    ]);
    useNotices.setState({ notices: [] });
    begin(null);
    await drop('fox.safetensors');
    expect(told()[0]).toMatch(/^ComfyUI does not answer, so nobody knows whether it has fox\.safetensors\./);
    expect(setup().loras).toEqual([]);
  });

  it('leave a set-up alone that is fixed', async () => {
    begin();
    const detail = {
      setup_locked: true,
      can_extend: false,
      generation: { status: 'completed' },
      state: 'ok',
    };
    useSession.setState({ session: { phase: 'open', id: 'x', detail: detail as SessionDetail } });
    await drop('fox.safetensors');
    expect(told()).toEqual([
      'fox.safetensors was not taken: the set-up of this session is fixed. Begin a new session for it.',
    ]);
  });
});

describe('what else is dropped', () => {
  it('is told of in few sentences, and stays to be read when they are more', async () => {
    begin();
    await takeDropped([
      { file: new File([], 'images'), isFolder: true },
      { file: new File([], 'empty.zip'), isFolder: false },
    ]);
    expect(told()).toEqual([
      'images is a folder. Drop the files in it instead. empty.zip is empty. Get the whole file first.',
    ]);
    await drop(...Array.from({ length: 50 }, (_, n) => `${n}.exe`), 'a.txt', 'b.jpeg', 'c.xyz');
    expect(useTasks.getState().outcomes[0]?.lines).toHaveLength(3);
    useNotices.setState({ notices: [] });
    await drop(...Array.from({ length: 501 }, (_, n) => `${n}.exe`));
    expect(told()).toEqual(['501 files are too many at once. Drop at most 500.']);
  });
});

describe('files that the system asks to open', () => {
  it('are taken in by their paths: fifty zips make one notice, and what failed one more', async () => {
    const call = begin();
    const paths = Array.from({ length: 48 }, (_, n) => `/there/${n}.zip`);
    await takeOpened([...paths, 'C:\\bad one.zip', '/bad/two.ZIP', '/there/notes.txt', 'smb://nas/far.zip']);
    expect(call.mock.calls.filter(([command]) => command === 'session.import')).toHaveLength(50);
    expect(told()).toEqual([
      'far.zip lies elsewhere on the network. Copy it to this computer, then open it.',
      'notes.txt was not opened: only zips of sessions are opened like this. Drop a workflow, votes or a LoRA on the window instead.',
      '48 sessions taken in',
    ]);
    expect(useTasks.getState().outcomes).toMatchObject([
      {
        title: '2 of 50 zips were not taken in',
        lines: ['bad one.zip: This is no zip.', 'two.ZIP: This is no zip.'],
      },
    ]);
  });
});

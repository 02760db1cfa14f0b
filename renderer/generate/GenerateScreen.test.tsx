import { act, fireEvent, render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { CommandAnswer, CommandArgs, CommandName } from '../../core/contract/commands';
import type { Push } from '../../core/contract/pushes';
import type {
  ComfyServer,
  EvaluationView,
  GenerationView,
  RunServer,
  SessionDetail,
  Tile,
} from '../../core/contract/sessionView';
import { setClient } from '../store/backend';
import { useComfy } from '../store/comfy';
import { useConnection } from '../store/connection';
import { useSession } from '../store/session';
import { useView } from '../store/view';
import { GenerateScreen } from './GenerateScreen';

type Client = NonNullable<Parameters<typeof setClient>[0]>;

const ID = '20260412_214507';

const RUNNING: GenerationView = {
  status: 'running',
  phase: 'generating_images',
  images_done: 1,
  images_total: 3,
  failed: [],
  current: { number: 2, step: 5, steps: 20 },
  rate: 0.5,
  seconds_left: 4,
  checkpoint: null,
  reason: null,
  can_resume: false,
  started_at: '2026-04-12T21:45:07.000Z',
  ended_at: null,
  servers: [],
  previews: false,
  self_check: null,
};

const NOBODY: EvaluationView['raters'] = [];

function open(
  generation: GenerationView,
  canJudge = false,
  revealed_at: string | null = null,
  missing: number[] = [],
  servers: string[] = [],
): void {
  const detail = {
    session_id: ID,
    setup: { servers },
    generation,
    missing_images: missing,
    evaluation: {
      revealed_at,
      can_judge: canJudge,
      complete: false,
      rater: 'rater 1',
      raters: NOBODY,
      votes_done: 0,
    },
  } as SessionDetail;
  useSession.setState({ session: { phase: 'open', id: ID, detail } });
}

const TILES: Tile[] = [3, 1, 2].map((number) => ({
  number,
  state: number === 1 ? 'made' : 'waiting',
  image: number === 1 ? '/image/one' : null,
  message: null,
}));

const SERVER: ComfyServer = {
  url: 'http://127.0.0.1:8188',
  state: 'ok',
  version: '0.3.64',
  devices: [],
  queue: { running: 0, pending: 0 },
  is_demo: false,
  message: null,
};

let calls: CommandName[];
let push: (push: Push) => void;

beforeEach(() => {
  vi.stubGlobal(
    'ResizeObserver',
    class {
      observe() {}
      unobserve() {}
      disconnect() {}
    },
  );
  calls = [];
  const listeners = new Set<(push: Push) => void>();
  push = (pushed) => {
    for (const listener of listeners) listener(pushed);
  };
  const answers: Partial<Record<CommandName, unknown>> = {
    'generation.gallery': { tiles: TILES },
    'session.log': {
      entries: [
        {
          seq: 1,
          at: '2026-04-12T21:45:07.000Z',
          level: 'info',
          type: 'session_start',
          message: 'The run began.',
        },
        {
          seq: 2,
          at: '2026-04-12T21:45:08.000Z',
          level: 'info',
          type: 'images_generating',
          message: 'The next image was sent.',
        },
        {
          seq: 3,
          at: '2026-04-12T21:45:09.000Z',
          level: 'info',
          type: 'vote_cast',
          message: 'rater 1 voted on Style.',
        },
      ],
    },
    'generation.pause': { ...RUNNING, status: 'paused', phase: null, can_resume: true, reason: 'Paused.' },
    'generation.resume': RUNNING,
    'generation.regenerate': RUNNING,
    'generation.previews': { ...RUNNING, previews: true },
  };
  const client: Client = {
    call: async <C extends CommandName>(command: C, _args: CommandArgs<C>): Promise<CommandAnswer<C>> => {
      calls.push(command);
      if (!(command in answers)) throw new Error(`The test has no ${command}.`);
      return answers[command] as CommandAnswer<C>;
    },
    onPush: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    onState: () => () => undefined,
    dispose: () => undefined,
  };
  setClient(client);
});

afterEach(() => {
  vi.unstubAllGlobals();
  useSession.setState({ session: { phase: 'blank' } });
  useComfy.setState({ server: null });
  setClient(null);
});

describe('before anything is made', () => {
  it('says what it waits for and shows the way to Setup', async () => {
    useView.setState({ tab: 'generate' });
    render(<GenerateScreen />);
    expect(screen.getByRole('heading').textContent).toBe('Nothing is being made yet');
    await userEvent.click(screen.getByRole('button', { name: 'Go to Setup' }));
    expect(useView.getState().tab).toBe('setup');
  });
});

describe('while images are made', () => {
  it('keeps the drawn places, and fills one when its picture comes', async () => {
    open(RUNNING);
    render(<GenerateScreen />);
    await screen.findByRole('img', { name: 'Image 1' });
    const places = () =>
      within(screen.getByRole('region', { name: 'Pictures made so far' }))
        .getAllByRole('listitem')
        .map((place) => place.getAttribute('data-state'));
    expect(places()).toEqual(['waiting', 'made', 'making']);
    act(() =>
      push({ push: 'generation.imageMade', payload: { session_id: ID, number: 3, image: '/image/three' } }),
    );
    expect(places()).toEqual(['made', 'made', 'making']);
    act(() =>
      push({
        push: 'generation.imageMade',
        payload: { session_id: '20260101_000000', number: 2, image: '/image/x' },
      }),
    );
    expect(places()).toEqual(['made', 'made', 'making']);
  });

  it('pauses and resumes', async () => {
    const user = userEvent.setup();
    open(RUNNING);
    render(<GenerateScreen />);
    expect(screen.getByRole('heading', { level: 1 }).textContent).toBe('Making images');
    await user.click(screen.getByRole('button', { name: 'Pause' }));
    expect((await screen.findByRole('heading', { level: 1, name: 'Paused' })).textContent).toBe('Paused');
    await user.click(screen.getByRole('button', { name: 'Resume' }));
    await screen.findByRole('heading', { level: 1, name: 'Making images' });
    expect(calls.filter((call) => call !== 'generation.gallery' && call !== 'session.log')).toEqual([
      'generation.pause',
      'generation.resume',
    ]);
  });

  it('shows the main lines of the log, and every step when asked to', async () => {
    open(RUNNING);
    render(<GenerateScreen />);
    await screen.findByText('The run began.');
    expect(screen.queryByText('The next image was sent.')).toBeNull();
    expect(screen.queryByText('rater 1 voted on Style.')).toBeNull();
    await userEvent.click(screen.getByRole('button', { name: 'Every step' }));
    expect(screen.getByText('The next image was sent.')).toBeTruthy();
    expect(screen.getByText('rater 1 voted on Style.')).toBeTruthy();
  });
});

const BESIDE: RunServer = {
  name: '192.168.1.7:8188',
  state: 'working',
  message: null,
  images_done: 14,
  rate: 0.5,
  current: { number: 3, step: 12, steps: 20 },
};
const OUT = '192.168.1.9:8188 does not answer.';
const SEVERAL: GenerationView = {
  ...RUNNING,
  servers: [
    { ...BESIDE, name: '127.0.0.1:8188', images_done: 1, rate: null, current: RUNNING.current },
    BESIDE,
    { ...BESIDE, name: '192.168.1.9:8188', state: 'out', message: OUT, current: null },
  ],
};

describe('while several servers share the images', () => {
  it('says of each what it does, how fast, and why one is left out, and shows every image that is being made', async () => {
    // One of them is silent for the page as well; the run goes on at the others.
    useComfy.setState({ server: { ...SERVER, state: 'unreachable', message: 'Not there.' } });
    open(SEVERAL);
    render(<GenerateScreen />);
    const panel = within(await screen.findByRole('region', { name: 'Servers' }));
    const [first, second, third] = panel.getAllByRole('listitem');
    expect(first?.textContent).toContain('127.0.0.1:8188Working1 image');
    expect(second?.textContent).toContain('14 images, 2.0 s each');
    expect(second?.textContent).toContain('12 of 20');
    expect(third?.textContent).toContain(`Left out14 images, 2.0 s each${OUT}`);
    expect(screen.getByText('Servers', { selector: 'dt' }).nextElementSibling?.textContent).toBe(
      '2 of 3 at work',
    );
    expect(screen.getByText('Speed')).toBeTruthy();
    expect(screen.queryByText('Not there.')).toBeNull();
    await screen.findByRole('img', { name: 'Image 1' });
    expect(screen.getByText('Image 2, being made')).toBeTruthy();
    expect(screen.getByText('Image 3, being made')).toBeTruthy();
  });

  it('names them while the run stands still', async () => {
    open(
      { ...RUNNING, status: 'paused', reason: 'Paused.', can_resume: true },
      false,
      null,
      [],
      ['demo', 'http://192.168.1.7:8188/'],
    );
    render(<GenerateScreen />);
    const panel = within(await screen.findByRole('region', { name: 'Servers' }));
    expect(panel.getAllByRole('listitem').map((item) => item.textContent)).toEqual([
      'Built-in demoNot heard yet',
      '192.168.1.7:8188Not heard yet',
    ]);
  });
});

describe('live previews', () => {
  const preview = (number: number, image: string, session_id = ID) =>
    act(() => push({ push: 'generation.previewed', payload: { session_id, number, image } }));

  it('are off until they are asked for, show the image that is being made, and go with it', async () => {
    open(RUNNING);
    render(<GenerateScreen />);
    expect(screen.queryByRole('region', { name: 'Live preview' })).toBeNull();
    const toggle = screen.getByRole('switch', { name: 'Live preview, may bias you' });
    expect(toggle.getAttribute('aria-checked')).toBe('false');
    await userEvent.click(toggle);
    const region = within(await screen.findByRole('region', { name: 'Live preview' }));
    expect(region.getByText('Image 2, 5 of 20 steps')).toBeTruthy();
    preview(2, '/image/other', '20260101_000000');
    expect(region.queryByRole('img')).toBeNull();
    preview(2, '/image/frame1');
    const shown = region.getByRole('img', { name: 'Preview 2' });
    preview(2, '/image/frame2');
    // The same picture, so that nothing flickers.
    expect(region.getByRole('img', { name: 'Preview 2' })).toBe(shown);
    expect(shown.getAttribute('src')).toBe('/image/frame2');
    act(() =>
      push({ push: 'generation.imageMade', payload: { session_id: ID, number: 2, image: '/image/two' } }),
    );
    expect(region.queryByRole('img')).toBeNull();
    act(() => open({ ...RUNNING, previews: false }));
    expect(screen.queryByRole('region', { name: 'Live preview' })).toBeNull();
  });

  it('have a box for each server at work', async () => {
    open({ ...SEVERAL, previews: true });
    render(<GenerateScreen />);
    const region = within(await screen.findByRole('region', { name: 'Live preview' }));
    preview(3, '/image/three');
    const boxes = region.getAllByRole('listitem');
    // The one that is left out has none.
    expect(boxes.map((box) => box.textContent)).toEqual(['Image 2', 'Image 3']);
    expect(within(boxes[1] as HTMLElement).getByRole('img', { name: 'Preview 3' })).toBeTruthy();
  });

  it('that do not come are said to be missing once an image was made whole without one', async () => {
    open({ ...RUNNING, previews: true });
    render(<GenerateScreen />);
    const region = within(await screen.findByRole('region', { name: 'Live preview' }));
    // This one was under way already.
    act(() => open({ ...RUNNING, images_done: 2, previews: true }));
    expect(region.queryByText(/No preview came/)).toBeNull();
    act(() => open({ ...RUNNING, images_done: 3, previews: true }));
    expect(region.getByText(/No preview came/)).toBeTruthy();
    preview(2, '/image/late');
    expect(region.queryByText(/No preview came/)).toBeNull();
  });
});

describe('the self-check', () => {
  const message = 'At weight 0 the picture is the same as its baseline.';

  it('is said quietly when it passed', async () => {
    open({ ...RUNNING, self_check: { state: 'passed', message } });
    render(<GenerateScreen />);
    expect(screen.getByText(message)).toBeTruthy();
    expect(screen.queryByText('The self-check failed.')).toBeNull();
    await screen.findByText('The run began.');
  });

  it('has a banner when it failed, unless the run says why it stands still', async () => {
    const failed: GenerationView = { ...RUNNING, self_check: { state: 'failed', message: 'It differs.' } };
    open(failed);
    const { unmount } = render(<GenerateScreen />);
    expect(screen.getByText('The self-check failed.').closest('section')?.textContent).toContain(
      'It differs.',
    );
    unmount();
    open({ ...failed, status: 'paused', reason: 'The self-check failed. It differs.', can_resume: true });
    render(<GenerateScreen />);
    expect(screen.getAllByText(/It differs\./)).toHaveLength(1);
    await screen.findByText('The run began.');
  });
});

describe('while the server is gone', () => {
  it('says so instead of how long it takes, and what becomes of the run', async () => {
    open({ ...RUNNING, current: null, reason: 'ComfyUI at 127.0.0.1:8188 does not answer. Trying again.' });
    render(<GenerateScreen />);
    expect(screen.getByRole('heading', { level: 1 }).textContent).toBe('Waiting for ComfyUI');
    expect(screen.getByText(/does not answer/).closest('section')?.textContent).toContain(
      '1 image is safe, and the run goes on by itself',
    );
    expect(screen.queryByText('Left')).toBeNull();
    expect(screen.queryByText('Done at')).toBeNull();
    expect(screen.getByRole('region', { name: 'Server' }).textContent).toContain('Not answering');
    expect(screen.getByRole('button', { name: 'Pause' })).toBeTruthy();
    await screen.findByText('The run began.');
  });

  it('says no more than it knows once the server itself is silent', async () => {
    open(RUNNING);
    const message = 'No ComfyUI at 127.0.0.1:8188.';
    useComfy.setState({ server: { ...SERVER, state: 'unreachable', version: null, queue: null, message } });
    render(<GenerateScreen />);
    for (const name of ['Speed', 'Left', 'Done at']) expect(screen.queryByText(name)).toBeNull();
    expect(screen.getAllByText(message)).toHaveLength(2);
    expect(screen.getByText('Version').nextElementSibling?.textContent).toBe('-');
    await screen.findByText('The run began.');
  });

  it('says no queue that is empty in the middle of a run', async () => {
    open(RUNNING);
    useComfy.setState({ server: SERVER });
    render(<GenerateScreen />);
    expect(screen.queryByText('In its queue')).toBeNull();
    act(() => useComfy.setState({ server: { ...SERVER, queue: { running: 1, pending: 2 } } }));
    expect(screen.getByText('1 running, 2 waiting')).toBeTruthy();
    await screen.findByText('The run began.');
  });

  it('says that it pauses after the image that is being made', async () => {
    open({ ...RUNNING, reason: 'Finishing the current image, then pausing.' });
    render(<GenerateScreen />);
    expect(screen.getByText('Finishing the current image, then pausing.')).toBeTruthy();
    expect(screen.getByText('This image')).toBeTruthy();
    expect(screen.queryByText('Done at')).toBeNull();
    await screen.findByText('The run began.');
  });
});

describe('after failures', () => {
  it('says why once, what is safe, which images failed, and offers the ways on', async () => {
    const message = 'ComfyUI ran out of memory.';
    open(
      {
        ...RUNNING,
        status: 'paused',
        phase: null,
        current: null,
        failed: [2, 3].map((number) => ({ number, message })),
        reason: 'Two images failed. 1 image is safe.',
        can_resume: true,
      },
      true,
    );
    render(<GenerateScreen />);
    const banner = screen.getByText('Two images failed.').closest('section');
    expect(banner?.textContent).toContain('1 image is safe.');
    expect(banner?.textContent).toContain(`Images 2 and 3: ${message}`);
    expect(screen.getByRole('button', { name: 'Retry failed' })).toBeTruthy();
    expect(screen.getByRole('button', { name: 'Judge the complete pairs' })).toBeTruthy();
    await screen.findByText(`Image 2 failed: ${message}`);
  });
});

describe('when all is made', () => {
  it('speaks of hidden labels only while they are hidden', async () => {
    const completed: GenerationView = { ...RUNNING, status: 'completed', phase: null, current: null };
    open(completed);
    const { unmount } = render(<GenerateScreen />);
    expect(screen.getByText(/carry no labels/)).toBeTruthy();
    // Nobody sees any more which pictures come together.
    expect(screen.queryByText(/come one after another/)).toBeNull();
    await screen.findByText('The run began.');
    unmount();
    open(completed, false, '2026-04-12T22:00:00.000Z');
    render(<GenerateScreen />);
    expect(screen.queryByText(/carry no labels/)).toBeNull();
    await screen.findByText('The run began.');
  });

  it('says of a picture whose file is gone that it failed, and makes it again', async () => {
    open({ ...RUNNING, status: 'completed', phase: null, images_done: 3, current: null }, true);
    render(<GenerateScreen />);
    fireEvent.error(await screen.findByRole('img', { name: 'Image 1' }));
    expect(screen.queryByRole('img', { name: 'Image 1' })).toBeNull();
    const place = screen
      .getByText('Image 1 failed: The file is gone or damaged. Make it again.')
      .closest('li');
    expect(place?.getAttribute('data-state')).toBe('failed');
    await userEvent.click(screen.getByRole('button', { name: 'Make image 1 again' }));
    expect(calls).toContain('generation.regenerate');
  });

  it('claims nothing while Blindfold does not answer: no failed pictures, no run, no server at work', async () => {
    useComfy.setState({ server: SERVER });
    open(RUNNING);
    render(<GenerateScreen />);
    const image = await screen.findByRole('img', { name: 'Image 1' });
    act(() => useConnection.setState({ link: 'lost' }));
    fireEvent.error(image);
    await screen.findByText('Image 1, cannot be fetched now');
    expect(screen.queryByText('Failed')).toBeNull();
    expect(screen.getByRole('heading', { level: 1 }).textContent).toBe('Last heard: making images');
    for (const name of ['Pause', 'Stop'])
      expect(screen.getByRole('button', { name }).getAttribute('aria-disabled')).toBe('true');
    screen.getByText('Not known now');
    expect(screen.queryByText('Working')).toBeNull();
    act(() => useConnection.setState({ link: 'connecting' }));
  });

  it('leaves it to the page to say that images are gone, and says it once', async () => {
    open(
      { ...RUNNING, status: 'paused', reason: '2 images are gone.', can_resume: true },
      false,
      null,
      [2, 3],
    );
    const { unmount } = render(<GenerateScreen />);
    await screen.findByRole('img', { name: 'Image 1' });
    expect(screen.queryByRole('button', { name: 'Resume' })).toBeNull();
    unmount();
    open({ ...RUNNING, status: 'paused', reason: 'The server is gone.', can_resume: true }, false, null, [2]);
    render(<GenerateScreen />);
    await screen.findByRole('button', { name: 'Resume' });
  });

  it('shows the way to Evaluate', async () => {
    open({ ...RUNNING, status: 'completed', phase: null, images_done: 3, current: null }, true);
    render(<GenerateScreen />);
    await userEvent.click(screen.getByRole('button', { name: 'Start judging' }));
    expect(useView.getState().tab).toBe('evaluate');
  });
});

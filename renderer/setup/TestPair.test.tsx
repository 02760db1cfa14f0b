import { act, render, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { AppFailure } from '../../core/contract/failure';
import type { TestPair as Pair } from '../../core/contract/generationView';
import type { SessionDetail, SessionSummary } from '../../core/contract/sessionView';
import type { TaskView } from '../../core/contract/taskView';
import { blankSetup } from '../../core/session/setup';
import { setClient } from '../store/backend';
import { blankDraft } from '../store/draft';
import { useNotices } from '../store/notices';
import { useRuns } from '../store/runs';
import { useSession } from '../store/session';
import { useDraft } from '../store/setupDraft';
import { adoptTask, useTasks } from '../store/tasks';
import { useTestPair } from '../store/testPair';
import { TestPair } from './TestPair';
import { TestPairButton } from './TestPairButton';
import { progressWords } from './testPairWords';

const ID = '20260412_214507';
const PAIR: Pair = {
  baseline: '/image/one',
  lora: '/image/two',
  lora_filename: 'styles/fox.safetensors',
  weight: 1.4,
  prompt: 'a red fox in snow',
  seed: 9007199254740993n,
  seconds: 2.34,
  server: '127.0.0.1:8188',
};

const task = (more: Partial<TaskView> = {}): TaskView => ({
  task_id: 'one',
  kind: 'test_pair',
  title: 'Making a test pair',
  state: 'running',
  done: 0,
  total: null,
  message: null,
  can_cancel: true,
  ...more,
});

/** A backend whose test pair is answered by hand. */
function fakeBackend() {
  const asked: string[] = [];
  let settle: { done: (pair: Pair) => void; fail: (error: Error) => void } | null = null;
  const call = vi.fn((command: string) => {
    asked.push(command);
    if (command === 'generation.testPair')
      return new Promise<Pair>((done, fail) => {
        settle = { done, fail };
      });
    if (command === 'task.cancel') return Promise.resolve(task({ can_cancel: false }));
    if (command === 'task.dismiss') return Promise.resolve({ tasks: [] });
    return Promise.reject(new Error(`The test has no ${command}.`));
  });
  setClient({ call, onPush: () => () => undefined } as unknown as Parameters<typeof setClient>[0]);
  const end = async (run: (by: NonNullable<typeof settle>) => void) => {
    await waitFor(() => expect(settle).not.toBeNull());
    await act(async () => {
      if (settle !== null) run(settle);
    });
  };
  return {
    asked,
    make: () => end(({ done }) => done(PAIR)),
    fail: (error: AppFailure) => end(({ fail }) => fail(error)),
  };
}

function Screen({ faultWords, onFault = () => undefined }: { faultWords?: string; onFault?: () => void }) {
  return (
    <>
      <TestPairButton faultWords={faultWords} onFault={onFault} />
      <TestPair />
    </>
  );
}

const press = async (name = 'Test one pair') => {
  const user = userEvent.setup();
  await user.click(screen.getByRole('button', { name }));
  return user;
};

describe('the test pair', () => {
  beforeEach(() => {
    const detail = { session_id: ID, setup: blankSetup([]), state: 'ok', generation: {} };
    useSession.setState({
      session: { phase: 'open', id: ID, detail: detail as unknown as SessionDetail },
    });
    useDraft.setState({ draft: blankDraft([]), isAttempted: false });
    useTestPair.setState({ making: null, made: null, isOpen: false });
    useTasks.setState({ tasks: [], outcomes: [] });
    useNotices.setState({ notices: [] });
    useRuns.setState({ running: [] });
  });
  afterEach(() => setClient(null));

  it('shows how far it is, then both pictures with what they are, and says that it is not blind', async () => {
    const backend = fakeBackend();
    render(<Screen />);
    await press();
    const panel = await screen.findByRole('dialog', { name: 'Test pair' });
    expect(within(panel).getByRole('status').textContent).toBe('Waiting for the server');
    act(() => adoptTask(task({ done: 7, total: 8 })));
    expect(within(panel).getByRole('status').textContent).toBe('Image 2 of 2, step 3 of 4');
    await backend.make();
    // The plan is asked for again: it knows the time of an image now.
    expect(backend.asked).toContain('session.get');
    expect(
      within(panel)
        .getByRole('img', { name: /^Baseline, without the LoRA/ })
        .getAttribute('src'),
    ).toBe('/image/one');
    const candidate = within(panel).getByRole('img', { name: /^Candidate/ });
    expect(candidate.getAttribute('alt')).toBe('Candidate, at weight 1.4, styles/fox.safetensors');
    expect(panel.textContent).toContain('2.3 s');
    expect(panel.textContent).toContain('9007199254740993');
    expect(panel.textContent).toContain('127.0.0.1:8188');
    expect(panel.textContent).toContain('This is not blind');
    expect(panel.textContent).toContain('no part of the evaluation');
  });

  it('can be cancelled, and the panel closes', async () => {
    const backend = fakeBackend();
    render(<Screen />);
    const user = await press();
    await screen.findByRole('dialog', { name: 'Test pair' });
    act(() => adoptTask(task({ done: 1, total: 8 })));
    await user.click(screen.getByRole('button', { name: 'Cancel' }));
    expect(backend.asked).toContain('task.cancel');
    await backend.fail(new AppFailure('cancelled', 'Making a test pair: cancelled. Nothing of it was kept.'));
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(screen.getByRole('button', { name: 'Test one pair' })).toBeTruthy();
  });

  it('is made all the same when the panel is closed, and can be shown then', async () => {
    const backend = fakeBackend();
    render(<Screen />);
    const user = await press();
    await screen.findByRole('dialog', { name: 'Test pair' });
    await user.click(screen.getByRole('button', { name: 'Close' }));
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(screen.getByRole('button', { name: 'Show the test' })).toBeTruthy();
    await backend.make();
    const [notice] = useNotices.getState().notices;
    expect(notice?.text).toBe('The test pair is made.');
    act(() => notice?.act?.run());
    expect(await screen.findByRole('img', { name: /^Candidate/ })).toBeTruthy();
  });

  it('puts what the server refuses beside its field, as a start does', async () => {
    const backend = fakeBackend();
    render(<Screen />);
    await press();
    const faults = [{ field: 'setup.loras[0]', message: 'The server has no such LoRA.' }];
    await backend.fail(new AppFailure('bad_request', 'The server has no such LoRA.', { details: faults }));
    await waitFor(() => expect(useDraft.getState().draft.refused).toEqual(faults));
    expect(useDraft.getState().isAttempted).toBe(true);
    expect(useTestPair.getState()).toMatchObject({ making: null, isOpen: false });
    expect(useTasks.getState().outcomes).toEqual([]);
  });

  it('tells what has no field, to be read at leisure', async () => {
    const backend = fakeBackend();
    render(<Screen />);
    await press();
    act(() => adoptTask(task({ state: 'failed', message: 'ComfyUI ran out of memory.' })));
    await backend.fail(new AppFailure('server_refuses', 'ComfyUI ran out of memory.'));
    await waitFor(() =>
      expect(useTasks.getState().outcomes).toMatchObject([
        { title: 'No test pair was made', lines: ['ComfyUI ran out of memory.'], isFault: true },
      ]),
    );
    expect(useTestPair.getState().isOpen).toBe(false);
  });

  it('leads to the fault while the set-up has one', async () => {
    const backend = fakeBackend();
    const onFault = vi.fn();
    render(<Screen faultWords="1 thing to correct before the start" onFault={onFault} />);
    await press();
    expect(onFault).toHaveBeenCalledOnce();
    expect(backend.asked).toEqual([]);
  });

  it('waits while images of another session are being made, and says so', async () => {
    const backend = fakeBackend();
    useRuns.setState({ running: [{ session_id: 'other' } as SessionSummary] });
    render(<Screen />);
    await press();
    expect(screen.getByText(/^Images of another session are being made/)).toBeTruthy();
    expect(backend.asked).toEqual([]);
  });
});

describe('how far a test pair is', () => {
  it('counts the steps of each image', () => {
    expect(progressWords(undefined)).toBe('Waiting for the server');
    expect(progressWords({ done: 0, total: 40 })).toBe('Image 1 of 2, step 0 of 20');
    expect(progressWords({ done: 20, total: 40 })).toBe('Image 1 of 2, step 20 of 20');
    expect(progressWords({ done: 21, total: 40 })).toBe('Image 2 of 2, step 1 of 20');
  });
});

import { act, fireEvent, render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';
import type { GenerationView } from '../../core/contract/generationView';
import { useComfy } from '../store/comfy';
import { useConnection } from '../store/connection';
import { useView } from '../store/view';
import GenerateScreen from './GenerateScreen';
import { generateWorld, ID, open, RUNNING, SERVER } from './generateWorld';

const { calls, push } = generateWorld();

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

import { act, render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';
import { useComfy } from '../store/comfy';
import GenerateScreen from './GenerateScreen';
import { generateWorld, ID, OUT, open, RUNNING, SERVER, SEVERAL } from './generateWorld';

const { push } = generateWorld();

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

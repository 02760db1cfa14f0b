import { render, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, expect, it } from 'vitest';
import { openHelp, useView } from '../store/view';
import HelpScreen from './HelpScreen';
import { PAGES } from './helpPages';

function Shown() {
  const help = useView((view) => view.help);
  return help === null ? <p>The tabs</p> : <HelpScreen place={help} />;
}

beforeEach(() => useView.setState({ help: null }));

it('opens where the app leads to, follows links between its pages, and finds words in both', async () => {
  const user = userEvent.setup();
  openHelp(
    'troubleshooting',
    'runs-that-pause-or-stand-still',
    'The image failed: ComfyUI ran out of memory.',
  );
  const { container } = render(<Shown />);
  expect(document.activeElement?.textContent).toMatch(/^"ComfyUI ran out of memory\."/);
  // The ids of the headings are those that the contents and the app's own links name.
  const ids = [...container.querySelectorAll('h2[id], h3[id]')].map(({ id }) => id);
  expect(ids).toEqual(PAGES.troubleshooting.headings.map(({ id }) => id));

  const [toGuide] = screen.getAllByRole('button', { name: 'the guide' });
  await user.click(toGuide as HTMLElement);
  expect(document.activeElement?.id).toBe('the-assistant');
  await user.click(screen.getByRole('button', { name: 'Back' }));
  await waitFor(() => expect(useView.getState().help?.page).toBe('troubleshooting'));

  await user.type(screen.getByRole('searchbox', { name: 'Search the help' }), 'krippendorff');
  expect(screen.getByRole('heading', { name: '1 place with "krippendorff"' })).toBeTruthy();
  await user.click(screen.getByRole('button', { name: /^Guide \/ Reading the report/ }));
  expect(document.activeElement?.textContent).toContain('Krippendorff');

  // Only a narrow window folds the contents away; choosing in them does so again.
  const fold = screen.getByRole('button', { name: 'On this page' });
  await user.click(fold);
  expect(fold.getAttribute('aria-expanded')).toBe('true');
  await user.click(within(screen.getByRole('navigation')).getByRole('button', { name: 'Judging' }));
  expect(fold.getAttribute('aria-expanded')).toBe('false');
  expect(document.activeElement?.id).toBe('judging');
  await user.click(screen.getByRole('button', { name: 'Back' }));
  expect(document.activeElement?.textContent).toContain('Krippendorff');
});

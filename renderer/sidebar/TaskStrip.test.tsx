import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, describe, expect, it } from 'vitest';
import { showOutcome, useTasks } from '../store/tasks';
import { TaskStrip } from './TaskStrip';

const titles = () =>
  screen
    .getAllByRole('button', { name: /^Put away: / })
    .map((button) => button.getAttribute('aria-label')?.replace('Put away: ', ''));

describe('what came of work', () => {
  afterEach(() => useTasks.setState({ tasks: [], outcomes: [] }));

  it('stands newest first, three at once, and the rest is counted', async () => {
    for (const name of ['a', 'b', 'c', 'd', 'e'])
      showOutcome({ title: `${name}.zip was not taken in`, lines: ['It is no zip.'], isFault: true });
    render(<TaskStrip />);
    expect(titles()).toEqual(['e', 'd', 'c'].map((name) => `${name}.zip was not taken in`));
    await userEvent.click(screen.getByRole('button', { name: '2 more' }));
    expect(titles()).toHaveLength(5);
    await userEvent.click(screen.getByRole('button', { name: 'Put away: e.zip was not taken in' }));
    await userEvent.click(screen.getByRole('button', { name: 'Show fewer' }));
    expect(titles()).toHaveLength(3);
  });
});

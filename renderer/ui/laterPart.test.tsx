import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it, vi } from 'vitest';
import { laterPart } from './laterPart';

function Words({ text }: { text: string }) {
  return <p>{text}</p>;
}

describe('a part that is fetched once it is needed', () => {
  it('is waited for, and fetched once', async () => {
    const fetch = vi.fn(async () => ({ default: Words }));
    const { Part } = laterPart(fetch, { waiting: <i>coming</i> });
    render(
      <>
        <Part text="one" />
        <Part text="other" />
      </>,
    );
    expect(screen.getAllByText('coming')).toHaveLength(2);
    expect(await screen.findByText('one')).toBeTruthy();
    expect(screen.getByText('other')).toBeTruthy();
    expect(fetch).toHaveBeenCalledTimes(1);
  });

  it('says that it did not come, and is fetched anew', async () => {
    const fetch = vi.fn(async () => ({ default: Words }));
    fetch.mockRejectedValueOnce(new TypeError('Failed to fetch'));
    const { Part } = laterPart(fetch);
    render(<Part text="here" />);
    expect((await screen.findByRole('alert')).textContent).toContain('This did not come.');
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
    expect(await screen.findByText('here')).toBeTruthy();
    expect(screen.queryByRole('alert')).toBeNull();
  });

  it('that was fetched ahead is there at once, a heavy one only where it cannot wait', async () => {
    const light = laterPart(async () => ({ default: Words }));
    const heavy = laterPart(async () => ({ default: Words }), { isHeavy: true });
    await Promise.all([light.load(), heavy.load()]);
    render(
      <>
        <light.Part text="light" />
        <heavy.Part text="on paper" atOnce />
        <heavy.Part text="heavy" />
      </>,
    );
    expect(screen.getByText('light')).toBeTruthy();
    expect(screen.getByText('on paper')).toBeTruthy();
    expect(screen.queryByText('heavy')).toBeNull();
    expect(await screen.findByText('heavy')).toBeTruthy();
  });

  it('that cannot be fetched ahead is not told before it is shown', async () => {
    const { load } = laterPart(() => Promise.reject<{ default: typeof Words }>(new TypeError('Failed')));
    await expect(load()).resolves.toBeUndefined();
  });
});

import { expect, it, vi } from 'vitest';
import type { Push } from '../../../core/contract/pushes';
import { createPageLine } from './pageLine';

const opened = (path: string): Push => ({ push: 'files.opened', payload: { paths: [path] } });

it('keeps what the page is told until it has spoken, also after it was loaded anew', async () => {
  const sent: Push[] = [];
  const close = vi.fn();
  const line = createPageLine(
    {
      openWindow: () => ({ dispatch: async (text) => `answer to ${text}`, close }),
      onPush: () => () => undefined,
    },
    (push) => sent.push(push),
  );
  line.tell(opened('/a.zip'));
  line.tell(opened('/b.zip'));
  expect(sent).toEqual([]);
  const page = line.heard.openWindow();
  expect(await page.dispatch('hello')).toBe('answer to hello');
  expect(sent).toEqual([opened('/a.zip'), opened('/b.zip')]);
  line.tell(opened('/c.zip'));
  expect(sent).toHaveLength(3);

  line.close();
  line.tell(opened('/d.zip'));
  expect(sent).toHaveLength(3);
  await page.dispatch('hello again');
  expect(sent).toHaveLength(4);
  page.close();
  expect(close).toHaveBeenCalledOnce();
});

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, expectAccessible, test, watchConsole } from '../fixtures';
import { startHost } from '../runningHost';

const OFF = { SESSION_PERSISTENCE_ENABLED: 'false' };

test('with persistence off the window says so, and the sessions can be kept', async ({ folder, page }) => {
  const host = await startHost({ args: ['--port', '0'], cwd: folder, env: OFF });
  expect(host.output()).toContain('NOTHING IS KEPT');
  const scratch = String((await host.api('GET', '/settings')).body['sessions_root']);
  expect(existsSync(scratch)).toBe(true);
  const id = String((await host.api('POST', '/sessions', { notes: 'worth it' })).body['session_id']);

  const complaints = watchConsole(page);
  await page.goto(`${host.url}/?token=${host.token}`);
  await expect(page.getByText('Nothing is kept. The sessions of this run are gone at exit.')).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Keep the sessions' }).click();
  await expect(page.getByText(`1 session is kept in ${join(folder, 'sessions')}.`).first()).toBeVisible();
  await expect(page.getByText('The sessions of this run are kept.')).toBeVisible();
  await page.reload();
  await expect(page.getByText('The sessions of this run are kept.')).toBeVisible();
  // What comes after it is not lost either.
  await host.api('PATCH', `/sessions/${id}`, { notes: 'changed later' });
  expect(complaints).toEqual([]);
  await page.goto('about:blank');
  expect(await host.stop()).toBe(0);
  expect(existsSync(scratch)).toBe(false);

  const next = await startHost({ args: ['--port', '0'], cwd: folder });
  expect((await next.api('GET', `/sessions/${id}`)).body['notes']).toBe('changed later');
  await next.stop();
});

test('what nobody keeps is gone at exit', async ({ folder }) => {
  const host = await startHost({ args: ['--port', '0'], cwd: folder, env: OFF });
  const scratch = String((await host.api('GET', '/settings')).body['sessions_root']);
  await host.api('POST', '/sessions', {});
  expect(await host.stop()).toBe(0);
  expect(existsSync(scratch)).toBe(false);
  expect(existsSync(join(folder, 'sessions'))).toBe(false);
});

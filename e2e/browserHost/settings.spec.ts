import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '../fixtures';
import { startHost } from '../runningHost';

const start = (folder: string, args: string[] = [], env: Record<string, string> = {}) =>
  startHost({ args: ['--port', '0', ...args], cwd: folder, env });

test('two copies of the app change the settings at once, and none is lost', async ({ folder }) => {
  const [one, other] = await Promise.all([
    start(folder, ['--sessions', join(folder, 'one')]),
    start(folder, ['--sessions', join(folder, 'other')]),
  ]);
  const change = (host: typeof one, changes: object) => host.api('PATCH', '/settings', { changes });
  const answers = await Promise.all(
    [5, 6, 7, 8].flatMap((minutes) => [
      change(one, { autosave_minutes: minutes, theme: 'dark' }),
      change(other, { retention_hours: minutes * 10, save_at_milestones: true }),
    ]),
  );
  expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
  for (const host of [one, other]) {
    expect((await host.api('GET', '/settings')).body['settings']).toMatchObject({
      autosave_minutes: 8,
      theme: 'dark',
      retention_hours: 80,
      save_at_milestones: true,
    });
  }
  // Both have told the one log that they started, and neither its token.
  await Promise.all([one.stop(), other.stop()]);
  const log = await readFile(join(folder, 'logs', 'blindfold.log'), 'utf8');
  expect(log.match(/ info Blindfold .* starts as browser host on /g)).toHaveLength(2);
  expect(log.match(/ info Blindfold ends\./g)).toHaveLength(2);
  for (const { token } of [one, other]) expect(log).not.toContain(token);
  expect((await readdir(folder)).filter((name) => name.startsWith('blindfold-settings'))).toEqual([
    'blindfold-settings.json',
  ]);
});

test('what comes from outside goes before the settings page, in its order', async ({ folder }) => {
  await writeFile(join(folder, '.env'), 'SESSION_EXPIRATION_HOURS=10\nSESSION_STORAGE_TYPE=file\n');
  const host = await start(folder, ['--comfyui', '127.0.0.1:9'], {
    SESSION_EXPIRATION_HOURS: '20',
    COMFYUI_URL: 'http://10.0.0.1:1',
  });
  expect((await host.api('GET', '/settings')).body).toMatchObject({
    settings: { retention_hours: 20, storage_type: 'file', default_server: 'http://127.0.0.1:9' },
    fixed: {
      retention_hours: 'environment',
      storage_type: '.env file',
      default_server: 'command line',
    },
  });
  const refused = await host.api('PATCH', '/settings', { changes: { retention_hours: 5 } });
  expect(refused.status).toBe(409);
  expect(refused.body['error']).toMatchObject({ field: 'changes.retention_hours' });
  expect(refused.text).toContain('environment');
  await host.stop();
});

test('the folder chosen on the settings page is used from the next start on', async ({ folder }) => {
  const chosen = join(folder, 'chosen', 'place');
  let host = await start(folder);
  const made = await host.api('POST', '/sessions', {});
  const answer = await host.api('PATCH', '/settings', { changes: { sessions_root: chosen } });
  expect(answer.body).toMatchObject({
    sessions_root: join(folder, 'sessions'),
    from_next_start: 'The sessions folder changes at the next start.',
  });
  await host.stop();
  host = await start(folder);
  expect((await host.api('GET', '/settings')).body).toMatchObject({
    sessions_root: chosen,
    from_next_start: null,
  });
  expect((await host.api('GET', '/sessions')).body['total']).toBe(0);
  await host.stop();
  host = await start(folder, ['--sessions', join(folder, 'sessions')]);
  expect((await host.api('GET', `/sessions/${String(made.body['session_id'])}`)).status).toBe(200);
  await host.stop();
});

test('a broken settings file is put aside, and the start goes well', async ({ folder }) => {
  await writeFile(join(folder, 'blindfold-settings.json'), '{"theme": "da');
  const host = await start(folder);
  expect(host.output()).toContain('could not be understood');
  expect((await host.api('GET', '/settings')).body['settings']).toMatchObject({ theme: 'system' });
  expect((await host.api('GET', '/log?level=warning')).text).toContain('put aside');
  expect((await readdir(folder)).filter((name) => name.includes('.broken-'))).toHaveLength(1);
  await host.stop();
});

test('a place for settings and log that cannot be used is told, and stops nothing', async ({ folder }) => {
  await writeFile(join(folder, 'file'), '');
  await mkdir(join(folder, 'sessions'));
  const host = await start(folder, ['--settings', join(folder, 'file', 'settings.json')]);
  const id = String((await host.api('POST', '/sessions', {})).body['session_id']);
  expect((await host.api('POST', `/sessions/${id}/save`)).status).toBe(200);
  const refused = await host.api('PATCH', '/settings', { changes: { theme: 'dark' } });
  expect(refused.status).toBe(500);
  expect(refused.text).toContain('The settings could not be written');
  expect((await host.api('GET', '/log')).text).toContain('starts as browser host');
  expect(await host.stop()).toBe(0);
});

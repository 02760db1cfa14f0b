import { createDemoServer, type DemoServer } from '../electron/demo/server';
import { test as base, expect, expectAccessible } from './fixtures';

interface Second {
  /** Another fake ComfyUI, which has the same files. */
  second: DemoServer;
}

const test = base.extend<Second>({
  second: async ({ comfy }, use) => {
    const second = await createDemoServer({ imageMs: 20, size: { width: 96, height: 96 } });
    await use(second);
    expect(comfy.url).not.toBe(second.url);
    await second.dispose();
  },
});

const shown = (server: DemoServer) => server.url.replace('http://', '');

test('two servers share the images of a run; a third that is out alarms nobody', async ({
  app,
  comfy,
  second,
}) => {
  const setup = app.getByRole('tabpanel', { name: /Setup/ });
  await app.getByRole('button', { name: 'Fill in an example' }).click();
  await expect(setup.getByText('Built-in demo, draws by itself')).toBeVisible();
  const add = setup.getByRole('button', { name: 'Add another server' });

  // The same place twice is said, then corrected in place.
  await add.click();
  const another = setup.getByRole('textbox', { name: 'Server 2' });
  await expect(another).toBeFocused();
  await another.fill(shown(comfy));
  await expect(setup.getByText('The same as server 1. Change it or remove it.')).toBeVisible();
  await another.fill(shown(second));
  await expect(setup.getByText('Built-in demo, draws by itself')).toHaveCount(2);

  await add.click();
  await setup.getByRole('textbox', { name: 'Server 3' }).fill('127.0.0.1:9');
  await expect(setup.getByText('Not answering. Used when it does.')).toBeVisible();
  await expect(app.getByRole('button', { name: '2 of 3 servers answer' })).toBeVisible();
  // A reload keeps all three.
  await expect(app.getByRole('region', { name: 'Open session' })).toContainText('Unsaved');
  await app.reload();
  await expect(setup.getByRole('textbox', { name: 'Server 3' })).toHaveValue('127.0.0.1:9');

  // What the second one lacks is said beside the file, and holds the start until it is there.
  const lacking = setup.getByText(`Not on ${shown(second)}. Copy the file there, or remove the server.`);
  // An answer serves for two seconds, so the question is asked until it is news.
  const testUntil = (isLacking: boolean) =>
    expect(async () => {
      await setup.getByRole('button', { name: 'Test server 2' }).click();
      await expect(lacking).toBeVisible({ visible: isLacking, timeout: 500 });
    }).toPass();
  second.setLoras([]);
  await testUntil(true);
  second.setLoras(['demo/inkwash_v1-000008.safetensors']);
  await testUntil(false);

  await app.getByRole('button', { name: 'Save and start' }).click();
  const servers = app.getByRole('region', { name: 'Servers' });
  await expect(servers).toContainText('Left out');
  await expect(app.getByRole('heading', { name: 'All images are made' })).toBeVisible({ timeout: 45_000 });
  expect(comfy.stats().images).toBeGreaterThan(0);
  expect(second.stats().images).toBeGreaterThan(0);
  expect(comfy.stats().images + second.stats().images).toBe(24);
  await expect(servers.getByRole('listitem')).toHaveCount(3);
  await expectAccessible(app);
});

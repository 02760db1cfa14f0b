import { type AddressInfo, connect, createServer, type Server } from 'node:net';
import { expect, test, watchConsole } from '../fixtures';

/** Another port that leads to the host, as the local end of a tunnel does. */
async function forward(port: number): Promise<{ port: number; close(): void }> {
  const server: Server = createServer((near) => {
    const far = connect(port, '127.0.0.1');
    near.pipe(far).pipe(near);
    near.on('error', () => far.destroy());
    far.on('error', () => near.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
  return { port: (server.address() as AddressInfo).port, close: () => server.close() };
}

test('the page speaks with the host under every name that leads to it, and with nobody else', async ({
  server,
  page,
}) => {
  const { port } = new URL(server.url);
  const tunnel = await forward(Number(port));
  const complaints = watchConsole(page);
  for (const place of [`127.0.0.1:${port}`, `localhost:${port}`, `localhost:${tunnel.port}`]) {
    const socket = page.waitForEvent('websocket');
    await page.goto(`http://${place}/?token=${server.token}`);
    expect(new URL((await socket).url()).host, place).toBe(place);
    await expect(page.locator('.conn'), place).toContainText(/Built-in demo|ComfyUI \d/);
  }
  expect(complaints).toEqual([]);

  const refused = await page.evaluate(
    (address) =>
      new Promise<string>((resolve) => {
        document.addEventListener('securitypolicyviolation', (event) => resolve(event.effectiveDirective));
        new WebSocket(address);
      }),
    `ws://127.0.0.1:${port}/contract`,
  );
  expect(refused).toBe('connect-src');
  tunnel.close();
});

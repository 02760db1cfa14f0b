import { expect, test } from './fixtures';

test.use({ triesForbidden: true });

test('a page that turned against the person reaches nobody, runs nothing and learns nothing', async ({
  app,
}) => {
  await expect(app.locator('.conn')).toBeVisible();

  // Everything is tried from within the page, as a hostile script in it would.
  const told = await app.evaluate(async () => {
    const directives: string[] = [];
    document.addEventListener('securitypolicyviolation', (event) =>
      directives.push(event.effectiveDirective),
    );
    /** What a try ends in: the name of the error, or what came of it. */
    const end = async (attempt: () => unknown): Promise<string> => {
      try {
        return String(await attempt());
      } catch (error) {
        return error instanceof Error ? error.name : 'refused';
      }
    };
    const page = globalThis as unknown as Record<string, unknown>;
    const add = (tag: string, fields: object) =>
      document.body.append(Object.assign(document.createElement(tag), fields));
    // What a test starts may make programs of texts until it first waits; the page's own program never may.
    await new Promise((resolve) => setTimeout(resolve));
    const ends = {
      fetch: await end(() => fetch('http://127.0.0.1:9/')),
      beacon: await end(() => navigator.sendBeacon('http://127.0.0.1:9/', 'told')),
      eval: await end(() => (page['eval'] as (text: string) => unknown)('1 + 1')),
      function: await end(() => new Function('return 1')()),
      markup: await end(() => {
        document.body.insertAdjacentHTML('beforeend', '<img src="x" onerror="hurt = 1">');
      }),
      inline: await end(() => add('script', { text: 'globalThis.hurt = 2' })),
      worker: await end(() => new Worker('data:text/javascript,1')),
      place: await end(
        () =>
          new Promise((resolve, reject) => {
            navigator.geolocation.getCurrentPosition(resolve, (refusal) => reject(refusal));
          }),
      ),
    };
    // What the policy refuses without an error is told as an event, in its own time.
    add('img', { src: 'http://127.0.0.1:9/told.png' });
    add('img', { src: 'data:image/gif;base64,R0lGODlhAQABAAAAACw=' });
    add('iframe', { src: 'http://127.0.0.1:9/' });
    add('link', { rel: 'stylesheet', href: 'http://127.0.0.1:9/told.css' });
    const button = document.createElement('button');
    button.setAttribute('style', 'color: red');
    await new Promise<void>((resolve) => {
      const look = () => (directives.includes('frame-src') ? resolve() : setTimeout(look, 10));
      look();
    });
    const statusOf = async (path: string) => (await fetch(path)).status;
    const paths = ['/..%2fpackage.json', '/assets/..%2f..%2f..%2fpackage.json', '/assets/', '/.server.json'];
    return {
      ends,
      directives: [...new Set(directives)].sort(),
      images: directives.filter((directive) => directive === 'img-src').length,
      hurt: page['hurt'] ?? null,
      node: [page['require'], page['process'], page['module']].map((thing) => typeof thing),
      statuses: await Promise.all(paths.map(statusOf)),
    };
  });
  expect(told.ends).toEqual({
    fetch: 'TypeError',
    beacon: 'true',
    eval: 'EvalError',
    function: 'EvalError',
    markup: 'TypeError',
    inline: 'TypeError',
    worker: 'TypeError',
    place: 'refused',
  });
  expect(told.directives).toEqual(
    expect.arrayContaining([
      'connect-src',
      'frame-src',
      'img-src',
      'require-trusted-types-for',
      'style-src-elem',
    ]),
  );
  expect(told.images).toBe(2);
  expect(told.hurt).toBeNull();
  expect(told.node).toEqual(['undefined', 'undefined', 'undefined']);
  expect(told.statuses).toEqual([404, 404, 404, 404]);

  const reply = await app.evaluate(async () => {
    const asked = '{"id":1,"command":"shell.open","args":{"path":"/etc/passwd"}}';
    const { blindfold } = globalThis as { blindfold?: { request(text: string): Promise<string> } };
    if (blindfold !== undefined) return blindfold.request(asked);
    const socket = new WebSocket(`ws://${location.host}/contract`);
    return new Promise<string>((resolve) => {
      socket.addEventListener('open', () => socket.send(asked));
      socket.addEventListener('message', ({ data }) => {
        if (String(data).startsWith('{"id":1,')) resolve(String(data));
      });
    });
  });
  expect(reply).toContain('"ok":false');
  expect(reply).toContain('not_found');
});

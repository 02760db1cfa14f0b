import { expect, test } from '../fixtures';

test.use({ triesForbidden: true });

test('the window stays where it is, opens no other, and its bridge leads to the backend alone', async ({
  app,
}) => {
  const address = 'blindfold://app/index.html';
  await expect(app.locator('.conn')).toBeVisible();
  expect(app.url()).toBe(address);

  const told = await app.evaluate(async () => {
    const { blindfold } = globalThis as unknown as { blindfold: object };
    const answerOf = (path: string) =>
      fetch(path).then(
        ({ status }) => status,
        () => 'refused',
      );
    return {
      bridge: Object.keys(blindfold).sort(),
      frozen: Object.isFrozen(blindfold),
      opened: [window.open('https://example.org/'), window.open('/index.html')],
      answers: await Promise.all(
        [
          'blindfold://app/..%2f..%2fpackage.json',
          'blindfold://app/../../package.json',
          'blindfold://other/index.html',
          'file:///etc/hosts',
          'https://example.org/',
        ].map(answerOf),
      ),
      permission: await navigator.permissions.query({ name: 'geolocation' }).then(({ state }) => state),
    };
  });
  expect(told).toEqual({
    bridge: ['onPush', 'pathOfDroppedFile', 'request'],
    frozen: true,
    opened: [null, null],
    answers: [404, 404, 'refused', 'refused', 'refused'],
    permission: 'denied',
  });
  expect(app.context().pages()).toHaveLength(1);

  for (const place of ['https://example.org/', 'file:///etc/hosts', 'blindfold://app/image/key']) {
    await app.evaluate((elsewhere) => {
      location.href = elsewhere;
    }, place);
    // An answer of the page that is still there.
    expect(await app.evaluate(() => location.href)).toBe(address);
  }
  await expect(app.locator('.conn')).toBeVisible();
});

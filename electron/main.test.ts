import { expect, it, vi } from 'vitest';

const done = vi.hoisted(() => [] as string[]);

/** A desktop where another copy of the app runs already: what happens then happened before anything was opened. */
vi.mock('electron', () => ({
  app: {
    commandLine: { hasSwitch: () => false },
    enableSandbox: () => done.push('sandbox'),
    getPath: () => '/nowhere',
    isPackaged: true,
    on: (event: string) => done.push(event),
    quit: () => done.push('quit'),
    requestSingleInstanceLock: () => {
      done.push('asked whether it is the only one');
      return false;
    },
    setAppUserModelId: () => undefined,
    setDesktopName: () => undefined,
    setPath: () => undefined,
  },
  protocol: { registerSchemesAsPrivileged: () => done.push('scheme') },
}));
vi.mock('./backend', () => ({}));
vi.mock('./hosts/desktop/desktopHost', () => ({}));

it('locks every page before anything is opened', async () => {
  await import('./main');
  const asked = done.indexOf('asked whether it is the only one');
  for (const first of ['sandbox', 'web-contents-created', 'scheme']) {
    expect(done).toContain(first);
    expect(done.indexOf(first)).toBeLessThan(asked);
  }
  expect(done.at(-1)).toBe('quit');
});

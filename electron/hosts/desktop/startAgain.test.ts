import { EventEmitter } from 'node:events';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { startAgain } from './startAgain';

const did = vi.hoisted(() => ({ app: { isPackaged: true, relaunch: vi.fn() }, spawn: vi.fn() }));

vi.mock('electron', () => ({ app: did.app }));
vi.mock('node:child_process', () => ({ spawn: did.spawn }));

beforeEach(() => {
  vi.clearAllMocks();
  did.app.isPackaged = true;
  did.spawn.mockReturnValue(Object.assign(new EventEmitter(), { unref: () => undefined }));
  vi.stubGlobal(
    'process',
    Object.assign(Object.create(process), {
      argv: ['/opt/blindfold', '--no-sandbox', '--sessions', 'mine', 'a.zip'],
    }),
  );
  vi.stubEnv('APPIMAGE', undefined);
});
afterEach(() => {
  vi.unstubAllGlobals();
  vi.unstubAllEnvs();
});

it('starts the app with its options once more, and with other files', () => {
  startAgain(['/b.zip']);
  expect(did.app.relaunch).toHaveBeenCalledWith({ args: ['--no-sandbox', '--sessions', 'mine', '/b.zip'] });
  expect(did.spawn).not.toHaveBeenCalled();
});

it('starts an AppImage from its file, and not from the folder that is gone with this one', () => {
  vi.stubEnv('APPIMAGE', '/home/ann/Blindfold.AppImage');
  startAgain();
  expect(did.spawn).toHaveBeenCalledWith(
    '/home/ann/Blindfold.AppImage',
    ['--no-sandbox', '--sessions', 'mine'],
    expect.objectContaining({ detached: true }),
  );
  expect(did.app.relaunch).not.toHaveBeenCalled();
});

it('starts a copy that is worked on from its folder, whatever started it', () => {
  did.app.isPackaged = false;
  vi.stubEnv('APPIMAGE', '/home/ann/Editor.AppImage');
  process.argv = ['electron', '.', 'a.zip'];
  startAgain();
  expect(did.app.relaunch).toHaveBeenCalledWith({ args: ['.'] });
});

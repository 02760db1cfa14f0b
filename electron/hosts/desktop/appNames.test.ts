import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, it, vi } from 'vitest';
import { APP_ID, DESKTOP_ENTRY, nameApp } from './appNames';

it('goes by the name that the installed app has', () => {
  const built = readFileSync(resolve('electron-builder.yml'), 'utf8');
  expect(/^appId: (.+)$/m.exec(built)?.[1]).toBe(APP_ID);
  const app = { setAppUserModelId: vi.fn(), setDesktopName: vi.fn() };
  nameApp(app, 'darwin');
  expect(app.setAppUserModelId).not.toHaveBeenCalled();
  nameApp(app, 'win32');
  expect(app.setAppUserModelId).toHaveBeenCalledWith(APP_ID);
  expect(app.setDesktopName).not.toHaveBeenCalled();
  nameApp(app, 'linux');
  expect(app.setDesktopName).toHaveBeenCalledWith(DESKTOP_ENTRY);
});

import type { MenuItemConstructorOptions } from 'electron';
import { describe, expect, it, vi } from 'vitest';
import { menuTemplate } from './menu';

vi.mock('electron', () => ({ Menu: {} }));

function items(template: MenuItemConstructorOptions[]): MenuItemConstructorOptions[] {
  return template.flatMap((item) => (Array.isArray(item.submenu) ? [item, ...items(item.submenu)] : [item]));
}

describe('menuTemplate', () => {
  it.each([
    ['CmdOrCtrl+N', 'new'],
    ['CmdOrCtrl+S', 'save'],
    ['CmdOrCtrl+1', 'setup'],
    ['CmdOrCtrl+2', 'generate'],
    ['CmdOrCtrl+3', 'evaluate'],
    ['CmdOrCtrl+4', 'report'],
    ['CmdOrCtrl+B', 'toggle_sidebar'],
  ])('hands %s to the page as %s', (accelerator, choice) => {
    const choose = vi.fn();
    const item = items(menuTemplate('linux', choose)).find((one) => one.accelerator === accelerator);
    item?.click?.({} as Parameters<NonNullable<typeof item.click>>[0], undefined, {});
    expect(choose.mock.calls).toEqual([[choice]]);
  });

  it('uses no shortcut twice', () => {
    const accelerators = items(menuTemplate('win32', () => undefined)).flatMap(
      ({ accelerator }) => accelerator ?? [],
    );
    expect(new Set(accelerators).size).toBe(accelerators.length);
  });

  it("has the app's own menu on macOS, and Quit under File elsewhere", () => {
    const roles = (platform: NodeJS.Platform) =>
      items(menuTemplate(platform, () => undefined)).map(({ role }) => role);
    expect(roles('darwin')[0]).toBe('appMenu');
    expect(roles('darwin')).not.toContain('quit');
    expect(roles('linux')).toContain('quit');
    expect(roles('linux')).not.toContain('appMenu');
  });
});

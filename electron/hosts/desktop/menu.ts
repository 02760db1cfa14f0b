import { Menu, type MenuItemConstructorOptions } from 'electron';
import { ACTION_IDS, type ActionId } from '../../../core/contract/actions';
import type { PushPayload } from '../../../core/contract/pushes';

export type MenuChoice = PushPayload<'menu.chosen'>['item'];

/** Puts the menu in place; choices that belong to the page are handed to `choose`. */
export function showMenu(platform: NodeJS.Platform, choose: (choice: MenuChoice) => void): void {
  Menu.setApplicationMenu(Menu.buildFromTemplate(menuTemplate(platform, choose)));
}

/** Greys out the items that cannot be chosen now, by their ids; the others can. */
export function greyOut(off: readonly ActionId[]): void {
  const menu = Menu.getApplicationMenu();
  for (const id of ACTION_IDS) {
    const item = menu?.getMenuItemById(id);
    if (item) item.enabled = !off.includes(id);
  }
}

/** The menu bar as data, in the order of the system it is for. */
export function menuTemplate(
  platform: NodeJS.Platform,
  choose: (choice: MenuChoice) => void,
): MenuItemConstructorOptions[] {
  const isMac = platform === 'darwin';
  const item = (label: string, accelerator: string, choice: MenuChoice): MenuItemConstructorOptions => ({
    id: choice,
    label,
    accelerator,
    click: () => choose(choice),
  });
  return [
    ...(isMac ? [{ role: 'appMenu' } as const] : []),
    {
      label: 'File',
      submenu: [
        item('New session', 'CmdOrCtrl+N', 'new'),
        item('Save', 'CmdOrCtrl+S', 'save'),
        { type: 'separator' },
        item('Settings', 'CmdOrCtrl+,', 'settings'),
        { type: 'separator' },
        { role: isMac ? 'close' : 'quit' },
      ],
    },
    { role: 'editMenu' },
    {
      label: 'View',
      submenu: [
        item('Setup', 'CmdOrCtrl+1', 'setup'),
        item('Generate', 'CmdOrCtrl+2', 'generate'),
        item('Evaluate', 'CmdOrCtrl+3', 'evaluate'),
        item('Report', 'CmdOrCtrl+4', 'report'),
        { type: 'separator' },
        item('Show or hide sidebar', 'CmdOrCtrl+B', 'toggle_sidebar'),
        { type: 'separator' },
        { role: 'resetZoom' },
        { role: 'zoomIn' },
        { role: 'zoomOut' },
        { role: 'togglefullscreen' },
        { type: 'separator' },
        { role: 'reload' },
        { role: 'toggleDevTools' },
      ],
    },
    { role: 'windowMenu' },
  ];
}

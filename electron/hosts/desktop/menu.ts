import { app, Menu, type MenuItemConstructorOptions } from 'electron';
import { ACTION_IDS, type ActionId, actionOf } from '../../../core/contract/actions';
import type { PushPayload } from '../../../core/contract/pushes';

export type MenuChoice = PushPayload<'menu.chosen'>['item'];

/** Puts the menu in place; choices that belong to the page are handed to `choose`. */
export function showMenu(platform: NodeJS.Platform, choose: (choice: MenuChoice) => void): void {
  const hasTools = !app.isPackaged;
  Menu.setApplicationMenu(Menu.buildFromTemplate(menuTemplate(platform, choose, hasTools)));
}

/** Greys out the items that cannot be chosen now, by their ids; the others can. */
export function greyOut(off: readonly ActionId[]): void {
  const menu = Menu.getApplicationMenu();
  for (const id of ACTION_IDS) {
    const item = menu?.getMenuItemById(id);
    if (item) item.enabled = !off.includes(id);
  }
}

const LINE: MenuItemConstructorOptions = { type: 'separator' };

/**
 * The menu bar as data, in the order of the system it is for. `hasTools`: with what only those need who work on the app
 * itself.
 */
export function menuTemplate(
  platform: NodeJS.Platform,
  choose: (choice: MenuChoice) => void,
  hasTools = false,
): MenuItemConstructorOptions[] {
  const isMac = platform === 'darwin';
  const item = (id: ActionId) => actionItem(id, choose);
  return [
    ...(isMac ? [{ label: 'Blindfold', submenu: macItems(item) }] : []),
    {
      label: 'File',
      submenu: [
        item('new'),
        item('import'),
        LINE,
        item('save'),
        item('save_copy'),
        item('discard'),
        LINE,
        item('export'),
        item('show_folder'),
        LINE,
        ...(isMac ? [] : [item('settings'), LINE]),
        { role: isMac ? 'close' : 'quit' },
      ],
    },
    {
      label: 'Edit',
      submenu: [
        { role: 'undo' },
        { role: 'redo' },
        LINE,
        { role: 'cut' },
        { role: 'copy' },
        { role: 'paste' },
        ...(isMac ? [{ role: 'pasteAndMatchStyle' } as const] : []),
        { role: 'delete' },
        { role: 'selectAll' },
        LINE,
        item('find'),
      ],
    },
    {
      label: 'Session',
      submenu: [item('start'), item('pause'), item('stop'), LINE, item('extend'), LINE, item('next_to_vote')],
    },
    {
      label: 'View',
      submenu: [
        item('palette'),
        LINE,
        item('setup'),
        item('generate'),
        item('evaluate'),
        item('report'),
        LINE,
        item('toggle_sidebar'),
        LINE,
        { role: 'resetZoom' },
        { role: 'zoomIn' },
        // The key of a plus sign without Shift, as browsers take it; the item above wants Shift on many keyboards.
        { role: 'zoomIn', accelerator: 'CmdOrCtrl+=', visible: false },
        { role: 'zoomOut' },
        { role: 'togglefullscreen' },
        ...(hasTools ? [LINE, { role: 'reload' } as const, { role: 'toggleDevTools' } as const] : []),
      ],
    },
    { role: 'windowMenu' },
    {
      role: 'help',
      submenu: [
        item('guide'),
        item('troubleshooting'),
        item('keys'),
        LINE,
        item('log'),
        item('copy_diagnostics'),
        ...(isMac ? [] : [LINE, item('updates'), LINE, item('about')]),
      ],
    },
  ];
}

/** The app's own menu, which only macOS has, in that system's order. */
function macItems(item: (id: ActionId) => MenuItemConstructorOptions): MenuItemConstructorOptions[] {
  return [
    item('about'),
    item('updates'),
    LINE,
    item('settings'),
    LINE,
    { role: 'services' },
    LINE,
    { role: 'hide' },
    { role: 'hideOthers' },
    { role: 'unhide' },
    LINE,
    { role: 'quit' },
  ];
}

/**
 * An action's item. The page hears its key itself, since it alone knows what lies over it; so the menu only shows the key. On
 * macOS, which hears every key that it shows, the page has it first and keeps it.
 */
function actionItem(id: ActionId, choose: (choice: MenuChoice) => void): MenuItemConstructorOptions {
  const { label, keys } = actionOf(id);
  return {
    id,
    label,
    click: () => choose(id),
    ...(keys === undefined
      ? {}
      : { accelerator: keys.replace('mod', 'CmdOrCtrl'), registerAccelerator: false }),
  };
}

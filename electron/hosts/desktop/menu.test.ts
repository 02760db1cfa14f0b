import type { MenuItemConstructorOptions } from 'electron';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { ACTION_IDS } from '../../../core/contract/actions';
import { greyOut, menuTemplate, showMenu } from './menu';

const electron = vi.hoisted(() => ({
  app: { isPackaged: true },
  shown: { template: null as unknown, items: new Map<string, { enabled: boolean }>() },
}));

vi.mock('electron', () => ({
  app: electron.app,
  Menu: {
    buildFromTemplate: (template: unknown) => template,
    setApplicationMenu: (template: unknown) => {
      electron.shown.template = template;
    },
    getApplicationMenu: () => ({ getMenuItemById: (id: string) => electron.shown.items.get(id) ?? null }),
  },
}));

beforeEach(() => electron.shown.items.clear());

function items(template: MenuItemConstructorOptions[]): MenuItemConstructorOptions[] {
  return template.flatMap((item) => (Array.isArray(item.submenu) ? [item, ...items(item.submenu)] : [item]));
}

/** A menu bar as text: each menu with its items, `-` for a line, `<role>` for what the system names, in brackets what is not seen. */
function written(platform: NodeJS.Platform): string[] {
  const one = ({ type, role, label, accelerator, visible = true }: MenuItemConstructorOptions): string => {
    if (type === 'separator') return '-';
    const name = role === undefined ? String(label) : `<${role}>`;
    const text = accelerator === undefined ? name : `${name} [${String(accelerator)}]`;
    return visible ? text : `(${text})`;
  };
  return menuTemplate(platform, () => undefined).map((menu) =>
    Array.isArray(menu.submenu) ? `${one(menu)}: ${menu.submenu.map(one).join(', ')}` : one(menu),
  );
}

const EDIT =
  '<undo>, <redo>, -, <cut>, <copy>, <paste>, <delete>, <selectAll>, -, Find a session [CmdOrCtrl+F]';
const SESSION =
  'Session: Start or resume the run, Pause the run, Stop the run, -, Extend with more seeds, prompts or weights, -, Next session to vote on';
const VIEW =
  'View: All commands [CmdOrCtrl+K], -, Setup [CmdOrCtrl+1], Generate [CmdOrCtrl+2], Evaluate [CmdOrCtrl+3], Report [CmdOrCtrl+4], -, Show or hide sidebar [CmdOrCtrl+B], -, <resetZoom>, <zoomIn>, (<zoomIn> [CmdOrCtrl+=]), <zoomOut>, <togglefullscreen>';
const FILE =
  'File: New session [CmdOrCtrl+N], Import..., -, Save [CmdOrCtrl+S], Save as copy [CmdOrCtrl+Shift+S], Discard to the last save..., -, Export session... [CmdOrCtrl+E], Show folder, -';
const HELP = '<help>: Guide [F1], Troubleshooting, Keyboard shortcuts, -, Log, Copy diagnostics';

describe('the menu bar', () => {
  it.each(['win32', 'linux'] as const)('holds everything in the order of %s', (platform) => {
    expect(written(platform)).toEqual([
      `${FILE}, Settings [CmdOrCtrl+,], -, <quit>`,
      `Edit: ${EDIT}`,
      SESSION,
      VIEW,
      '<windowMenu>',
      `${HELP}, -, Look for updates, -, About Blindfold`,
    ]);
  });

  it("has the app's own menu first on macOS, with About and Settings in it", () => {
    expect(written('darwin')).toEqual([
      'Blindfold: About Blindfold, Look for updates, -, Settings [CmdOrCtrl+,], -, <services>, -, <hide>, <hideOthers>, <unhide>, -, <quit>',
      `${FILE}, <close>`,
      `Edit: ${EDIT.replace('<paste>', '<paste>, <pasteAndMatchStyle>')}`,
      SESSION,
      VIEW,
      '<windowMenu>',
      HELP,
    ]);
  });

  it.each(['win32', 'linux', 'darwin'] as const)(
    'offers every action once on %s, and hands it on',
    (platform) => {
      const choose = vi.fn();
      const own = items(menuTemplate(platform, choose)).filter(({ id }) => id !== undefined);
      expect(own.map(({ id }) => id).toSorted()).toEqual(ACTION_IDS.toSorted());
      for (const item of own)
        item.click?.({} as Parameters<NonNullable<typeof item.click>>[0], undefined, {});
      expect(choose.mock.calls.map(([id]) => id)).toEqual(own.map(({ id }) => id));
    },
  );

  it('uses no key twice, and leaves its own to the page', () => {
    const withKeys = items(menuTemplate('win32', () => undefined)).filter(({ accelerator }) => accelerator);
    const keys = withKeys.map(({ accelerator }) => String(accelerator));
    expect(new Set(keys).size).toBe(keys.length);
    const own = withKeys.filter(({ id }) => id !== undefined);
    expect(own.every(({ registerAccelerator }) => registerAccelerator === false)).toBe(true);
  });

  it('shows the tools of those who work on the app only where it is not packed', () => {
    const roles = () =>
      items(electron.shown.template as MenuItemConstructorOptions[]).map(({ role }) => role);
    showMenu('linux', () => undefined);
    expect(roles()).not.toContain('toggleDevTools');
    electron.app.isPackaged = false;
    showMenu('linux', () => undefined);
    expect(roles()).toContain('toggleDevTools');
    electron.app.isPackaged = true;
  });

  it('greys out what cannot be done, and nothing else', () => {
    const { items: shown } = electron.shown;
    for (const id of ACTION_IDS) shown.set(id, { enabled: false });
    greyOut(['pause', 'stop']);
    expect([...shown].filter(([, { enabled }]) => !enabled).map(([id]) => id)).toEqual(['pause', 'stop']);
  });
});

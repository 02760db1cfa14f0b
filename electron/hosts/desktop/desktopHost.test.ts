import type { EventEmitter } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Backend } from '../backendPort';
import { type Desktop, openDesktop } from './desktopHost';

interface FakeWindow extends EventEmitter {
  options: { icon?: string; webPreferences: Record<string, unknown> };
  loaded: string[];
  isGone: boolean;
  isMini: boolean;
  webContents: EventEmitter & { sent: unknown[]; address: string; reload: () => void };
  hasFocus: boolean;
  close(): void;
}

const electron = vi.hoisted(() => ({
  app: null as EventEmitter | null,
  windows: [] as EventEmitter[],
  userData: '',
  answer: 2,
  boxes: [] as { message: string }[],
  menus: [] as unknown[],
  quits: 0,
  relaunches: [] as unknown[],
  power: null as EventEmitter | null,
  handle: null as ((event: unknown, text: string) => Promise<string>) | null,
}));

vi.mock('electron', async () => {
  const { EventEmitter: Emitter } = await import('node:events');
  class BrowserWindow extends Emitter {
    loaded: string[] = [];
    isMini = false;
    isGone = false;
    webContents = Object.assign(new Emitter(), {
      mainFrame: { url: 'blindfold://app/index.html' },
      sent: [] as unknown[],
      address: '',
      getURL(): string {
        return this.address;
      },
      isDestroyed: () => this.isGone,
      reload: vi.fn(),
      send(_channel: string, text: string) {
        this.sent.push(JSON.parse(text));
      },
      setWindowOpenHandler: vi.fn(),
    });
    options: unknown;
    constructor(options: unknown) {
      super();
      this.options = options;
      electron.windows.push(this);
    }
    async loadURL(address: string) {
      this.loaded.push(address);
      this.webContents.address = address;
    }
    /** As Electron does it: whoever listens may keep the window open. */
    close() {
      let isKept = false;
      this.emit('close', {
        preventDefault: () => {
          isKept = true;
        },
      });
      if (isKept) return;
      this.isGone = true;
      // There may be other windows still, such as one that prints.
      this.emit('closed');
    }
    isDestroyed() {
      return this.isGone;
    }
    isMinimized() {
      return this.isMini;
    }
    restore() {
      this.isMini = false;
    }
    isFullScreen() {
      return true;
    }
    isMaximized() {
      return false;
    }
    getNormalBounds() {
      return { x: 1, y: 2, width: 1000, height: 800 };
    }
    show() {}
    hasFocus = true;
    isFocused() {
      return this.hasFocus;
    }
    focus() {
      this.hasFocus = true;
    }
  }
  /** As Electron does it: closes the windows first, then lets listeners hold the end back. */
  const app = Object.assign(new Emitter(), {
    getPath: () => electron.userData,
    isPackaged: true,
    quit: () => {
      for (const window of electron.windows as InstanceType<typeof BrowserWindow>[]) {
        if (!window.isGone) return window.close();
      }
      let isHeld = false;
      app.emit('will-quit', {
        preventDefault: () => {
          isHeld = true;
        },
      });
      if (isHeld) return;
      electron.quits += 1;
      app.emit('quit', {}, 0);
    },
    relaunch: ({ args }: { args: string[] }) => electron.relaunches.push(args.at(-1)),
  });
  electron.app = app;
  electron.power = new Emitter();
  return {
    app,
    BrowserWindow,
    dialog: {
      showMessageBox: async (_window: unknown, box: { message: string }) => {
        electron.boxes.push(box);
        return { response: electron.answer };
      },
    },
    ipcMain: {
      handle: (_channel: string, handle: typeof electron.handle) => {
        electron.handle = handle;
      },
      removeHandler: vi.fn(),
      on: vi.fn(),
      off: vi.fn(),
    },
    Menu: {
      buildFromTemplate: (template: unknown) => template,
      setApplicationMenu: (menu: unknown) => electron.menus.push(menu),
    },
    powerMonitor: electron.power,
    powerSaveBlocker: {},
    Notification: class {},
    nativeTheme: { shouldUseDarkColors: true },
    protocol: {},
    screen: { getAllDisplays: () => [] },
    session: {
      defaultSession: {
        protocol: { handle: vi.fn() },
        setPermissionRequestHandler: vi.fn(),
        setPermissionCheckHandler: vi.fn(),
        setDevicePermissionHandler: vi.fn(),
        webRequest: { onBeforeRequest: vi.fn() },
        on: vi.fn(),
      },
    },
  };
});

const [SAVE, DISCARD, CANCEL] = [0, 1, 2];
let calls: string[] = [];
let unsaved: { session_id: string; label: string; changes: number }[] = [];
let logged: string[] = [];
let desktop: Desktop;
const given = { tell: (_paths: string[]): void => undefined, show: (): void => undefined };

const backend: Backend = {
  openWindow: () => ({ dispatch: async (text) => text, close: () => undefined }),
  call: async (command, args) => {
    calls.push(`${command} ${JSON.stringify(args)}`);
    return {} as never;
  },
  onPush: () => () => undefined,
  giveFile: (path) => void calls.push(`may read ${path}`),
  image: async () => null,
  exportFile: () => Promise.reject(new Error('Not asked for here.')),
  importFile: () => Promise.reject(new Error('Not asked for here.')),
  unsavedSessions: () => unsaved,
  mustStay: () => null,
  keptIn: () => null,
  dispose: async () => {
    calls.push('dispose');
  },
};

async function open(): Promise<FakeWindow> {
  desktop = await openDesktop({
    backend,
    paths: { client: '/client', preload: '/preload.cjs' },
    log: (level, message) => void logged.push(`${level} ${message}`),
    opened: { deliverTo: (tell, show) => Object.assign(given, { tell, show }) },
  });
  return electron.windows[0] as FakeWindow;
}

beforeEach(async () => {
  Object.defineProperty(process, 'resourcesPath', { value: '/resources', configurable: true });
  electron.userData = await mkdtemp(join(tmpdir(), 'blindfold-desktop-'));
  Object.assign(electron, { windows: [], boxes: [], menus: [], quits: 0, relaunches: [], answer: CANCEL });
  calls = [];
  unsaved = [];
  logged = [];
});

afterEach(async () => {
  electron.app?.removeAllListeners();
  electron.power?.removeAllListeners();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.removeAllListeners(signal);
  await rm(electron.userData, { recursive: true, force: true });
});

describe('the desktop app', () => {
  it('opens one sandboxed page without Node, at the own address', async () => {
    const window = await open();
    expect(electron.windows).toHaveLength(1);
    expect(window.loaded).toEqual(['blindfold://app/index.html']);
    expect(window.options.webPreferences).toMatchObject({
      preload: '/preload.cjs',
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webSecurity: true,
      webviewTag: false,
      devTools: false,
    });
    expect(window.options.icon).toBe(process.platform === 'linux' ? '/resources/icon.png' : undefined);
    expect(electron.menus).toHaveLength(1);
  });

  it('closes without a question when all is saved, flushes, and keeps its place', async () => {
    const window = await open();
    window.close();
    await vi.waitFor(() => expect(electron.quits).toBe(1));
    expect(electron.boxes).toEqual([]);
    expect(calls).toEqual(['dispose']);
    expect(JSON.parse(await readFile(join(electron.userData, 'window.json'), 'utf8'))).toMatchObject({
      width: 1000,
      full_screen: true,
    });
  });

  it('stays open on Cancel, and asks again the next time', async () => {
    unsaved = [{ session_id: '20260101_000000', label: 'Mine', changes: 3 }];
    const window = await open();
    window.isMini = true;
    window.close();
    await vi.waitFor(() => expect(electron.boxes).toHaveLength(1));
    expect(window.isMini).toBe(false);
    expect(electron.boxes[0]?.message).toBe('Mine has changes that were not saved.');
    expect(window.isGone).toBe(false);
    electron.answer = SAVE;
    await vi.waitFor(() => {
      window.close();
      expect(electron.boxes).toHaveLength(2);
    });
    await vi.waitFor(() => expect(electron.quits).toBe(1));
    expect(calls).toEqual(['session.save {"session_id":"20260101_000000"}', 'dispose']);
  });

  it('goes back to the last save on Discard', async () => {
    unsaved = [{ session_id: '20260101_000000', label: 'Mine', changes: 3 }];
    electron.answer = DISCARD;
    (await open()).close();
    await vi.waitFor(() => expect(electron.quits).toBe(1));
    expect(calls).toEqual(['session.discard {"session_id":"20260101_000000"}', 'dispose']);
  });

  it.each([
    ['a signal', () => process.emit('SIGTERM', 'SIGTERM')],
    ["the system's shutdown", () => electron.power?.emit('shutdown', { preventDefault: () => undefined })],
    ["the end of a person's session on Windows", () => electron.windows[0]?.emit('session-end')],
  ])('ends without a question by %s', async (_case, end) => {
    unsaved = [{ session_id: '20260101_000000', label: 'Mine', changes: 3 }];
    await open();
    expect(desktop.isForced()).toBe(false);
    end();
    expect(desktop.isForced()).toBe(true);
    await vi.waitFor(() => expect(electron.quits).toBe(1));
    expect(electron.boxes).toEqual([]);
    expect(calls).toEqual(['dispose']);
  });

  it('is started again with the files that came while it ended', async () => {
    const window = await open();
    window.once('closed', () => {
      given.show();
      given.tell(['/late.zip']);
    });
    window.close();
    await vi.waitFor(() => expect(electron.quits).toBe(1));
    expect(electron.relaunches).toEqual(['/late.zip']);
    expect(window.webContents.sent).toEqual([]);
  });

  it('comes back by its icon in the dock', async () => {
    const window = await open();
    window.isMini = true;
    electron.app?.emit('activate', {}, true);
    expect(window.isMini).toBe(true);
    electron.app?.emit('activate', {}, false);
    expect(window.isMini).toBe(false);
  });

  it('holds nothing back once it was asked whether it may end', async () => {
    unsaved = [{ session_id: '20260101_000000', label: 'Mine', changes: 3 }];
    await open();
    expect(await desktop.mayLeave()).toBe(false);
    electron.answer = DISCARD;
    expect(await desktop.mayLeave()).toBe(true);
    expect(await desktop.mayLeave()).toBe(true);
    expect(electron.boxes).toHaveLength(2);
  });
});

describe('what the page is told', () => {
  /** The page's first word. */
  const speak = ({ webContents }: FakeWindow) =>
    electron.handle?.({ sender: webContents, senderFrame: (webContents as never)['mainFrame'] }, '{}');

  it('waits for its first word: files that were opened, and choices from the menu', async () => {
    const window = await open();
    window.isMini = true;
    given.show();
    given.tell(['/there/x.zip']);
    expect(window.isMini).toBe(false);
    expect(window.webContents.sent).toEqual([]);
    await speak(window);
    expect(window.webContents.sent).toEqual([{ push: 'files.opened', payload: { paths: ['/there/x.zip'] } }]);
    expect(calls).toContain('may read /there/x.zip');
  });

  it('is, once it failed and was loaded anew, that nothing was lost', async () => {
    const window = await open();
    const url = 'blindfold://app/index.html#/evaluate';
    await speak(window);
    window.webContents.emit('render-process-gone', {}, { reason: 'crashed', exitCode: 5 });
    expect(window.webContents.reload).toHaveBeenCalledOnce();
    expect(logged).toEqual(['error The page of the window failed: crashed, exit code 5.']);
    window.webContents.emit('did-start-navigation', { url, isMainFrame: true, isSameDocument: false });
    expect(window.webContents.sent).toEqual([]);
    await speak(window);
    expect(window.webContents.sent).toMatchObject([
      { payload: { message: 'The window had to be opened again. Nothing was lost.' } },
    ]);
    // Its address changes with what it shows, which is no load.
    window.webContents.emit('did-start-navigation', { url, isMainFrame: true, isSameDocument: true });
    given.tell(['/there/x.zip']);
    expect(window.webContents.sent).toHaveLength(2);
    // A way to elsewhere begins like any other, and is refused then.
    const elsewhere = { url: 'https://example.org/', isMainFrame: true, isSameDocument: false };
    window.webContents.emit('did-start-navigation', elsewhere);
    given.tell(['/there/y.zip']);
    expect(window.webContents.sent).toHaveLength(3);
  });

  it('is not of other parts that end; the log is', async () => {
    await open();
    electron.app?.emit('child-process-gone', {}, { type: 'GPU', reason: 'crashed', exitCode: 1 });
    electron.app?.emit('child-process-gone', {}, { type: 'Utility', reason: 'clean-exit', exitCode: 0 });
    expect(logged).toEqual(['warning A part of the app ended: GPU, crashed, exit code 1.']);
  });
});

import type { EventEmitter } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { GenerationView } from '../../../core/contract/generationView';
import type { Push } from '../../../core/contract/pushes';
import type { Backend } from '../backendPort';
import { openDesktop } from './desktopHost';

interface FakeWindow extends EventEmitter {
  options: { webPreferences: Record<string, unknown> };
  loaded: string[];
  progress: number[];
  isGone: boolean;
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
  notes: [] as (EventEmitter & { body: string; isShown: boolean })[],
}));

vi.mock('electron', async () => {
  const { EventEmitter: Emitter } = await import('node:events');
  class BrowserWindow extends Emitter {
    loaded: string[] = [];
    progress: number[] = [];
    isGone = false;
    webContents = Object.assign(new Emitter(), {
      mainFrame: {},
      isDestroyed: () => this.isGone,
      reload: vi.fn(),
      send: vi.fn(),
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
      this.emit('closed');
      electron.app?.emit('window-all-closed');
    }
    isDestroyed() {
      return this.isGone;
    }
    isMinimized() {
      return false;
    }
    isMaximized() {
      return false;
    }
    getNormalBounds() {
      return { x: 1, y: 2, width: 1000, height: 800 };
    }
    setProgressBar(share: number) {
      this.progress.push(share);
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
  class Notification extends Emitter {
    static isSupported = () => true;
    readonly body: string;
    isShown = false;
    constructor({ body }: { body: string }) {
      super();
      this.body = body;
      electron.notes.push(this);
    }
    show() {
      this.isShown = true;
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
      if (!isHeld) electron.quits += 1;
    },
  });
  electron.app = app;
  return {
    app,
    BrowserWindow,
    dialog: {
      showMessageBox: async (_window: unknown, box: { message: string }) => {
        electron.boxes.push(box);
        return { response: electron.answer };
      },
    },
    ipcMain: { handle: vi.fn(), removeHandler: vi.fn() },
    Menu: {
      buildFromTemplate: (template: unknown) => template,
      setApplicationMenu: (menu: unknown) => electron.menus.push(menu),
    },
    Notification,
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
let push: (message: Push) => void = () => undefined;

const backend: Backend = {
  openWindow: () => ({ dispatch: async (text) => text, close: () => undefined }),
  call: async (command, args) => {
    calls.push(`${command} ${JSON.stringify(args)}`);
    return {} as never;
  },
  onPush: (listener) => {
    push = listener;
    return () => undefined;
  },
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
  await openDesktop(backend, { client: '/client', preload: '/preload.cjs' });
  return electron.windows[0] as FakeWindow;
}

beforeEach(async () => {
  electron.userData = await mkdtemp(join(tmpdir(), 'blindfold-desktop-'));
  Object.assign(electron, { windows: [], boxes: [], menus: [], notes: [], quits: 0, answer: CANCEL });
  calls = [];
  unsaved = [];
});

afterEach(async () => {
  electron.app?.removeAllListeners();
  for (const signal of ['SIGINT', 'SIGTERM']) process.removeAllListeners(signal);
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
    });
  });

  it('stays open on Cancel, and asks again the next time', async () => {
    unsaved = [{ session_id: '20260101_000000', label: 'Mine', changes: 3 }];
    const window = await open();
    window.close();
    await vi.waitFor(() => expect(electron.boxes).toHaveLength(1));
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

  it('ends without a question when it is ended from outside', async () => {
    unsaved = [{ session_id: '20260101_000000', label: 'Mine', changes: 3 }];
    await open();
    process.emit('SIGTERM', 'SIGTERM');
    await vi.waitFor(() => expect(electron.quits).toBe(1));
    expect(electron.boxes).toEqual([]);
    expect(calls).toEqual(['dispose']);
  });

  it('shows how far a run is on its icon', async () => {
    const window = await open();
    const generation = { status: 'running', images_done: 3, images_total: 12 } as GenerationView;
    push({ push: 'generation.progressed', payload: { session_id: 's', generation } });
    push({
      push: 'generation.progressed',
      payload: { session_id: 's', generation: { ...generation, status: 'completed' } },
    });
    expect(window.progress).toEqual([0.25, -1]);
  });

  it('shows the run that is worked on, whatever others wait or stand still', async () => {
    const window = await open();
    const told = (session_id: string, part: Partial<GenerationView>) =>
      push({
        push: 'generation.progressed',
        payload: {
          session_id,
          generation: { status: 'running', images_done: 0, images_total: 10, ...part } as GenerationView,
        },
      });
    told('first', { images_done: 5 });
    told('second', { phase: 'queued' });
    told('third', { status: 'paused' });
    told('first', { images_done: 6 });
    told('first', { status: 'completed' });
    told('second', { phase: 'checking' });
    expect(window.progress).toEqual([0.5, 0.6, -1, 0]);
  });

  it('notifies of the end of a run when the window has not the focus; a press leads to it', async () => {
    const window = await open();
    const message = 'The images of 20260412_214507 are made: 24 of 24.';
    const raise = (session_id: string | null) =>
      push({ push: 'notice.raised', payload: { session_id, tone: 'neutral', message } });
    raise('20260412_214507');
    expect(electron.notes).toEqual([]);
    window.hasFocus = false;
    raise(null);
    raise('20260412_214507');
    expect(electron.notes).toMatchObject([{ body: message, isShown: true }]);
    electron.notes[0]?.emit('click');
    expect(window.hasFocus).toBe(true);
  });
});

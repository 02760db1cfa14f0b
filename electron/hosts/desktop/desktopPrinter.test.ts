import { beforeEach, describe, expect, it, vi } from 'vitest';
import { desktopPrinter } from './desktopPrinter';

type Ask = (details: { url: string }, answer: (said: { cancel: boolean }) => void) => void;

const electron = vi.hoisted(() => ({
  windows: [] as {
    options: { webPreferences: Record<string, unknown> };
    isGone: boolean;
    loaded: string[];
  }[],
  sessions: [] as { partition: string; ask: Ask | null; page: ((request: Request) => Response) | null }[],
  print: (async () => new Uint8Array()) as (options: object) => Promise<Uint8Array>,
}));

vi.mock('electron', () => ({
  BrowserWindow: class {
    isGone = false;
    loaded: string[] = [];
    webContents = {
      setWindowOpenHandler: () => undefined,
      printToPDF: (options: object) => electron.print(options),
    };
    options: { webPreferences: Record<string, unknown> };
    constructor(options: { webPreferences: Record<string, unknown> }) {
      this.options = options;
      electron.windows.push(this);
    }
    async loadURL(address: string) {
      this.loaded.push(address);
    }
    isDestroyed = () => this.isGone;
    destroy() {
      this.isGone = true;
    }
  },
  session: {
    fromPartition(partition: string) {
      const own = {
        partition,
        ask: null as Ask | null,
        page: null as ((request: Request) => Response) | null,
      };
      electron.sessions.push(own);
      return {
        setPermissionRequestHandler: () => undefined,
        setPermissionCheckHandler: () => undefined,
        setDevicePermissionHandler: () => undefined,
        webRequest: {
          onBeforeRequest: (ask: Ask) => {
            own.ask = ask;
          },
        },
        protocol: {
          handle: (_scheme: string, page: (request: Request) => Response) => {
            own.page = page;
          },
          unhandle: () => {
            own.page = null;
          },
        },
      };
    },
  },
}));

const HTML = '<!doctype html><p>Better on Style</p>';
const print = (signal = new AbortController().signal) => desktopPrinter.toPdf(HTML, signal);

beforeEach(() => {
  electron.windows.length = 0;
  electron.sessions.length = 0;
  electron.print = async () => new Uint8Array([1, 2]);
});

describe('printing a report', () => {
  it('shows the text alone to a window without script, Node and memory, and prints its backgrounds', async () => {
    const asked: object[] = [];
    let page: Response | undefined;
    let elsewhere: number | undefined;
    const refused: Record<string, boolean> = {};
    electron.print = async (options) => {
      const [own] = electron.sessions;
      const [window] = electron.windows;
      asked.push(options);
      page = own?.page?.(new Request(window?.loaded[0] ?? ''));
      elsewhere = own?.page?.(new Request('blindfold://app/index.html')).status;
      for (const url of [
        window?.loaded[0] ?? '',
        'data:image/png;base64,AA',
        'https://example.com/x',
        'file:///etc/passwd',
      ])
        own?.ask?.({ url }, ({ cancel }) => {
          refused[url.slice(0, 9)] = cancel;
        });
      return new Uint8Array([1, 2]);
    };
    expect(await print()).toEqual(new Uint8Array([1, 2]));
    expect(asked).toMatchObject([{ printBackground: true }]);
    expect(await page?.text()).toBe(HTML);
    expect(page?.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(elsewhere).toBe(404);
    expect(refused).toEqual({ blindfold: false, 'data:imag': false, 'https://e': true, 'file:///e': true });
    expect(electron.windows[0]?.options).toMatchObject({
      show: false,
      webPreferences: { javascript: false, sandbox: true, nodeIntegration: false, contextIsolation: true },
    });
    expect(electron.sessions[0]?.partition).not.toMatch(/^persist:/);
  });

  it('takes its window away also when it fails, and says what to do instead', async () => {
    electron.print = async () => {
      throw new Error('Printing failed');
    };
    await expect(print()).rejects.toMatchObject({
      code: 'not_possible',
      message:
        'The PDF could not be made: Printing failed. Export the report as HTML and print that from a browser.',
    });
    expect(electron.windows.map(({ isGone }) => isGone)).toEqual([true]);
    expect(electron.sessions[0]?.page).toBeNull();
  });

  it('ends when it is cancelled, and when it takes too long', async () => {
    vi.useFakeTimers();
    try {
      electron.print = () => new Promise(() => undefined);
      const cancel = new AbortController();
      const cancelled = print(cancel.signal);
      cancel.abort(new Error('cancelled by the person'));
      await expect(cancelled).rejects.toThrow('cancelled by the person');
      const late = print();
      const said = expect(late).rejects.toMatchObject({ code: 'not_possible' });
      await vi.advanceTimersByTimeAsync(61_000);
      await said;
      expect(electron.windows.map(({ isGone }) => isGone)).toEqual([true, true]);
    } finally {
      vi.useRealTimers();
    }
  });
});

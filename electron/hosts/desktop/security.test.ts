import { EventEmitter } from 'node:events';
import type { App, Session, WebContents } from 'electron';
import { describe, expect, it, vi } from 'vitest';
import {
  closeSession,
  holdInPlace,
  isOwnAddress,
  lockPages,
  PAGE_ADDRESS,
  PAGE_ORIGIN,
  refusePermissions,
} from './security';

describe('isOwnAddress', () => {
  it.each(['blindfold://app', 'blindfold://app/index.html', 'blindfold://app/image/k'])(
    'knows %s',
    (address) => {
      expect(isOwnAddress(address)).toBe(true);
    },
  );

  it.each([
    'blindfold://app.example.org/',
    'blindfold://apple/',
    'blindfold://other/',
    'https://app/',
    'file:///index.html',
    'about:blank',
    '',
    'javascript:blindfold://app/',
  ])('does not take %s for its own', (address) => {
    expect(isOwnAddress(address)).toBe(false);
  });
});

describe('refusePermissions', () => {
  function refusing() {
    const setPermissionRequestHandler = vi.fn<Session['setPermissionRequestHandler']>();
    const setPermissionCheckHandler = vi.fn<Session['setPermissionCheckHandler']>();
    const setDevicePermissionHandler = vi.fn<Session['setDevicePermissionHandler']>();
    const session = { setPermissionRequestHandler, setPermissionCheckHandler, setDevicePermissionHandler };
    refusePermissions(session as Partial<Session> as Session);
    const request = setPermissionRequestHandler.mock.calls[0]?.[0];
    const check = setPermissionCheckHandler.mock.calls[0]?.[0];
    const device = setDevicePermissionHandler.mock.calls[0]?.[0];
    if (!request || !check || !device) throw new Error('A door has no guard.');
    /** What a page at an address is told, asked in both ways. */
    const told = (permission: 'media' | 'fullscreen', address: string, isMainFrame = true) => {
      const answer = vi.fn<(isGranted: boolean) => void>();
      request({} as WebContents, permission, answer, { requestingUrl: address, isMainFrame });
      return [answer.mock.calls, check(null, permission, address, { isMainFrame })];
    };
    return { told, device };
  }

  it('says no to every permission and every device', () => {
    const { told, device } = refusing();
    expect(told('media', PAGE_ADDRESS)).toEqual([[[false]], false]);
    expect(device({} as Parameters<typeof device>[0])).toBe(false);
  });

  it('lets our own page fill the screen, and no other', () => {
    const { told } = refusing();
    for (const own of [PAGE_ADDRESS, `${PAGE_ORIGIN}/`])
      expect(told('fullscreen', own)).toEqual([[[true]], true]);
    expect(told('fullscreen', 'https://example.org/')).toEqual([[[false]], false]);
    expect(told('fullscreen', PAGE_ADDRESS, false)).toEqual([[[false]], false]);
  });
});

/** A page that can be made to try what a page can try. */
function contents() {
  const page = Object.assign(new EventEmitter(), {
    setWindowOpenHandler: vi.fn(),
    setWebRTCIPHandlingPolicy: vi.fn(),
  });
  const target: object = page;
  /** Whether a move of the page is stopped. */
  const stops = (name: string, event: object): boolean => {
    const preventDefault = vi.fn();
    page.emit(name, { isMainFrame: true, ...event, preventDefault });
    return preventDefault.mock.calls.length > 0;
  };
  return { page, stops, target: target as WebContents };
}

describe('holdInPlace', () => {
  it.each(['will-navigate', 'will-redirect', 'will-frame-navigate'])('stops %s to anywhere else', (name) => {
    const { stops, target } = contents();
    holdInPlace(target);
    for (const url of [
      'https://example.org/',
      'file:///etc/passwd',
      'data:text/html,hello',
      'about:blank',
      'blindfold://app.example.org/index.html',
      'blindfold://app/image/key',
      'blindfold://app/index.html.js',
    ])
      expect(stops(name, { url }), url).toBe(true);
    for (const url of [PAGE_ADDRESS, `${PAGE_ADDRESS}#report`, `${PAGE_ORIGIN}/`, `${PAGE_ORIGIN}/?a=1`])
      expect(stops(name, { url }), url).toBe(false);
  });

  it('opens no window, embeds no page, and lets nothing past the session', () => {
    const { page, stops, target } = contents();
    holdInPlace(target);
    expect(stops('will-attach-webview', {})).toBe(true);
    expect(stops('will-frame-navigate', { url: PAGE_ADDRESS, isMainFrame: false })).toBe(true);
    const [[open]] = page.setWindowOpenHandler.mock.calls as [[(asked: object) => object]];
    for (const url of ['https://example.org/', PAGE_ADDRESS, 'about:blank'])
      expect(open({ url })).toEqual({ action: 'deny' });
    expect(page.setWebRTCIPHandlingPolicy.mock.calls).toEqual([['disable_non_proxied_udp']]);
  });
});

describe('lockPages', () => {
  function locked(switches: readonly string[] = []) {
    const app = Object.assign(new EventEmitter(), {
      enableSandbox: vi.fn(),
      commandLine: { hasSwitch: (name: string) => switches.includes(name) },
    });
    const target: object = app;
    lockPages(target as App);
    return app;
  }

  it('sandboxes every page, unless the one who starts the app asks for none', () => {
    expect(locked().enableSandbox).toHaveBeenCalledOnce();
    expect(locked(['no-sandbox']).enableSandbox).not.toHaveBeenCalled();
  });

  it('holds every page in place that is ever made', () => {
    const app = locked();
    for (let made = 0; made < 2; made += 1) {
      const { stops, target } = contents();
      app.emit('web-contents-created', {}, target);
      expect(stops('will-navigate', { url: 'https://example.org/' })).toBe(true);
    }
  });
});

describe('closeSession', () => {
  function closed(isPackaged: boolean) {
    const session = Object.assign(new EventEmitter(), {
      setPermissionRequestHandler: vi.fn(),
      setPermissionCheckHandler: vi.fn(),
      setDevicePermissionHandler: vi.fn(),
      webRequest: { onBeforeRequest: vi.fn() },
    });
    const target: object = session;
    closeSession(target as Session, isPackaged);
    const [[ask]] = session.webRequest.onBeforeRequest.mock.calls as [
      [(asked: { url: string }, answer: (said: { cancel: boolean }) => void) => void],
    ];
    /** Whether a request is refused. */
    const refuses = (url: string): boolean => {
      const answer = vi.fn<(said: { cancel: boolean }) => void>();
      ask({ url }, answer);
      return answer.mock.calls[0]?.[0].cancel ?? false;
    };
    /** Whether a file is kept from being saved. */
    const keepsOut = (url: string): boolean => {
      const preventDefault = vi.fn();
      session.emit('will-download', { preventDefault }, { getURL: () => url });
      return preventDefault.mock.calls.length > 0;
    };
    return { session, refuses, keepsOut };
  }

  it('refuses every request but those of the own page to its own place', () => {
    const { refuses } = closed(true);
    for (const url of [
      'https://example.org/',
      'http://127.0.0.1:8188/prompt',
      'ws://127.0.0.1:8188/ws',
      'file:///etc/passwd',
      'data:text/html,hello',
      'blindfold://app.example.org/x',
      'blindfold://print/report.html',
      'blob:https://example.org/1',
      'devtools://devtools/bundled/a.js',
    ])
      expect(refuses(url), url).toBe(true);
    for (const url of [PAGE_ADDRESS, `${PAGE_ORIGIN}/image/key`, `blob:${PAGE_ORIGIN}/1`])
      expect(refuses(url), url).toBe(false);
    expect(closed(false).refuses('devtools://devtools/bundled/a.js')).toBe(false);
  });

  it('lets nothing be saved but a text that the page wrote itself', () => {
    const { keepsOut } = closed(true);
    for (const url of ['https://example.org/a.exe', 'file:///etc/passwd', 'data:text/plain,x', PAGE_ADDRESS])
      expect(keepsOut(url), url).toBe(true);
    expect(keepsOut(`blob:${PAGE_ORIGIN}/1`)).toBe(false);
  });

  it('refuses what a page can ask for', () => {
    const { session } = closed(true);
    for (const set of [
      'setPermissionRequestHandler',
      'setPermissionCheckHandler',
      'setDevicePermissionHandler',
    ])
      expect(session[set as 'setDevicePermissionHandler']).toHaveBeenCalledOnce();
  });
});

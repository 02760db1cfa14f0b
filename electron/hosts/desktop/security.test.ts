import { EventEmitter } from 'node:events';
import type { Session, WebContents } from 'electron';
import { describe, expect, it, vi } from 'vitest';
import { holdInPlace, isOwnAddress, PAGE_ADDRESS, PAGE_ORIGIN, refusePermissions } from './security';

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

describe('holdInPlace', () => {
  function page() {
    const contents = Object.assign(new EventEmitter(), { setWindowOpenHandler: vi.fn() });
    const target: object = contents;
    holdInPlace(target as WebContents);
    return contents;
  }

  it.each(['will-navigate', 'will-redirect', 'will-frame-navigate'])('stops %s to anywhere else', (name) => {
    const contents = page();
    const foreign = { url: 'https://example.org/', preventDefault: vi.fn() };
    contents.emit(name, foreign);
    expect(foreign.preventDefault).toHaveBeenCalledOnce();
    const own = { url: 'blindfold://app/index.html', preventDefault: vi.fn() };
    contents.emit(name, own);
    expect(own.preventDefault).not.toHaveBeenCalled();
  });

  it('opens no window and embeds no page', () => {
    const contents = page();
    const event = { preventDefault: vi.fn() };
    contents.emit('will-attach-webview', event);
    expect(event.preventDefault).toHaveBeenCalledOnce();
    expect(contents.setWindowOpenHandler.mock.calls[0]?.[0]({ url: 'https://example.org/' })).toEqual({
      action: 'deny',
    });
  });
});

import { EventEmitter } from 'node:events';
import type { Session, WebContents } from 'electron';
import { describe, expect, it, vi } from 'vitest';
import { holdInPlace, isOwnAddress, refusePermissions } from './security';

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
  it('says no to every permission and every device', () => {
    const setPermissionRequestHandler = vi.fn<Session['setPermissionRequestHandler']>();
    const setPermissionCheckHandler = vi.fn<Session['setPermissionCheckHandler']>();
    const setDevicePermissionHandler = vi.fn<Session['setDevicePermissionHandler']>();
    const session = { setPermissionRequestHandler, setPermissionCheckHandler, setDevicePermissionHandler };
    refusePermissions(session as Partial<Session> as Session);

    const answer = vi.fn();
    const request = setPermissionRequestHandler.mock.calls[0]?.[0];
    request?.({} as WebContents, 'media', answer, {} as Parameters<NonNullable<typeof request>>[3]);
    expect(answer.mock.calls).toEqual([[false]]);
    const check = setPermissionCheckHandler.mock.calls[0]?.[0];
    expect(check?.(null, 'media', '', {} as Parameters<NonNullable<typeof check>>[3])).toBe(false);
    const device = setDevicePermissionHandler.mock.calls[0]?.[0];
    expect(device?.({} as Parameters<NonNullable<typeof device>>[0])).toBe(false);
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

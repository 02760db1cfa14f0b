import type { Session, WebContents } from 'electron';

export const SCHEME = 'blindfold';
/** Where the page lives. Everything else is foreign. */
export const PAGE_ORIGIN = `${SCHEME}://app`;
export const PAGE_ADDRESS = `${PAGE_ORIGIN}/index.html`;

/** Says whether an address belongs to our own page. A foreign address that only begins alike does not. */
export function isOwnAddress(address: string): boolean {
  return address === PAGE_ORIGIN || address.startsWith(`${PAGE_ORIGIN}/`);
}

/**
 * Refuses every permission that a page can ask for: camera, place, notifications, USB and the rest. Only our own page may
 * fill the screen.
 */
export function refusePermissions(session: Session): void {
  session.setPermissionRequestHandler((_contents, permission, answer, { requestingUrl, isMainFrame }) =>
    answer(isMainFrame && mayFillScreen(permission, requestingUrl)),
  );
  session.setPermissionCheckHandler(
    (_contents, permission, origin, { isMainFrame }) => isMainFrame && mayFillScreen(permission, origin),
  );
  session.setDevicePermissionHandler(() => false);
}

function mayFillScreen(permission: string, address: string): boolean {
  return permission === 'fullscreen' && isOwnAddress(address);
}

/** Keeps a page where it is: no other address, no new window, no embedded page. */
export function holdInPlace(contents: WebContents): void {
  contents.on('will-navigate', (event) => {
    if (!isOwnAddress(event.url)) event.preventDefault();
  });
  contents.on('will-redirect', (event) => {
    if (!isOwnAddress(event.url)) event.preventDefault();
  });
  contents.on('will-frame-navigate', (event) => {
    if (!isOwnAddress(event.url)) event.preventDefault();
  });
  contents.on('will-attach-webview', (event) => event.preventDefault());
  contents.setWindowOpenHandler(() => ({ action: 'deny' }));
}

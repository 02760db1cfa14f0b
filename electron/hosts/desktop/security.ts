import type { App, Session, WebContents } from 'electron';

export const SCHEME = 'blindfold';
/** Where the page lives. Everything else is foreign. */
export const PAGE_ORIGIN = `${SCHEME}://app`;
export const PAGE_ADDRESS = `${PAGE_ORIGIN}/index.html`;

/** Says whether an address belongs to our own page. A foreign address that only begins alike does not. */
export function isOwnAddress(address: string): boolean {
  return address === PAGE_ORIGIN || address.startsWith(`${PAGE_ORIGIN}/`);
}

/** Says whether an address is the page itself, wherever in it, and not one of its pictures or files. */
export function isPage(address: string): boolean {
  const [place] = address.split(/[?#]/, 1);
  return place === PAGE_ADDRESS || place === `${PAGE_ORIGIN}/`;
}

/**
 * Locks every page of the app, those of later windows too, before there is one. To be called before Electron is ready.
 * Whoever starts the app with Chromium's own switch `--no-sandbox` has asked for pages outside of it.
 */
export function lockPages(app: App): void {
  if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox();
  app.on('web-contents-created', (_event, contents) => holdInPlace(contents));
}

/** Closes what a session of pages could reach: no permission, no request to anywhere else, no file but the page's own. */
export function closeSession(session: Session, isPackaged: boolean): void {
  refusePermissions(session);
  refuseRequests(session, isPackaged);
  refuseDownloads(session);
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

/**
 * Refuses every request to anywhere but our own scheme, whatever made it: the page's policy says the same, and this holds
 * where a policy does not reach. The page's `blob:` texts lie in its own memory. While developing, the developer tools
 * load themselves.
 */
function refuseRequests(session: Session, isPackaged: boolean): void {
  session.webRequest.onBeforeRequest(({ url }, answer) => {
    const isTools = !isPackaged && url.startsWith('devtools://');
    answer({ cancel: !isOwnAddress(url) && !isOwnText(url) && !isTools });
  });
}

/** Lets nothing be saved but what the page itself has written: a text of its own, never a file from elsewhere. */
function refuseDownloads(session: Session): void {
  session.on('will-download', (event, item) => {
    if (!isOwnText(item.getURL())) event.preventDefault();
  });
}

function isOwnText(address: string): boolean {
  return address.startsWith(`blob:${PAGE_ORIGIN}/`);
}

/** Keeps a page where it is: no other address, no new window, no embedded page, no way to the network past the session. */
export function holdInPlace(contents: WebContents): void {
  contents.on('will-navigate', (event) => {
    if (!isPage(event.url)) event.preventDefault();
  });
  contents.on('will-redirect', (event) => {
    if (!isPage(event.url)) event.preventDefault();
  });
  contents.on('will-frame-navigate', (event) => {
    if (!event.isMainFrame || !isPage(event.url)) event.preventDefault();
  });
  contents.on('will-attach-webview', (event) => event.preventDefault());
  contents.setWindowOpenHandler(() => ({ action: 'deny' }));
  // WebRTC would speak with other machines on its own, past the policy and the session.
  contents.setWebRTCIPHandlingPolicy('disable_non_proxied_udp');
}

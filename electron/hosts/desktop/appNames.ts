import type { App } from 'electron';

/** As electron-builder.yml names the app. */
export const APP_ID = 'org.blindfold.app';
/** The desktop entry that an installed copy has on Linux. */
export const DESKTOP_ENTRY = 'blindfold.desktop';

/** Tells the system which app this is: its notifications, its place in the taskbar, and the bar and the count on its icon go by that. */
export function nameApp(
  app: Pick<App, 'setAppUserModelId' | 'setDesktopName'>,
  platform: NodeJS.Platform,
): void {
  if (platform === 'win32') app.setAppUserModelId(APP_ID);
  if (platform === 'linux') app.setDesktopName(DESKTOP_ENTRY);
}

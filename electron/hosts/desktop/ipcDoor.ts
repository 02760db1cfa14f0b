import { type IpcMainEvent, type IpcMainInvokeEvent, ipcMain, type WebContents } from 'electron';
import { encodeMessage } from '../../../core/contract/envelope';
import type { Push } from '../../../core/contract/pushes';
import type { Backend } from '../backendPort';
import { DROP_CHANNEL, PUSH_CHANNEL, REQUEST_CHANNEL } from './channels';
import { isOwnAddress } from './security';

/**
 * Opens the way between the backend and the page of one window. Only the window's own page, in its main frame, is
 * heard; what anybody else sends is refused before it is read. `onDropped` hears the paths of files that were dropped on it.
 */
export function openIpcDoor(
  backend: Pick<Backend, 'openWindow' | 'onPush'>,
  page: WebContents,
  onDropped: (path: string) => void,
): { send(push: Push): void; dispose(): void } {
  const send = (push: Push): void => {
    if (!page.isDestroyed()) page.send(PUSH_CHANNEL, encodeMessage(push));
  };
  const window = backend.openWindow();
  ipcMain.handle(REQUEST_CHANNEL, (event, text: unknown) => {
    if (!isOwnPage(event, page)) throw new Error('This page may not speak with Blindfold.');
    if (typeof text !== 'string') throw new Error('A message is a text.');
    return window.dispatch(text);
  });
  const giveDropped = (event: IpcMainEvent, path: unknown): void => {
    if (isOwnPage(event, page) && typeof path === 'string') onDropped(path);
  };
  ipcMain.on(DROP_CHANNEL, giveDropped);
  const stopPushes = backend.onPush(send);
  return {
    send,
    dispose: () => {
      stopPushes();
      window.close();
      ipcMain.removeHandler(REQUEST_CHANNEL);
      ipcMain.off(DROP_CHANNEL, giveDropped);
    },
  };
}

function isOwnPage(event: IpcMainEvent | IpcMainInvokeEvent, page: WebContents): boolean {
  const frame = event.senderFrame;
  return event.sender === page && frame !== null && frame === page.mainFrame && isOwnAddress(frame.url);
}

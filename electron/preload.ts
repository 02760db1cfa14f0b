import { contextBridge, ipcRenderer, webUtils } from 'electron';
import { PUSH_CHANNEL, REQUEST_CHANNEL } from './hosts/desktop/channels';

/** What the page may ask of the desktop. Texts are messages of core/contract/envelope; this bridge reads none of them. */
contextBridge.exposeInMainWorld('blindfold', {
  request: (text: string): Promise<string> => ipcRenderer.invoke(REQUEST_CHANNEL, text),
  onPush: (listener: (text: string) => void): (() => void) => {
    const forward = (_event: unknown, text: string): void => listener(text);
    ipcRenderer.on(PUSH_CHANNEL, forward);
    return () => ipcRenderer.off(PUSH_CHANNEL, forward);
  },
  pathOfDroppedFile: (file: File): string => webUtils.getPathForFile(file),
});

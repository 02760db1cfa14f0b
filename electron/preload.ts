import { contextBridge, ipcRenderer, webUtils } from 'electron';
import { DROP_CHANNEL, PUSH_CHANNEL, REQUEST_CHANNEL } from './hosts/desktop/channels';

/** What the page may ask of the desktop. Texts are messages of core/contract/envelope; this bridge reads none of them. */
contextBridge.exposeInMainWorld('blindfold', {
  request: (text: string): Promise<string> => ipcRenderer.invoke(REQUEST_CHANNEL, text),
  onPush: (listener: (text: string) => void): (() => void) => {
    const forward = (_event: unknown, text: string): void => listener(text);
    ipcRenderer.on(PUSH_CHANNEL, forward);
    return () => ipcRenderer.off(PUSH_CHANNEL, forward);
  },
  pathOfDroppedFile: (file: File): string => {
    const path = webUtils.getPathForFile(file);
    // Only what is told here may be named in a request afterwards; a script's own file lies nowhere.
    if (path !== '') ipcRenderer.send(DROP_CHANNEL, path);
    return path;
  },
});

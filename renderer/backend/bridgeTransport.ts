import type { LinkState, Transport } from './transport';

/** What the desktop's preload puts on the window: texts in and out, nothing more. */
export interface DesktopBridge {
  request: (text: string) => Promise<string>;
  onPush: (listener: (text: string) => void) => () => void;
  /** Where a file lies that was dropped on the window or chosen in it. */
  pathOfDroppedFile: (file: File) => string;
}

declare global {
  interface Window {
    readonly blindfold?: DesktopBridge;
  }
}

/** A transport over the desktop's bridge. Its backend lives as long as the window, so its state is always `open`. */
export function createBridgeTransport(bridge: DesktopBridge): Transport {
  let deliver: (text: string) => void = () => undefined;
  const stopPushes = bridge.onPush((text) => deliver(text));
  return {
    send: async (text) => {
      const reply = await bridge.request(text);
      deliver(reply);
    },
    onText: (listener) => {
      deliver = listener;
    },
    onState: (listener: (state: LinkState) => void) => listener('open'),
    dispose: stopPushes,
  };
}

import type { Push } from '../../../core/contract/pushes';
import type { Backend } from '../backendPort';

/** What the host itself tells the page. A page that loads hears nothing yet, so this waits for its first word. */
export interface PageLine {
  tell(push: Push): void;
  /** The page is gone or is loaded anew: what is told from now on waits for its first word. */
  close(): void;
  /** The backend, whose doors note that the page spoke. */
  readonly heard: Pick<Backend, 'openWindow' | 'onPush'>;
}

/** In: the backend that the page speaks with, and how a push gets to the page. */
export function createPageLine(
  backend: Pick<Backend, 'openWindow' | 'onPush'>,
  send: (push: Push) => void,
): PageLine {
  let isOpen = false;
  const waiting: Push[] = [];
  function spoke(): void {
    isOpen = true;
    for (const push of waiting.splice(0)) send(push);
  }
  return {
    tell: (push) => {
      if (isOpen) send(push);
      else waiting.push(push);
    },
    close: () => {
      isOpen = false;
    },
    heard: {
      openWindow() {
        const link = backend.openWindow();
        return {
          dispatch: (text) => {
            if (!isOpen) spoke();
            return link.dispatch(text);
          },
          close: () => link.close(),
        };
      },
      onPush: (listener) => backend.onPush(listener),
    },
  };
}

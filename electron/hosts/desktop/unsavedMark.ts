import type { BrowserWindow } from 'electron';
import type { Backend } from '../backendPort';

/** Marks the window's close button while work is not saved, as a Mac does it. */
export function showUnsaved(
  window: BrowserWindow,
  backend: Pick<Backend, 'onPush' | 'unsavedSessions'>,
): void {
  let isMarked = false;
  const look = (): void => {
    const isUnsaved = backend.unsavedSessions().length > 0;
    if (isUnsaved !== isMarked) window.setDocumentEdited(isUnsaved);
    isMarked = isUnsaved;
  };
  look();
  const stop = backend.onPush(({ push }) => {
    if (push === 'session.changed' || push === 'sessions.changed') look();
  });
  window.on('closed', stop);
}

import { type BrowserWindow, Notification } from 'electron';
import type { Push, PushPayload } from '../../../core/contract/pushes';
import type { Backend } from '../backendPort';

/**
 * What the system shows of runs: a bar on the window's icon in the taskbar or dock while one goes on, and a notification of how
 * it ended, when the window has not the focus.
 */
export function showRuns(window: BrowserWindow, backend: Backend): void {
  /** How far each run is that is being worked on, from 0 to 1, the one begun first at the front. */
  const running = new Map<string, number>();
  const shown = new Set<Notification>();

  function progressed({ session_id, generation }: PushPayload<'generation.progressed'>): void {
    const { status, phase, images_done, images_total } = generation;
    const isAtWork = status === 'running' && phase !== 'queued' && images_total > 0;
    if (isAtWork) running.set(session_id, images_done / images_total);
    else if (!running.delete(session_id)) return;
    const [share] = running.values();
    window.setProgressBar(share ?? -1);
  }

  function raised({ session_id, message }: PushPayload<'notice.raised'>): void {
    if (session_id === null || window.isFocused() || !Notification.isSupported()) return;
    const notification = new Notification({ title: 'Blindfold', body: message });
    // Kept, so that a press on it is still heard much later.
    shown.add(notification);
    notification.on('close', () => shown.delete(notification));
    notification.on('click', () => {
      shown.delete(notification);
      if (window.isDestroyed()) return;
      if (window.isMinimized()) window.restore();
      window.focus();
    });
    notification.show();
  }

  const stop = backend.onPush((message: Push) => {
    if (message.push === 'generation.progressed') progressed(message.payload);
    else if (message.push === 'notice.raised') raised(message.payload);
  });
  window.on('closed', stop);
}

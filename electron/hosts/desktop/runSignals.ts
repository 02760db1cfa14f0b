import { app, type BrowserWindow, Notification, powerSaveBlocker } from 'electron';
import type { Push, PushPayload } from '../../../core/contract/pushes';
import type { Backend } from '../backendPort';

/**
 * What the system shows and does for runs: while one goes on, a bar on the window's icon in the taskbar or dock, and a computer that
 * does not go to sleep; and when one ended while the window had not the focus, a notification, and a count on the icon.
 *
 * @param showSession the person pressed the notification of this session
 */
export function showRuns(
  window: BrowserWindow,
  backend: Pick<Backend, 'onPush'>,
  showSession: (session_id: string) => void,
): void {
  /** How far each run is that is being worked on, from 0 to 1, the one begun first at the front. */
  const running = new Map<string, number>();
  const shown = new Set<Notification>();
  let blocker: number | null = null;
  let unseen = 0;

  function keepAwake(isWanted: boolean): void {
    if (isWanted) blocker ??= powerSaveBlocker.start('prevent-app-suspension');
    else if (blocker !== null) {
      powerSaveBlocker.stop(blocker);
      blocker = null;
    }
  }

  function progressed({ session_id, generation }: PushPayload<'generation.progressed'>): void {
    const { status, phase, images_done, images_total } = generation;
    const isAtWork = status === 'running' && phase !== 'queued' && images_total > 0;
    if (isAtWork) running.set(session_id, images_done / images_total);
    else if (!running.delete(session_id)) return;
    show();
  }

  function show(): void {
    const [share] = running.values();
    window.setProgressBar(share ?? -1);
    keepAwake(running.size > 0);
  }

  /** A run whose session is gone has no end of its own. */
  function gone(removed: readonly string[]): void {
    const ended = removed.filter((session_id) => running.delete(session_id));
    if (ended.length > 0) show();
  }

  function raised({ session_id, message }: PushPayload<'notice.raised'>): void {
    if (session_id === null || window.isFocused()) return;
    unseen += 1;
    app.setBadgeCount(unseen);
    window.flashFrame(true);
    if (!Notification.isSupported()) return;
    const notification = new Notification({ title: 'Blindfold', body: message });
    // Kept, so that a press on it is still heard much later.
    shown.add(notification);
    notification.on('close', () => shown.delete(notification));
    notification.on('failed', () => shown.delete(notification));
    notification.on('click', () => {
      shown.delete(notification);
      if (!window.isDestroyed()) showSession(session_id);
    });
    notification.show();
  }

  window.on('focus', () => {
    if (unseen === 0) return;
    unseen = 0;
    app.setBadgeCount(0);
    window.flashFrame(false);
  });
  const stop = backend.onPush((message: Push) => {
    if (message.push === 'generation.progressed') progressed(message.payload);
    else if (message.push === 'sessions.changed') gone(message.payload.removed);
    else if (message.push === 'notice.raised') raised(message.payload);
  });
  window.on('closed', () => {
    stop();
    keepAwake(false);
  });
}

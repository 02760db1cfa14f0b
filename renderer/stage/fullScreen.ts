import { useEffect, useSyncExternalStore } from 'react';
import { tell } from '../store/notices';

/** Whether the window shows nothing but the pictures, and the way in and out; Escape leads out as well. */
export function useFullScreen(): { isFull: boolean; toggle: () => void } {
  const isFull = useSyncExternalStore(subscribe, isFullNow);
  // Whoever has judged the last pair, or goes to another tab, gets the window back.
  useEffect(() => () => void leave(), []);
  return { isFull, toggle: () => void (isFullNow() ? leave() : enter()) };
}

function subscribe(listener: () => void): () => void {
  document.addEventListener('fullscreenchange', listener);
  return () => document.removeEventListener('fullscreenchange', listener);
}

function isFullNow(): boolean {
  // A simulated page knows of no full screen at all.
  return (document.fullscreenElement ?? null) !== null;
}

async function enter(): Promise<void> {
  try {
    // The whole page, so that menus, messages and questions still lie over the pictures.
    await document.documentElement.requestFullscreen({ navigationUI: 'hide' });
  } catch {
    tell('The system allows no full screen here. The window itself can be made larger.', 'fault');
  }
}

async function leave(): Promise<void> {
  if (!isFullNow()) return;
  // Left already by Escape meanwhile: that is what was wanted.
  await document.exitFullscreen().catch(() => undefined);
}

import { create } from 'zustand';
import type { Updates } from '../../core/contract/updatesView';
import { call, failureText } from './backend';
import { tellFailure, tellWithWayOn } from './notices';
import { openSettings, useView } from './view';

interface UpdatesStore {
  /** Null until it was answered. */
  view: Updates | null;
  /** Why it could not be asked; null while it could. */
  failure: string | null;
  /** A press whose answer has not come yet. */
  isWaiting: boolean;
}

/** How things stand with newer versions. */
export const useUpdates = create<UpdatesStore>()(() => ({ view: null, failure: null, isWaiting: false }));

/** Asks how things stand; nothing goes out for it. */
export async function fetchUpdates(): Promise<void> {
  try {
    updatesChanged(await call('updates.get', {}));
  } catch (error) {
    useUpdates.setState({ failure: failureText(error) });
  }
}

/** Takes what came by push or as an answer. */
export function updatesChanged(view: Updates): void {
  useUpdates.setState({ view, failure: null });
  tellOfVersion();
}

/** Opens the page of the newer versions and looks for one. What has to be agreed to first is asked there. */
export async function showUpdates(): Promise<void> {
  openSettings('updates');
  await fetchUpdates();
  const state = useUpdates.getState().view?.state;
  if (state === 'idle' || state === 'off' || state === 'newest' || state === 'failed') await lookForUpdates();
}

/** Looks for a newer version now. A failure of the look itself stands in the view. */
export const lookForUpdates = () => press('updates.look');
/** Downloads the newer version that was found. */
export const downloadUpdate = () => press('updates.download');
/** Restarts with the version that was downloaded, once unsaved work was asked about. */
export const installUpdate = () => press('updates.install');

async function press(command: 'updates.look' | 'updates.download' | 'updates.install'): Promise<void> {
  if (useUpdates.getState().isWaiting) return;
  useUpdates.setState({ isWaiting: true });
  try {
    updatesChanged(await call(command, {}));
  } catch (error) {
    tellFailure(error);
  } finally {
    useUpdates.setState({ isWaiting: false });
  }
}

/** What was told already, so that each version is told of once when it is found and once when it is ready. */
let told = '';

/** Tells of a newer version when it does not disturb: not while pictures are judged, nor where it is on the screen. */
function tellOfVersion(): void {
  const { view } = useUpdates.getState();
  if (view === null || (view.state !== 'available' && view.state !== 'ready')) return;
  const news = `${view.state} ${view.next}`;
  if (news === told) return;
  const { tab, settings } = useView.getState();
  if (tab === 'evaluate' && settings === null) return;
  told = news;
  if (settings === 'updates') return;
  tellWithWayOn(
    `Version ${view.next} of Blindfold is ${view.state === 'ready' ? 'ready' : 'there'}.`,
    { label: 'Show', run: () => openSettings('updates') },
    'plain',
  );
}

/** Tells later what could not be told while pictures were judged; the answer stops it. */
export function followUpdates(): () => void {
  told = '';
  return useView.subscribe(tellOfVersion);
}

import { fetchUpdates, lookForUpdates, useUpdates } from './updates';
import { openSettings } from './view';

/** Shows how things stand with newer versions and looks for one, unless that has to be agreed to there first. */
export async function lookAndShow(): Promise<void> {
  openSettings('updates');
  await fetchUpdates();
  const state = useUpdates.getState().view?.state;
  if (state === 'idle' || state === 'newest' || state === 'failed') await lookForUpdates();
}

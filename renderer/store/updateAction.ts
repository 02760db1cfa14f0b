import { call } from './backend';
import { tell, tellFailure } from './notices';
import { openSettings, SETTINGS_PAGES } from './view';

/** Looks for a newer version and tells what came of it. What has to be agreed to first is asked on the settings page. */
export async function lookForUpdates(): Promise<void> {
  try {
    const { state, reason } = await call('updates.get', {});
    if (state === 'none') return tell(reason ?? 'This copy of Blindfold cannot replace itself.');
    openSettings(SETTINGS_PAGES.find((page: string) => page === 'updates'));
    if (state !== 'unasked' && state !== 'off' && state !== 'ready' && state !== 'downloading')
      await call('updates.look', {});
  } catch (error) {
    tellFailure(error);
  }
}

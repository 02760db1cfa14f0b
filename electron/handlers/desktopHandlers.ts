import type { CommandHandlers } from '../../core/contract/commands';
import { AppFailure } from '../../core/contract/failure';
import type { Dialogs } from '../hosts/dialogs';
import { isThere } from '../sessions/fileSystem';
import { sessionFolder } from '../sessions/sessionFolder';
import { onDisk } from '../sessions/storageFailure';
import type { Services } from './services';

type Own = Pick<
  CommandHandlers,
  'desktop.choosePath' | 'desktop.showFolder' | 'desktop.revealFile' | 'desktop.greyOut'
>;

/** The windows of the system, where the host has them. */
export function desktopHandlers(services: Services): Own {
  return {
    async 'desktop.choosePath'({ to, name }) {
      const path = await dialogsOf(services).choosePath(to, name ?? null);
      if (path !== null && to === 'open_zip') services.givenPaths.giveSource(path);
      else if (path !== null && to !== 'folder') services.givenPaths.giveTarget(path);
      return { path };
    },

    async 'desktop.showFolder'({ session_id }) {
      const { root } = services.store;
      await dialogsOf(services).showFolder(
        session_id === undefined ? root : sessionFolder(root, session_id).path,
      );
      return { shown: true };
    },

    async 'desktop.revealFile'({ path }) {
      const dialogs = dialogsOf(services);
      // The page names it, and a page must not be able to point at just any file of the machine.
      if (!services.givenPaths.isWritten(path))
        throw new AppFailure('not_found', 'This file was not written since the app was started.');
      // The system's own window says nothing of a file that is gone.
      const isThereStill = await onDisk('look for this file', path, () => isThere(services.fs, path));
      if (!isThereStill) throw new AppFailure('not_found', `${path} is not there any more.`);
      dialogs.revealFile(path);
      return { shown: true };
    },

    'desktop.greyOut'({ off }) {
      dialogsOf(services).greyOut(off);
      return { shown: true };
    },
  };
}

function dialogsOf({ app, dialogs }: Services): Dialogs {
  if (dialogs !== null && app.host === 'desktop') return dialogs;
  throw new AppFailure('not_possible', 'Only the desktop app has windows of the system.');
}

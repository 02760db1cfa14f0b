import type { Backend } from '../hosts/backendPort';
import type { Dialogs, PathWanted } from '../hosts/dialogs';

/** Windows of the system in which somebody chooses whatever name is offered. */
export const obligingDialogs: Dialogs = {
  choosePath: async (_to, name) => name,
  showFolder: async () => undefined,
  revealFile: () => undefined,
  greyOut: () => undefined,
};

/** Chooses a path of at most 255 characters in a window of the system, so that the next request may name it. Out: the path. */
export async function chosen(backend: Pick<Backend, 'call'>, to: PathWanted, path: string): Promise<string> {
  await backend.call('desktop.choosePath', { to, name: path });
  return path;
}

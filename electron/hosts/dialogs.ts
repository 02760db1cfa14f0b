import type { ActionId } from '../../core/contract/actions';
import type { CommandArgs } from '../../core/contract/commands';

/** What a path is wanted for. */
export type PathWanted = CommandArgs<'desktop.choosePath'>['to'];

/** Windows of the system that the backend may open, where its host has them. */
export interface Dialogs {
  /** Asks for a path. In: what for, and a name to begin with. Out: null when that was cancelled. */
  choosePath(to: PathWanted, name: string | null): Promise<string | null>;
  /** Shows a folder in the system's file manager. Throws AppFailure when that cannot be. */
  showFolder(path: string): Promise<void>;
  /** Shows a file, marked, in the system's file manager. */
  revealFile(path: string): void;
  /** Greys out what of the menu bar cannot be done now; all else can. */
  greyOut(off: readonly ActionId[]): void;
}

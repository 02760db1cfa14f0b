import { shell } from 'electron';

/** Moves a file or folder to the system's trash. Rejects when the system cannot. */
export function systemTrash(path: string): Promise<void> {
  return shell.trashItem(path);
}

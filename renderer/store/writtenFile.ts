import { isDesktop } from '../backend/connect';
import { call } from './backend';
import { tell, tellDone, tellFailure } from './notices';

/** Tells what was written; on the desktop with the way to the file. */
export function tellWritten(text: string, path: string | null): void {
  if (path === null || !isDesktop()) tell(text, 'done');
  else tellDone(text, { label: 'Show in folder', run: () => void revealFile(path) });
}

async function revealFile(path: string): Promise<void> {
  try {
    await call('desktop.revealFile', { path });
  } catch (error) {
    tellFailure(error);
  }
}

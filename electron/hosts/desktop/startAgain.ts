import { spawn } from 'node:child_process';
import { app } from 'electron';
import { withoutFiles } from './ownArguments';

/**
 * Starts the app again, with the options of this start and not with its files, which were opened. To be called as the last thing
 * before the app ends. In: files that the next one opens.
 */
export function startAgain(files: readonly string[] = []): void {
  const args = [...withoutFiles(process.argv, app.isPackaged), ...files];
  const image = app.isPackaged ? process.env['APPIMAGE'] : undefined;
  if (image === undefined) {
    app.relaunch({ args });
    return;
  }
  // The program inside an AppImage is gone as soon as this one ends, so nothing in it can wait for that.
  const next = spawn(image, args, { detached: true, stdio: 'ignore' });
  next.on('error', (error) => console.error(error));
  next.unref();
}

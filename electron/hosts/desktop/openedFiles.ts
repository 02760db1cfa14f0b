import type { App } from 'electron';
import { z } from 'zod';
import { fileArguments } from './ownArguments';

/** So many files are taken at once; a page that is told of more would not be heard. */
const MOST_FILES = 100;
const MOST_PATH = 4096;

const handedSchema = z.object({ files: z.array(z.string()) });

/** What the first copy of the app is told by the next one, which ends at once. */
export function handedOn(argv: readonly string[], isPackaged: boolean, cwd: string): { files: string[] } {
  return { files: fileArguments(argv, isPackaged, cwd) };
}

/** Files that the system asks the app to open. */
export interface OpenedFiles {
  /** From now on each demand goes to `tell`, those made before at once. `show` brings the window to the front. */
  deliverTo(tell: (paths: string[]) => void, show: () => void): void;
}

/**
 * Gathers the files that the system asks the app to open: those of its own start, those of each further start, whose relative
 * paths are meant from where that one began, and a Mac's. To be called before the app is ready, since a Mac asks before that.
 */
export function gatherFiles(
  app: Pick<App, 'on' | 'isPackaged'>,
  { files }: { readonly files: readonly string[] },
): OpenedFiles {
  const waiting = [...files];
  let deliver: ((paths: string[]) => void) | null = null;

  function take(paths: readonly string[]): void {
    if (deliver === null) waiting.push(...paths);
    else deliver([...paths]);
  }
  app.on('open-file', (event, path) => {
    event.preventDefault();
    take([path]);
  });
  app.on('second-instance', (_event, argv, cwd, handed) => {
    const known = handedSchema.safeParse(handed);
    // Another version of the app may hand on nothing that is understood here.
    take(known.success ? known.data.files : fileArguments(argv, app.isPackaged, cwd));
  });

  return {
    deliverTo(tell, show) {
      deliver = (paths) => {
        // A further start without a file asks for the window alone.
        show();
        const named = paths.filter((path) => path.length <= MOST_PATH).slice(0, MOST_FILES);
        if (named.length > 0) tell(named);
      };
      if (waiting.length > 0) deliver(waiting.splice(0));
    },
  };
}

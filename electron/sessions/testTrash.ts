import { randomBytes } from 'node:crypto';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach } from 'vitest';
import { realFileSystem } from './fileSystem';
import { createManualTimers, sessionWorld } from './testStore';
import { createTrash, type Trash, type TrashOptions } from './trash';

/** The sessions folder, the trash and the clock of each test of a file; it begins on 20 January 2024. */
export function trashStage() {
  const { world } = sessionWorld();
  let now = new Date(2024, 0, 20);
  const logged: string[] = [];
  beforeEach(() => {
    now = new Date(2024, 0, 20);
    logged.length = 0;
  });
  return {
    world,
    /** What the trash wrote into the log. */
    logged,
    open: (options: Partial<TrashOptions> = {}): Trash =>
      createTrash({
        root: world.root,
        fs: realFileSystem,
        timers: createManualTimers(),
        archiveFolders: async () => [world.root, join(world.root, 'elsewhere')],
        now: () => now,
        randomHex: (bytes) => randomBytes(bytes).toString('hex'),
        log: (_level, message) => logged.push(message),
        onFault: (error) => {
          throw error;
        },
        ...options,
      }),
    async makeFolder(id: string, words = 'x'): Promise<{ path: string; kind: 'folder'; label: string }> {
      const path = join(world.root, id);
      await mkdir(join(path, 'output'), { recursive: true });
      await writeFile(join(path, 'session_meta.json'), words);
      return { path, kind: 'folder', label: `${id} - fox` };
    },
    inRoot: async () => (await readdir(world.root)).filter((name) => name !== '.trash').sort(),
    inTrash: async () => (await readdir(join(world.root, '.trash'))).sort(),
    /** Moves the clock on. */
    pass: (ms: number) => {
      now = new Date(now.getTime() + ms);
    },
  };
}

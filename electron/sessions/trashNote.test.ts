import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseSessionId } from '../../core/session/identity';
import { realFileSystem } from './fileSystem';
import { createManualTimers, sessionWorld } from './testStore';
import { createTrash } from './trash';
import { writeNote } from './trashNote';

const { world } = sessionWorld();
const ID = parseSessionId('20240115_143022');

/** A trash that holds the zip of a session, with a note that says where it came from. */
async function trashWith(archive: string) {
  const folder = join(world.root, '.trash');
  const zip = join(folder, `${ID}.zip`);
  await mkdir(folder);
  await mkdir(join(world.root, 'archive'));
  await writeFile(zip, 'a zip');
  const note = { label: 'fox', trashed_at: '2024-01-15T14:30:22.000Z', archive };
  await writeNote(realFileSystem, zip, note, 'ab12');
  const trash = createTrash({
    root: world.root,
    fs: realFileSystem,
    timers: createManualTimers(),
    archiveFolders: async () => [join(world.root, 'archive')],
    now: () => new Date(2024, 0, 20),
    randomHex: () => 'cd34',
    log: () => undefined,
    onFault: (error) => {
      throw error;
    },
  });
  return { trash, folder };
}

describe('where a note of the trash says that a zip came from', () => {
  it.each<[string, (root: string) => string]>([
    ['a place that depends on where the program was started', () => `relative/${ID}.zip`],
    [
      'an archive folder, from where the program was started',
      (root) => relative('.', join(root, 'archive', `${ID}.zip`)),
    ],
    ['a folder that is none of archives', (root) => join(root, 'elsewhere', `${ID}.zip`)],
    ['a folder reached from that of archives', (root) => `${root}/archive/../elsewhere/${ID}.zip`],
    ['the name of another session', (root) => join(root, 'archive', '20240115_143023.zip')],
    ['a name that is no zip', (root) => join(root, 'archive', ID)],
  ])('is not believed when it is %s: the zip stays, and the way to it is told', async (_what, place) => {
    const { trash, folder } = await trashWith(place(world.root));
    await expect(trash.restore(ID)).rejects.toMatchObject({
      code: 'not_possible',
      message: expect.stringContaining(`It is at ${join(folder, `${ID}.zip`)}`),
    });
    expect((await readdir(folder)).sort()).toEqual([`${ID}.zip`, `${ID}.zip.json`]);
  });

  it('is believed when it is a name of its own in a folder of archives', async () => {
    const { trash } = await trashWith(join(world.root, 'archive', `${ID}-2.zip`));
    await trash.restore(ID);
    expect(await readdir(join(world.root, 'archive'))).toEqual([`${ID}-2.zip`]);
  });
});

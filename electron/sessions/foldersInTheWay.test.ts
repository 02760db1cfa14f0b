import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseSessionId } from '../../core/session/identity';
import { sampleSetup } from '../../core/session/sampleJournal';
import { memoryOf, partsOf } from './archive/testArchives';
import { realFileSystem } from './fileSystem';
import { createManualTimers, edit, savedOf, sessionWorld } from './testStore';
import { createTrash } from './trash';

const { world, start } = sessionWorld();

/** A folder that somebody made in the place of a file, with something in it. */
async function inPlaceOf(path: string): Promise<void> {
  await rm(path, { force: true });
  await mkdir(path);
  await writeFile(join(path, 'theirs.txt'), 'theirs');
}

/** Where what lay in such a folder lies now. */
async function asideFrom(path: string, ending: RegExp): Promise<string> {
  const [folder = '', name = ''] = [join(path, '..'), path.split('/').at(-1)];
  const names = (await readdir(folder)).filter((one) => one.startsWith(name) && ending.test(one));
  expect(names).toHaveLength(1);
  return readFile(join(folder, names[0] ?? '', 'theirs.txt'), 'utf8');
}

describe('a folder in the place of a file', () => {
  it.each(['meta', 'metaBackup'] as const)('does not keep a session from being saved (%s)', async (file) => {
    const store = await start();
    const session = await store.create(sampleSetup(), '');
    await session.save();
    await session.append(edit('Mine'));
    await session.save();
    await inPlaceOf(session.folder[file]);
    await session.append(edit('Mine too'));
    await session.save();
    await session.save();
    expect((await savedOf(session))['step_1_setup']).toMatchObject({ metrics: ['Mine too'] });
    const ending = file === 'meta' ? /\.broken-[\d_]+$/ : /\.folder-[0-9a-f]+$/;
    expect(await asideFrom(session.folder[file], ending)).toBe('theirs');
  });

  it('does not keep the trash from being looked at, nor what lies there from coming back', async () => {
    const id = parseSessionId('20240115_143022');
    await mkdir(join(world.root, id));
    const trash = createTrash({
      root: world.root,
      fs: realFileSystem,
      timers: createManualTimers(),
      archiveFolders: async () => [],
      now: () => new Date(2024, 0, 20),
      randomHex: () => 'ab12',
      log: () => undefined,
      onFault: (error) => {
        throw error;
      },
    });
    await trash.put(id, { path: join(world.root, id), kind: 'folder', label: 'fox' });
    await inPlaceOf(join(world.root, '.trash', `${id}.json`));
    expect(await trash.list()).toMatchObject([{ id, label: id }]);
    await trash.restore(id);
    expect(await readdir(world.root)).toContain(id);
  });

  it('does not keep the sessions folder from remembering', async () => {
    await inPlaceOf(join(world.root, '.blindfold.json'));
    const said: string[] = [];
    const store = await start();
    const memory = memoryOf(world.root, {
      ...partsOf(store),
      log: (_level, message) => said.push(message),
    });
    expect(await memory.read()).toEqual({ archive_folders: [], imported: [] });
    await memory.add('archive_folders', '/elsewhere');
    expect(await memory.read()).toEqual({ archive_folders: ['/elsewhere'], imported: [] });
    expect(said[0]).toContain('is a folder');
    expect(await asideFrom(join(world.root, '.blindfold.json'), /\.folder-/)).toBe('theirs');
  });
});

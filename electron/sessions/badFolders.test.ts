import { mkdir, readFile, truncate, writeFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { sampleSetup } from '../../core/session/sampleJournal';
import { type FileSystem, realFileSystem } from './fileSystem';
import { sessionFolder } from './sessionFolder';
import { edit, sessionWorld } from './testStore';

const { world, start } = sessionWorld();
const ID = '20240115_143022';
const TOO_LARGE = 200 * 1024 * 1024;

/** Real files, with one thing refused. */
function refusing(name: keyof FileSystem, fits: (path: string) => boolean, code: string): FileSystem {
  return {
    ...realFileSystem,
    [name]: (path: string, ...more: never[]) =>
      fits(path)
        ? Promise.reject(Object.assign(new Error(code), { code }))
        : (realFileSystem[name] as (path: string, ...more: never[]) => unknown)(path, ...more),
  };
}

describe('a session_meta.json of 200 MB', () => {
  it('is not read, and said to be too large', async () => {
    const folder = sessionFolder(world.root, ID);
    await mkdir(folder.output, { recursive: true });
    await writeFile(folder.meta, '{}');
    await truncate(folder.meta, TOO_LARGE);
    const fs = refusing('readFile', (path) => path === folder.meta, 'EIO');
    const session = await (await start({ fs })).open(ID);
    expect(session.damaged).toContain('Its session_meta.json is larger than 128 MB, which no session is');
    expect(session.damaged).toContain('Put back a copy of session_meta.json');
  });

  it('loses nothing where the journal tells all', async () => {
    const session = await (await start()).create(sampleSetup(), '');
    await session.append(edit('Kept'));
    await session.close();
    await writeFile(session.folder.meta, '{}');
    await truncate(session.folder.meta, TOO_LARGE);
    const again = await (await start()).open(session.id);
    expect(again.state.setup.metrics).toEqual(['Kept']);
    expect(again.repairs).toEqual([expect.stringContaining('larger than 128 MB')]);
  });
});

describe('a folder that cannot be looked into', () => {
  it.each(['EACCES', 'EIO'])('is damaged, with a sentence, and well again afterwards (%s)', async (code) => {
    const made = await (await start()).create(sampleSetup(), '');
    await made.append(edit('Kept'));
    await made.close();
    let isBad = true;
    const fs = refusing('readFile', (path) => isBad && path.startsWith(made.folder.path), code);
    const store = await start({ fs });
    const session = await store.peek(made.id);
    expect(session.damaged).toMatch(code === 'EACCES' ? /is not permitted/ : /the disk answered EIO/);
    isBad = false;
    expect(await store.open(made.id)).toMatchObject({ damaged: null, repairs: [] });
  });

  it('says nothing of its pictures when only they cannot be listed', async () => {
    const folder = sessionFolder(world.root, ID);
    await mkdir(folder.output, { recursive: true });
    const image = { image_path: 'output/a.png' };
    const result = { baseline: { image_path: 'output/b.png' }, lora: image, weight: 1, prompt: 'x', seed: 1 };
    const step2 = { generation_complete: true, results: [result] };
    await writeFile(folder.meta, JSON.stringify({ step_2_generation: step2 }));
    const fs = refusing('names', (path) => path === folder.output, 'EACCES');
    const session = await (await start({ fs })).open(ID);
    expect(session.repairs).toEqual([expect.stringContaining('cannot be looked into')]);
    expect((await (await start()).open(ID)).state.missing.size).toBe(2);
    expect(await readFile(folder.meta, 'utf8')).toContain('step_2_generation');
  });
});

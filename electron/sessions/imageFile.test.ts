import { access, readdir, readFile, rm } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { sampleSetup } from '../../core/session/sampleJournal';
import { realFileSystem } from './fileSystem';
import { writeImageFile } from './imageFile';
import { sessionWorld } from './testStore';

const { start } = sessionWorld();
const bytes = new Uint8Array([1, 2, 3]);

describe('an image file', () => {
  it('lands whole in output, which is made when it is missing', async () => {
    const session = await (await start()).create(sampleSetup(), '');
    await rm(session.folder.output, { recursive: true });
    await expect(writeImageFile(session, 'a.png', bytes, 'ab', realFileSystem)).resolves.toMatchObject({
      size_bytes: 3,
    });
    expect(new Uint8Array(await readFile(session.folder.pathOfImage('a.png')))).toEqual(bytes);
    expect(await readdir(session.folder.output)).toEqual(['a.png']);
  });

  it('does not bring back a session that was removed', async () => {
    const session = await (await start()).create(sampleSetup(), '');
    await rm(session.folder.path, { recursive: true });
    await expect(writeImageFile(session, 'a.png', bytes, 'ab', realFileSystem)).rejects.toMatchObject({
      code: 'storage_failed',
    });
    await expect(access(session.folder.path)).rejects.toThrow('ENOENT');
  });
});

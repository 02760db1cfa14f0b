import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sampleSetup } from '../../core/session/sampleJournal';
import { realFileSystem } from './fileSystem';
import { writeImageFile } from './imageFile';
import type { OpenSession } from './openSession';
import { proveOwnOutput } from './ownOutput';
import { edit, sessionWorld } from './testStore';

const { start } = sessionWorld();
let outside: string;

beforeEach(async () => {
  outside = await mkdtemp(join(tmpdir(), 'blindfold-outside-'));
});
afterEach(() => rm(outside, { recursive: true, force: true }));

async function linked(place: (session: OpenSession) => string, target = outside): Promise<OpenSession> {
  const session = await (await start()).create(sampleSetup(), '');
  await rm(place(session), { recursive: true, force: true });
  await symlink(target, place(session));
  return session;
}

const refusal = {
  code: 'not_possible',
  message: expect.stringContaining("leads out of the session's folder"),
};

// Making links asks for rights on Windows that a test seldom has.
describe.skipIf(process.platform === 'win32')('a link in a session', () => {
  it('to another folder in the place of output is refused, and nothing is written there', async () => {
    const session = await linked(({ folder }) => folder.output);
    await expect(proveOwnOutput(session.folder, realFileSystem)).rejects.toMatchObject(refusal);
    await expect(
      writeImageFile(session, 'lora_0_0_w1.png', new Uint8Array([1]), 'a1', realFileSystem),
    ).rejects.toMatchObject(refusal);
    expect(await readdir(outside)).toEqual([]);
  });

  it('in the place of the log of images is refused', async () => {
    await writeFile(join(outside, 'precious'), 'precious');
    const session = await linked(({ folder }) => folder.generationLog, join(outside, 'precious'));
    await expect(proveOwnOutput(session.folder, realFileSystem)).rejects.toMatchObject(refusal);
  });

  it('in the place of the journal is not written to', async () => {
    const precious = join(outside, 'precious');
    await writeFile(precious, 'precious');
    const store = await start();
    const session = await store.create(sampleSetup(), '');
    await session.save();
    await session.close();
    await rm(session.folder.journal);
    await symlink(precious, session.folder.journal);
    await expect((await store.open(session.id)).append(edit('Mine'))).rejects.toMatchObject({
      code: 'storage_failed',
      message: expect.stringContaining('a link is in the way'),
    });
    expect(await readFile(precious, 'utf8')).toBe('precious');
  });

  it('within the session is fine, and so is a session behind a link', async () => {
    const session = await linked(({ folder }) => folder.output, 'pictures');
    await expect(proveOwnOutput(session.folder, realFileSystem)).resolves.toBeUndefined();
    await mkdir(join(session.folder.path, 'pictures'));
    await writeImageFile(session, 'lora_0_0_w1.png', new Uint8Array([1]), 'a1', realFileSystem);
    expect(await readdir(join(session.folder.path, 'pictures'))).toEqual(['lora_0_0_w1.png']);
  });
});

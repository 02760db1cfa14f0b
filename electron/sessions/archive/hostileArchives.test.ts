import { randomBytes } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { SessionStore } from '../sessionStore';
import { sessionWorld } from '../testStore';
import { importSessions } from './importSessions';
import {
  CENTRAL,
  contentOf,
  control,
  END,
  judgedSession,
  LOCAL,
  packed,
  partsOf,
  places,
  swap,
  zipOf,
} from './testArchives';

const { world, start } = sessionWorld();

const ID = '20230101_120000';
const META = `${ID}/session_meta.json`;
const GOOD = JSON.stringify({ session_id: ID, step_1_setup: { lora_filename: 'a.safetensors' } });

/** The root lies in a folder of the test's own, so that what is written outside of it is seen. */
async function stage(): Promise<{ store: SessionStore; take: (zip: Uint8Array) => Promise<unknown> }> {
  const root = join(world.root, 'sessions');
  const store = await start({ root });
  await writeFile(join(world.root, 'witness.txt'), 'as it was');
  const path = join(world.root, 'a.zip');
  return {
    store,
    take: async (zip) => {
      await writeFile(path, zip);
      const before = await contentOf(world.root);
      try {
        return await importSessions(path, partsOf(store), control());
      } catch (error) {
        expect(await contentOf(world.root)).toEqual(before);
        throw error;
      }
    },
  };
}

/** Changes the fields of every entry in the archive's own list. */
function patched(zip: Buffer, patch: (zip: Buffer, at: number) => void): Buffer {
  const copy = Buffer.from(zip);
  for (const at of places(copy, CENTRAL)) patch(copy, at);
  return copy;
}

const NAME = 'x'.repeat(24);
const named = async (name: string) =>
  swap(
    await packed({ [META]: GOOD, [`${ID}/${NAME}`]: 'x' }, { compress: false }),
    `${ID}/${NAME}`,
    name.padEnd(40, 'z'),
  );

describe('a hostile archive', () => {
  it.each([
    ['a way out', '../../../../../../tmp/out', 'leads out of the archive'],
    ['a way out further in', `${ID}/../../out`, 'leads out of the archive'],
    ['a way out with backslashes', '..\\..\\out', 'leads out of the archive'],
    ['an absolute path', '/tmp/out', 'outside of the archive'],
    ['a drive', 'C:/out', 'outside of the archive'],
    ['a drive with backslashes', 'C:\\out', 'outside of the archive'],
    ['another computer', '\\\\server\\share', 'outside of the archive'],
    ['a name with a null byte', `${ID}/a\0b`, 'not every system takes such a name'],
    ['a stream of another file', `${ID}/a.png:b`, 'not every system takes such a name'],
    ['a folder without a name', `${ID}//b`, 'not every system takes such a name'],
    [
      'a name of the saved state in other letters',
      `${ID}/SESSION_META.JSON`.padEnd(40, ' '),
      'not every system takes',
    ],
  ])('is refused: %s', async (_what, name, why) => {
    const { take } = await stage();
    await expect(take(await named(name))).rejects.toMatchObject({
      code: 'bad_request',
      message: expect.stringContaining(why),
    });
  });

  it.each([['con.png'], ['NUL'], ['aux.txt'], ['a. '], ['a.'], ['com1.json']])(
    'is refused for the name %s, which Windows keeps or changes',
    async (name) => {
      const { take } = await stage();
      await expect(take(await packed({ [META]: GOOD, [`${ID}/output/${name}`]: 'x' }))).rejects.toMatchObject(
        {
          code: 'bad_request',
          message: expect.stringContaining('not every system takes'),
        },
      );
    },
  );

  it.each([
    ['a link', 0o120777],
    ['a device', 0o020666],
    ['a block device', 0o060666],
    ['a pipe', 0o010666],
    ['a socket', 0o140666],
  ])('is refused: %s', async (_what, mode) => {
    const { take } = await stage();
    const zip = patched(await packed({ [META]: GOOD }), (bytes, at) =>
      bytes.writeUInt32LE(mode * 65_536, at + 38),
    );
    await expect(take(zip)).rejects.toMatchObject({
      message: expect.stringContaining('is a link or a device'),
    });
  });

  it('is refused where two names meet in one place', async () => {
    const { take } = await stage();
    const twice = swap(
      await packed({ [META]: GOOD, [`${ID}/a.txt`]: '1', [`${ID}/b.txt`]: '2' }),
      'b.txt',
      'a.txt',
    );
    await expect(take(twice)).rejects.toMatchObject({
      message: expect.stringContaining('it is there twice'),
    });
    for (const other of [`${ID}/Output/a.png`, `${ID}/output`, `${ID}/OUTPUT/A.PNG`]) {
      const zip = await packed({ [META]: GOOD, [`${ID}/output/a.png`]: '1', [other]: '2' });
      await expect(take(zip)).rejects.toMatchObject({
        message: expect.stringMatching(/too much like|there twice/),
      });
    }
  });

  it('is refused when it is encrypted, or packed in an unknown way', async () => {
    const { take } = await stage();
    const zip = await packed({ [META]: GOOD });
    const encrypted = patched(zip, (bytes, at) =>
      bytes.writeUInt16LE(bytes.readUInt16LE(at + 8) | 1, at + 8),
    );
    await expect(take(encrypted)).rejects.toMatchObject({ message: expect.stringContaining('is encrypted') });
    const odd = patched(zip, (bytes, at) => bytes.writeUInt16LE(93, at + 10));
    await expect(take(odd)).rejects.toMatchObject({ message: expect.stringContaining('not known here') });
  });

  it('is refused when a file is not what the archive says', async () => {
    const { take } = await stage();
    const torn = (zip: Buffer) =>
      expect(take(zip)).rejects.toMatchObject({
        code: 'bad_request',
        message: expect.stringContaining('does not hold what'),
      });
    await torn(swap(await packed({ [META]: GOOD }, { compress: false }), 'a.safetensors', 'b.safetensors'));
    const zip = await packed({ [META]: GOOD.repeat(100) });
    await torn(
      patched(zip, (bytes, at) => bytes.writeUInt32LE((bytes.readUInt32LE(at + 16) ^ 1) >>> 0, at + 16)),
    );
    for (const change of [-1, 1])
      await torn(
        patched(zip, (bytes, at) => bytes.writeUInt32LE(bytes.readUInt32LE(at + 24) + change, at + 24)),
      );
  });

  it('is refused when it claims more than it can hold, or than the disk has room for', async () => {
    const { store, take } = await stage();
    const claims = (size: number) => async () =>
      patched(await packed({ [META]: GOOD }), (bytes, at) => bytes.writeUInt32LE(size, at + 24));
    await expect(take(await claims(4_000_000_000)())).rejects.toMatchObject({
      message: expect.stringContaining('says that it holds 4.00 GB'),
    });
    const bomb = await packed({ [META]: GOOD, [`${ID}/output/a.png`]: Buffer.alloc(100 * 2 ** 20) });
    expect(bomb.length).toBeLessThan(2 ** 20);
    await expect(take(bomb)).rejects.toMatchObject({
      message: expect.stringContaining('no archive of sessions does'),
    });
    const journal = await packed({ [META]: GOOD, [`${ID}/journal.jsonl`]: randomBytes(1_500_000) });
    const [, second = 0] = places(journal, CENTRAL);
    journal.writeUInt32LE(1_500_000_000, second + 24);
    await expect(take(journal)).rejects.toMatchObject({
      message: expect.stringContaining('says that it holds 1.50 GB; no archive of sessions does'),
    });
    const parts = partsOf(store);
    const small = { ...parts, fs: { ...parts.fs, freeBytes: async () => 17 * 2 ** 20 } };
    await writeFile(
      join(world.root, 'b.zip'),
      await packed({ [META]: GOOD, [`${ID}/output/a.png`]: Buffer.alloc(2 ** 21) }),
    );
    await expect(importSessions(join(world.root, 'b.zip'), small, control())).rejects.toMatchObject({
      code: 'disk_full',
      message: expect.stringMatching(/and the disk has 1[78](\.\d+)? MB left/),
    });
    expect(await store.ids()).toEqual([]);
  });

  it('is refused when its files overlap', async () => {
    const { take } = await stage();
    const files = Object.fromEntries(
      Array.from({ length: 20 }, (_, n) => [`${ID}/output/${n}.png`, Buffer.alloc(2000, n)]),
    );
    const zip = await packed({ [META]: GOOD, ...files }, { compress: false });
    const first = places(zip, LOCAL).at(-1) ?? 0;
    const overlapping = patched(zip, (bytes, at) => {
      bytes.writeUInt32LE(first, at + 42);
      bytes.writeUInt32LE(20_000, at + 20);
      bytes.writeUInt32LE(20_000, at + 24);
    });
    await expect(take(overlapping)).rejects.toMatchObject({
      code: 'bad_request',
      message: expect.stringContaining('overlap'),
    });
  });

  it('is refused when it says that it holds more files than anything does', async () => {
    const { take } = await stage();
    const zip = await packed({ [META]: GOOD });
    const end = places(zip, END).at(-1) ?? 0;
    zip.writeUInt16LE(65_535, end + 10);
    await expect(take(zip)).rejects.toMatchObject({ code: 'bad_request' });
  });

  it.each([
    ['nothing', Buffer.alloc(0)],
    ['a text', Buffer.from('This is a letter, not an archive.')],
    ['a picture', Buffer.from('\x89PNG\r\n\x1a\n', 'latin1')],
    ['an end without a beginning', Buffer.from([0x50, 0x4b, 5, 6, ...Array<number>(18).fill(255)])],
  ])('is refused when it is none: %s', async (_what, bytes) => {
    const { take } = await stage();
    await expect(take(bytes)).rejects.toMatchObject({
      code: 'bad_request',
      message: expect.stringContaining('not a zip archive'),
    });
  });

  it('is refused when it was cut off, wherever', async () => {
    const { store, take } = await stage();
    const zip = await zipOf(store, await judgedSession(store));
    for (let part = 1; part < 20; part += 1)
      await expect(take(zip.subarray(0, Math.floor((zip.length * part) / 20)))).rejects.toMatchObject({
        code: 'bad_request',
      });
  });

  it('is refused when it holds no session, or one of another kind of program', async () => {
    const { take } = await stage();
    const refused = async (files: Record<string, string>, why: string) =>
      expect(take(await packed(files))).rejects.toMatchObject({
        code: 'bad_request',
        message: expect.stringContaining(why),
      });
    await refused({}, 'holds no session');
    await refused({ 'letter.txt': 'x', 'photos/a.png': 'x' }, 'holds no session');
    await refused({ 'a.zip': 'x', 'b/c.ZIP': 'x' }, 'holds other archives');
    await refused({ 'app/session_meta.json': '{"user": 1}' }, 'another kind of program');
    await refused(
      { [META]: GOOD, 'app/session_meta.json': '{"user": 1}' },
      'in the folder app of this archive',
    );
    await refused(
      { 'blindfold.json': '{"format": "blindfold-sessions", "version": 99}', [META]: GOOD },
      'made by a newer version',
    );
  });

  it('is refused with a sentence when its file is not there, or is a folder', async () => {
    const { store } = await stage();
    const take = (name: string) => importSessions(join(world.root, name), partsOf(store), control());
    await mkdir(join(world.root, 'folder.zip'));
    await expect(take('folder.zip')).rejects.toMatchObject({
      message: expect.stringContaining('is a folder.'),
    });
    await expect(take('gone.zip')).rejects.toMatchObject({
      code: 'not_found',
      message: expect.stringContaining('Choose the zip where it lies now.'),
    });
  });
});

describe('an archive with things of another kind in the places of a session', () => {
  it.each([
    ['a folder for the lock', 'lock/x'],
    ['a folder for the lock in other letters', 'Lock/x'],
    ['a folder for the saved state before', 'session_meta.json.bak/x'],
    ['a folder for the journal', 'journal.jsonl/x'],
    ['a file for the pictures', 'output'],
    ['a file for the small pictures', 'thumbnails'],
  ])('is refused: %s', async (_name, name) => {
    const { take } = await stage();
    await expect(take(await packed({ [META]: GOOD, [`${ID}/${name}`]: 'x' }))).rejects.toMatchObject({
      code: 'bad_request',
      message: expect.stringContaining('Nothing was taken in.'),
    });
  });
});

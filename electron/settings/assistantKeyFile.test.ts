import { randomBytes } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type FileSystem, realFileSystem } from '../sessions/fileSystem';
import { realProcesses } from '../sessions/processes';
import { realTimers } from '../sessions/timers';
import { type AssistantKeyKeep, assistantKeyFile, type Sealer } from './assistantKeyFile';

const OPENAI = 'https://api.openai.com/v1';
const OWN = 'http://gpu-box:8000/v1';

let folder: string;
let path: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'blindfold-keys-'));
  path = join(folder, 'assistant-keys.json');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function keep(
  askSealer?: () => Promise<Sealer | null>,
  fs: FileSystem = realFileSystem,
): Promise<AssistantKeyKeep> {
  const randomHex = (bytes: number) => randomBytes(bytes).toString('hex');
  const lock = {
    fs,
    timers: realTimers,
    processes: realProcesses,
    self: await realProcesses.self(),
    token: randomHex(16),
    now: () => new Date(),
    log: () => undefined,
  };
  return assistantKeyFile({ path, fs, lock, randomHex }, askSealer);
}

/** The store of one account: it opens what it sealed itself. */
function storeOf(account: string): Sealer {
  return {
    seal: async (text) => Buffer.from(`${account}:${text}`).toString('base64'),
    async open(sealed) {
      const [whose, text = ''] = Buffer.from(sealed, 'base64').toString().split(':');
      if (whose !== account) throw new Error('Error while decrypting the ciphertext');
      return text;
    },
  };
}
const mine = async () => storeOf('mine');

describe('the keys of model servers', () => {
  it('lie in a file that only its owner may read, each under its server', async () => {
    const keys = await keep();
    expect(await keys.read()).toEqual([]);
    expect(await readdir(folder)).toEqual([]);
    await keys.change(OPENAI, 'sk-first-1');
    await keys.change(OWN, 'own-key-2');
    expect(await keys.change(OPENAI, 'sk-second-3')).toEqual([
      { server: OWN, key: 'own-key-2' },
      { server: OPENAI, key: 'sk-second-3' },
    ]);
    expect(await (await keep()).read()).toEqual(await keys.read());
    expect(await keys.place()).toBe('file');
    if (process.platform !== 'win32') expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect(await readFile(path, 'utf8')).not.toContain('sk-first-1');
    expect(await keys.change(OWN, null)).toEqual([{ server: OPENAI, key: 'sk-second-3' }]);
    expect(await readFile(path, 'utf8')).not.toContain('own-key-2');
    expect(await readdir(folder)).toEqual(['assistant-keys.json']);
  });

  it('do not linger in what a copy left behind that was ended while it wrote', async () => {
    await writeFile(`${path}.tmp-0123456789ab`, '{"keys": [{"server": "http://a/v1", "key": "sk-old"}]}');
    await writeFile(`${path}.tmp-of-mine`, 'another file');
    await (await keep()).change(OWN, 'sk-own');
    expect((await readdir(folder)).sort()).toEqual([
      'assistant-keys.json',
      'assistant-keys.json.tmp-of-mine',
    ]);
  });

  it('are sealed where the system has a store, and only there', async () => {
    const keys = await keep(mine);
    expect(await keys.place()).toBe('system');
    await keys.change(OPENAI, 'sk-first-1');
    expect(await readFile(path, 'utf8')).not.toContain('sk-first-1');
    expect(await (await keep(mine)).read()).toEqual([{ server: OPENAI, key: 'sk-first-1' }]);
  });

  it('from before there was a store are sealed at the next write', async () => {
    await (await keep()).change(OPENAI, 'sk-first-1');
    const keys = await keep(mine);
    expect(await keys.read()).toEqual([{ server: OPENAI, key: 'sk-first-1' }]);
    expect(await readFile(path, 'utf8')).toContain('sk-first-1');
    await keys.change(OWN, 'own-key-2');
    const text = await readFile(path, 'utf8');
    for (const key of ['sk-first-1', 'own-key-2']) expect(text).not.toContain(key);
    expect((await keys.read()).map(({ key }) => key)).toEqual(['sk-first-1', 'own-key-2']);
  });

  it.each([
    ['another account', async () => storeOf('other')],
    ['a computer without a store', async () => null],
  ])(
    'that cannot be opened by %s are kept all the same, and can be replaced or taken away',
    async (_, ask) => {
      const own = await keep(mine);
      await own.change(OPENAI, 'sk-first-1');
      await own.change(OWN, 'own-key-2');
      const keys = await keep(ask);
      expect(await keys.read()).toEqual([
        { server: OPENAI, key: null },
        { server: OWN, key: null },
      ]);
      expect(await keys.change(OPENAI, 'sk-third-3')).toEqual([
        { server: OWN, key: null },
        { server: OPENAI, key: 'sk-third-3' },
      ]);
      expect((await own.read())[0]).toEqual({ server: OWN, key: 'own-key-2' });
      expect(await keys.change(OWN, null)).toEqual([{ server: OPENAI, key: 'sk-third-3' }]);
    },
  );

  it('that the store does not take are not kept openly', async () => {
    const locked: Sealer = {
      seal: () => Promise.reject(new Error('The keyring is locked')),
      open: () => Promise.reject(new Error('The keyring is locked')),
    };
    await expect((await keep(async () => locked)).change(OPENAI, 'sk-first-1')).rejects.toMatchObject({
      code: 'not_possible',
      message: "The system's key store did not take the key. Unlock it, then give the key again.",
    });
    expect(await readdir(folder)).toEqual([]);
  });

  it('trouble no store while none of them is sealed', async () => {
    await (await keep()).change(OPENAI, 'sk-first-1');
    let asked = 0;
    const keys = await keep(async () => {
      asked += 1;
      return null;
    });
    await keys.read();
    expect(asked).toBe(0);
  });

  it.each([
    ['is no JSON', '{"keys": [{"server": "https://api.openai.com/v1", "key": "sk-first-1'],
    ['has another form', '{"keys": {"openai": "sk-first-1"}}'],
    ['holds a key with a line break', '{"keys": [{"server": "x", "key": "sk-first-1\\n"}]}'],
    ['is no UTF-8', new Uint8Array([0x22, 0xe9, 0x22])],
  ])('in a file that %s are not written over, and the sentence says nothing of them', async (_, content) => {
    await writeFile(path, content);
    const keys = await keep();
    for (const work of [keys.read(), keys.change(OPENAI, 'sk-second-2')]) {
      const failure: unknown = await work.catch((error: unknown) => error);
      expect(failure).toMatchObject({
        code: 'storage_failed',
        message: `The file ${path}, which holds the keys of model servers, could not be understood. Correct or remove it, then give the keys again.`,
      });
      expect(JSON.stringify(failure)).not.toContain('sk-');
    }
    expect(new Uint8Array(await readFile(path))).toEqual(new Uint8Array(Buffer.from(content)));
  });
});

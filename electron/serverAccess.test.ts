import { randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createServerAccess, type ServerAccess } from './serverAccess';
import { realFileSystem } from './sessions/fileSystem';
import { realProcesses } from './sessions/processes';
import { realTimers } from './sessions/timers';
import { accessFile } from './settings/accessFile';

let folder: string;
let path: string;
let hidden: string[];
let said: string[];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'blindfold-access-'));
  path = join(folder, 'comfyui-access.json');
  hidden = [];
  said = [];
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function access(): Promise<ServerAccess> {
  const randomHex = (bytes: number) => randomBytes(bytes).toString('hex');
  const made = createServerAccess({
    keep: accessFile({
      path,
      fs: realFileSystem,
      randomHex,
      lock: {
        fs: realFileSystem,
        timers: realTimers,
        processes: realProcesses,
        self: await realProcesses.self(),
        token: randomHex(16),
        now: () => new Date(),
        log: () => undefined,
      },
    }),
    hide: (secret) => hidden.push(secret),
    log: (_level, message) => said.push(message),
  });
  await made.refresh();
  return made;
}

const KEY = { name: 'Authorization', value: 'Bearer aSecretKey-1' };

describe('the header of a protected server', () => {
  it('goes to that very server, however its address is written, and to no other', async () => {
    const made = await access();
    expect(await made.set('HTTPS://GPU-box.example:443/comfy/', KEY)).toEqual({
      servers: [{ server: 'https://gpu-box.example/comfy', header_name: 'Authorization' }],
    });
    expect(made.headersFor('https://gpu-box.example/comfy')).toEqual({
      Authorization: 'Bearer aSecretKey-1',
    });
    for (const other of [
      'http://gpu-box.example/comfy',
      'https://gpu-box.example:8443/comfy',
      'https://gpu-box.example',
      'https://gpu-box.example.evil.example/comfy',
      'https://box.example/comfy',
    ])
      expect(made.headersFor(other)).toEqual({});
  });

  it('is there again at the next start, in a file that only its owner may read', async () => {
    await (await access()).set('gpu-box', KEY);
    const again = await access();
    expect(again.headersFor('http://gpu-box:8188')).toEqual({ Authorization: 'Bearer aSecretKey-1' });
    expect(await readFile(path, 'utf8')).toContain('aSecretKey-1');
    if (process.platform !== 'win32') expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect(hidden).toEqual(expect.arrayContaining(['Bearer aSecretKey-1', 'aSecretKey-1']));
  });

  it('is replaced, is taken away, and is the same object as long as it is the same header', async () => {
    const made = await access();
    await made.set('gpu-box', KEY);
    const before = made.headersFor('http://gpu-box:8188');
    await made.refresh();
    expect(made.headersFor('http://gpu-box:8188')).toBe(before);
    await made.set('gpu-box:8188', { name: 'CF-Access-Client-Secret', value: 'other' });
    expect(made.headersFor('http://gpu-box:8188')).toEqual({ 'CF-Access-Client-Secret': 'other' });
    expect(await made.set('gpu-box', null)).toEqual({ servers: [] });
    expect(made.headersFor('http://gpu-box:8188')).toEqual({});
    expect(await readFile(path, 'utf8')).not.toContain('other');
  });

  it('set by another copy of the app is seen at the next look', async () => {
    const [one, other] = [await access(), await access()];
    await one.set('gpu-box', KEY);
    await other.set('second-box', KEY);
    await one.refresh();
    expect(one.list().servers.map(({ server }) => server)).toEqual([
      'http://gpu-box:8188',
      'http://second-box:8188',
    ]);
  });

  it('is not for the demo, nor for what is no address', async () => {
    const made = await access();
    await expect(made.set('demo', KEY)).rejects.toMatchObject({ code: 'bad_request', field: 'server' });
    await expect(made.set('http://', KEY)).rejects.toMatchObject({ code: 'bad_request' });
  });

  it.each([
    ['no JSON', '{"servers": [{"server": "http://x", "header_value": "aSecretKey-1'],
    ['another form', '{"servers": [{"server": "http://x", "header_name": "A", "header_value": 7}]}'],
    [
      'a value with a line break',
      '{"servers": [{"server": "http://x", "header_name": "A", "header_value": "a\\nb"}]}',
    ],
  ])(
    'in a file that holds %s stops nothing, is said once without its words, and is not written over',
    async (_, text) => {
      await writeFile(path, text);
      const made = await access();
      await made.refresh();
      expect(said).toEqual([expect.stringContaining('could not be understood. Correct or remove it')]);
      expect(said[0]).not.toContain('aSecretKey');
      await expect(made.set('gpu-box', KEY)).rejects.toMatchObject({ code: 'storage_failed' });
      expect(await readFile(path, 'utf8')).toBe(text);
    },
  );
});

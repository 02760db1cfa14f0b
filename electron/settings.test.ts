import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readSettings } from './settings';

let cwd: string;
beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), 'blindfold-settings-'));
});
afterEach(() => rmSync(cwd, { recursive: true }));

const read = (argv: string[] = [], env: Record<string, string> = {}) =>
  readSettings({ argv, env, cwd, defaultRoot: resolve(cwd, 'sessions') });

describe('readSettings', () => {
  it('has defaults', () => {
    expect(read()).toEqual({
      root: resolve(cwd, 'sessions'),
      comfyUrl: null,
      startDemo: false,
      demo: {},
      port: 0,
      token: null,
      openBrowser: true,
      remarks: [],
    });
  });

  it('takes the command line before the environment before the .env file', () => {
    writeFileSync(join(cwd, '.env'), 'COMFYUI_URL=http://127.0.0.1:1001\nSESSION_STORAGE_PATH=from-file\n');
    expect(read().comfyUrl).toContain('1001');
    expect(read().root).toBe(resolve(cwd, 'from-file'));
    const env = { COMFYUI_URL: '127.0.0.1:1002', SESSION_STORAGE_PATH: 'from-env' };
    expect(read([], env).comfyUrl).toContain('1002');
    expect(read([], env).root).toBe(resolve(cwd, 'from-env'));
    expect(read(['--comfyui', '127.0.0.1:1003', '--sessions', 'from-line'], env).comfyUrl).toContain('1003');
    expect(read(['--sessions', 'from-line'], env).root).toBe(resolve(cwd, 'from-line'));
  });

  it('takes the folder of a path that names a catalog', () => {
    for (const name of ['catalog.db', '.db'])
      expect(read([], { SESSION_STORAGE_PATH: `/data/blindfold/${name}` }).root).toBe(
        resolve('/data/blindfold'),
      );
    expect(read([], { SESSION_STORAGE_PATH: '/data/db' }).root).toBe(resolve('/data/db'));
  });

  it('keeps nothing when persistence is off, unless a folder is named on the line', () => {
    expect(read([], { SESSION_PERSISTENCE_ENABLED: 'false' }).root).toBeNull();
    expect(read(['--sessions', 'kept'], { SESSION_PERSISTENCE_ENABLED: 'false' }).root).toBe(
      resolve(cwd, 'kept'),
    );
  });

  it('says that removal by age is not done when it is asked for', () => {
    expect(read([], { SESSION_EXPIRATION_HOURS: '24' }).remarks).toHaveLength(1);
    expect(read([], { SESSION_EXPIRATION_HOURS: '0' }).remarks).toEqual([]);
  });

  it('takes an empty variable for one that is not set', () => {
    const names = [
      'SESSION_PERSISTENCE_ENABLED',
      'SESSION_STORAGE_TYPE',
      'SESSION_STORAGE_PATH',
      'SESSION_EXPIRATION_HOURS',
      'COMFYUI_URL',
    ];
    for (const empty of ['', '  '])
      expect(read([], Object.fromEntries(names.map((name) => [name, empty])))).toEqual(read());
    writeFileSync(join(cwd, '.env'), 'COMFYUI_URL=http://127.0.0.1:1001\n');
    expect(read([], { COMFYUI_URL: '' }).comfyUrl).toContain('1001');
  });

  it('takes the word demo where an address stands for the demo server', () => {
    const demo = { startDemo: true, comfyUrl: null };
    expect(read([], { COMFYUI_URL: 'demo' })).toMatchObject(demo);
    expect(read(['--comfyui', ' Demo '])).toMatchObject(demo);
    expect(read(['--comfyui', '127.0.0.1:1003'], { COMFYUI_URL: 'demo' })).toMatchObject({
      startDemo: false,
      comfyUrl: 'http://127.0.0.1:1003',
    });
  });

  it('reads the demo', () => {
    expect(read(['--demo', '--demo-image-ms', '30', '--demo-size', '256x320']).demo).toEqual({
      imageMs: 30,
      size: { width: 256, height: 320 },
    });
    expect(read(['--demo'])).toMatchObject({ startDemo: true, demo: {} });
  });

  it.each([
    [['--port', '70000'], {}, '--port'],
    [['--port', 'x'], {}, '--port'],
    [['--colour'], {}, '--colour'],
    [['stray'], {}, 'stray'],
    [['--demo-size', 'big'], {}, '--demo-size'],
    [['--token', 'short'], {}, '--token'],
    [['--sessions', ''], {}, '--sessions'],
    [['--comfyui', 'ftp://x'], {}, '--comfyui'],
    [[], { SESSION_STORAGE_TYPE: 'redis' }, 'SESSION_STORAGE_TYPE'],
    [[], { SESSION_EXPIRATION_HOURS: '-1' }, 'SESSION_EXPIRATION_HOURS'],
    [[], { SESSION_EXPIRATION_HOURS: '0x10' }, 'SESSION_EXPIRATION_HOURS'],
    [[], { SESSION_EXPIRATION_HOURS: '1e3' }, 'SESSION_EXPIRATION_HOURS'],
    [[], { SESSION_EXPIRATION_HOURS: 'Infinity' }, 'SESSION_EXPIRATION_HOURS'],
    [[], { SESSION_PERSISTENCE_ENABLED: 'maybe' }, 'SESSION_PERSISTENCE_ENABLED'],
    [[], { COMFYUI_URL: 'not an address' }, 'COMFYUI_URL'],
  ])('refuses %j %j with a sentence that names it', (argv, env, name) => {
    expect(() => read(argv, env as Record<string, string>)).toThrow(name);
  });
});

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readStartSettings } from './startSettings';

let cwd: string;
beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), 'blindfold-settings-'));
});
afterEach(() => rmSync(cwd, { recursive: true }));

const read = (argv: string[] = [], env: Record<string, string> = {}) => readStartSettings({ argv, env, cwd });

describe('readStartSettings', () => {
  it('has defaults', () => {
    expect(read()).toEqual({
      root: null,
      isScratch: false,
      catalogFile: null,
      settingsFile: null,
      given: {},
      fixed: {},
      startDemo: false,
      demo: {},
      port: 0,
      token: null,
      openBrowser: true,
      modelKeys: [],
    });
  });

  it('takes the command line before the environment before the .env file', () => {
    writeFileSync(
      join(cwd, '.env'),
      'COMFYUI_URL=http://127.0.0.1:1001\nSESSION_STORAGE_PATH=from-file\nBLINDFOLD_SETTINGS=file.json\nSESSION_STORAGE_TYPE=file\nSESSION_EXPIRATION_HOURS=10',
    );
    const fromFile = '.env file';
    expect(read()).toMatchObject({
      root: resolve(cwd, 'from-file'),
      settingsFile: resolve(cwd, 'file.json'),
      given: {
        sessions_root: resolve(cwd, 'from-file'),
        default_server: 'http://127.0.0.1:1001',
        storage_type: 'file',
        retention_hours: 10,
      },
      fixed: {
        sessions_root: fromFile,
        default_server: fromFile,
        storage_type: fromFile,
        retention_hours: fromFile,
      },
    });
    const env = {
      COMFYUI_URL: '127.0.0.1:1002',
      SESSION_STORAGE_PATH: 'from-env',
      BLINDFOLD_SETTINGS: 'env.json',
      SESSION_EXPIRATION_HOURS: '20',
    };
    expect(read([], env)).toMatchObject({
      root: resolve(cwd, 'from-env'),
      settingsFile: resolve(cwd, 'env.json'),
      given: { default_server: 'http://127.0.0.1:1002', storage_type: 'file', retention_hours: 20 },
      fixed: { default_server: 'environment', storage_type: fromFile, retention_hours: 'environment' },
    });
    const line = ['--comfyui', '127.0.0.1:1003', '--sessions', 'from-line', '--settings', 'line.json'];
    expect(read(line, env)).toMatchObject({
      root: resolve(cwd, 'from-line'),
      settingsFile: resolve(cwd, 'line.json'),
      given: { sessions_root: resolve(cwd, 'from-line'), default_server: 'http://127.0.0.1:1003' },
      fixed: { sessions_root: 'command line', default_server: 'command line' },
    });
  });

  it('takes a path that ends in .db for the catalog, and its folder for the root', () => {
    for (const name of ['catalog.db', '.db'])
      expect(read([], { SESSION_STORAGE_PATH: `/data/blindfold/${name}` })).toMatchObject({
        root: resolve('/data/blindfold'),
        catalogFile: resolve('/data/blindfold', name),
        given: { sessions_root: resolve('/data/blindfold') },
      });
    expect(read([], { SESSION_STORAGE_PATH: '/data/db' })).toMatchObject({
      root: resolve('/data/db'),
      catalogFile: null,
    });
  });

  it('keeps nothing when persistence is off, unless a folder is named on the line', () => {
    const off = { SESSION_PERSISTENCE_ENABLED: 'false' };
    expect(read([], off)).toMatchObject({ isScratch: true, root: null });
    // What is offered to be kept goes there.
    expect(read([], { ...off, SESSION_STORAGE_PATH: 'later' })).toMatchObject({
      isScratch: true,
      root: resolve(cwd, 'later'),
    });
    expect(read(['--sessions', 'kept'], off)).toMatchObject({ isScratch: false, root: resolve(cwd, 'kept') });
    expect(read([], { SESSION_PERSISTENCE_ENABLED: 'On' }).isScratch).toBe(false);
  });

  it('switches retention on by a number of hours, and off by 0', () => {
    const hours = (text: string) => read([], { SESSION_EXPIRATION_HOURS: text }).given.retention_hours;
    expect(hours('24')).toBe(24);
    expect(hours('1.5')).toBe(1.5);
    expect(hours('0')).toBeNull();
    expect(read([], { SESSION_EXPIRATION_HOURS: '0' }).fixed.retention_hours).toBe('environment');
    expect(read().given).not.toHaveProperty('retention_hours');
  });

  it('chooses the kind of the catalog', () => {
    expect(read([], { SESSION_STORAGE_TYPE: 'File' }).given.storage_type).toBe('file');
    expect(read([], { SESSION_STORAGE_TYPE: 'sqlite' }).given.storage_type).toBe('sqlite');
  });

  it.each(['/x.sqlite', 'sets/Old.SQLite3'])('keeps no sessions under the name of a database: %s', (path) => {
    const sentence = `SESSION_STORAGE_PATH cannot be "${path}". It names a folder, or a catalog whose name ends with .db`;
    expect(() => read([], { SESSION_STORAGE_PATH: path })).toThrow(sentence);
  });

  it('takes an empty variable for one that is not set', () => {
    const names = [
      'SESSION_PERSISTENCE_ENABLED',
      'SESSION_STORAGE_TYPE',
      'SESSION_STORAGE_PATH',
      'SESSION_EXPIRATION_HOURS',
      'COMFYUI_URL',
      'BLINDFOLD_SETTINGS',
    ];
    for (const empty of ['', '  '])
      expect(read([], Object.fromEntries(names.map((name) => [name, empty])))).toEqual(read());
    writeFileSync(join(cwd, '.env'), 'COMFYUI_URL=http://127.0.0.1:1001\n');
    expect(read([], { COMFYUI_URL: '' }).given.default_server).toContain('1001');
  });

  it('takes the word demo where an address stands for the demo server', () => {
    const demo = { startDemo: true, given: { default_server: 'demo' } };
    expect(read([], { COMFYUI_URL: 'demo' })).toMatchObject(demo);
    expect(read(['--comfyui', ' Demo '])).toMatchObject(demo);
    expect(read(['--comfyui', '127.0.0.1:1003'], { COMFYUI_URL: 'demo' })).toMatchObject({
      startDemo: false,
      given: { default_server: 'http://127.0.0.1:1003' },
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
    [['--settings', ' '], {}, '--settings'],
    [['--comfyui', ''], {}, '--comfyui'],
    [['--comfyui', 'ftp://x'], {}, '--comfyui'],
    [[], { SESSION_STORAGE_TYPE: 'redis' }, 'SESSION_STORAGE_TYPE'],
    [[], { SESSION_EXPIRATION_HOURS: '-1' }, 'SESSION_EXPIRATION_HOURS'],
    [[], { SESSION_EXPIRATION_HOURS: '0.5' }, 'SESSION_EXPIRATION_HOURS'],
    [[], { SESSION_EXPIRATION_HOURS: '1000001' }, 'SESSION_EXPIRATION_HOURS'],
    [[], { SESSION_EXPIRATION_HOURS: '0x10' }, 'SESSION_EXPIRATION_HOURS'],
    [[], { SESSION_EXPIRATION_HOURS: '1e3' }, 'SESSION_EXPIRATION_HOURS'],
    [[], { SESSION_EXPIRATION_HOURS: 'Infinity' }, 'SESSION_EXPIRATION_HOURS'],
    [[], { SESSION_PERSISTENCE_ENABLED: 'maybe' }, 'SESSION_PERSISTENCE_ENABLED'],
    [[], { COMFYUI_URL: 'not an address' }, 'COMFYUI_URL'],
  ])('refuses %j %j with a sentence that names it', (argv, env, name) => {
    expect(() => read(argv, env as Record<string, string>)).toThrow(name);
  });

  it('hands over keys of model servers from the environment before the .env file, and says nothing of them', () => {
    writeFileSync(
      join(cwd, '.env'),
      'OPENAI_API_KEY=sk-of-the-file\nGEMINI_API_KEY=" AIza of the file "\nBLINDFOLD_ASSISTANT_KEY=\n',
    );
    expect(read([], { OPENAI_API_KEY: ' sk-of-the-shell ', ANTHROPIC_API_KEY: 'another' }).modelKeys).toEqual(
      [
        { variable: 'OPENAI_API_KEY', value: 'sk-of-the-shell' },
        { variable: 'GEMINI_API_KEY', value: 'AIza of the file' },
      ],
    );
  });
});

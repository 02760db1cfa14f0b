import { lstat, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { AppFailure } from '../../core/contract/failure';
import { type AppSettings, DEFAULT_SETTINGS } from '../../core/contract/settings';
import { settingsIn } from './testSettings';

let folder: string;
let path: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'blindfold-settings-'));
  path = join(folder, 'settings.json');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const failureOf = async (work: Promise<unknown>): Promise<AppFailure> => {
  const thrown = await work.then(
    () => null,
    (error: unknown) => error,
  );
  if (!(thrown instanceof AppFailure)) throw new Error(`No failure but ${String(thrown)}`);
  return thrown;
};

describe('the settings', () => {
  it('start from their defaults, and write nothing for that', async () => {
    const settings = await settingsIn(folder);
    expect(settings.view()).toEqual({
      settings: DEFAULT_SETTINGS,
      fixed: {},
      file: path,
      sessions_root: join(folder, 'sessions'),
      from_next_start: null,
      persistence_enabled: true,
    });
    expect(await readdir(folder)).toEqual([]);
  });

  it('forget the model with its server, unless both are given or the server is only written in another way', async () => {
    const settings = await settingsIn(folder);
    await settings.change({ assistant_server: 'localhost:11434', assistant_model: 'small' });
    const { settings: same } = await settings.change({ assistant_server: 'http://localhost:11434/v1/' });
    expect(same).toMatchObject({ assistant_server: 'http://localhost:11434/v1', assistant_model: 'small' });
    const { settings: both } = await settings.change({
      assistant_server: 'https://api.openai.com',
      assistant_model: 'gpt',
    });
    expect(both).toMatchObject({ assistant_server: 'https://api.openai.com/v1', assistant_model: 'gpt' });
    const { settings: other } = await settings.change({ assistant_server: 'localhost:1234' });
    expect(other).toMatchObject({ assistant_server: 'http://localhost:1234/v1', assistant_model: null });
  });

  it('are there again at the next start, and everybody is told of a change', async () => {
    const settings = await settingsIn(folder);
    const heard: [AppSettings, AppSettings][] = [];
    const stop = settings.onChange((now, before) => heard.push([now, before]));
    const view = await settings.change({
      autosave_minutes: 5,
      theme: 'dark',
      default_server: ' GPU-box:8190 ',
    });
    expect(view.settings).toMatchObject({
      autosave_minutes: 5,
      theme: 'dark',
      default_server: 'http://gpu-box:8190',
    });
    expect(heard).toEqual([[view.settings, DEFAULT_SETTINGS]]);
    await settings.change({ theme: 'dark' });
    expect(heard).toHaveLength(1);
    stop();
    await settings.change({ theme: 'light' });
    expect(heard).toHaveLength(1);
    expect((await settingsIn(folder)).current()).toEqual({ ...view.settings, theme: 'light' });
  });

  it('take the file below what is given from outside, which no change moves', async () => {
    await writeFile(path, '{"retention_hours": 48, "theme": "dark"}');
    const settings = await settingsIn(folder, {
      given: { retention_hours: null, storage_type: 'file' },
      fixed: { retention_hours: 'environment', storage_type: '.env file' },
    });
    expect(settings.current()).toMatchObject({ retention_hours: null, storage_type: 'file', theme: 'dark' });
    expect(settings.view().fixed).toEqual({ retention_hours: 'environment', storage_type: '.env file' });
    const failure = await failureOf(settings.change({ theme: 'light', retention_hours: 5 }));
    expect(failure).toMatchObject({ code: 'not_possible', field: 'changes.retention_hours' });
    expect(failure.message).toContain('environment');
    expect(settings.current().theme).toBe('dark');
    // A page that sends all of its settings back changes only what is another.
    expect((await settings.change({ ...settings.current(), theme: 'light' })).settings.theme).toBe('light');
  });

  it('keep what else the file holds, digit for digit', async () => {
    await writeFile(
      path,
      '{"later": {"seed": 18446744073709551615}, "theme": "dark", "retention_hours": "soon"}',
    );
    const said: string[] = [];
    const settings = await settingsIn(folder, { log: (message) => said.push(message) });
    expect(settings.current()).toEqual({ ...DEFAULT_SETTINGS, theme: 'dark' });
    expect(said).toHaveLength(1);
    expect(said[0]).toContain('retention_hours');
    await settings.change({ autosave_minutes: 2 });
    const text = await readFile(path, 'utf8');
    expect(text).toContain('18446744073709551615');
    expect(text).toContain('"soon"');
    expect(text).toContain('"autosave_minutes": 2');
    expect(said).toHaveLength(1);
  });

  it.each([
    ['"default_server": "ftp://x"', 'default_server'],
    ['"sessions_root": "not/whole"', 'sessions_root'],
    ['"archive_folder": 5', 'archive_folder'],
    ['"storage_type": "redis"', 'storage_type'],
  ])('leave out %s and say so', async (field, name) => {
    await writeFile(path, `{${field}, "theme": "dark"}`);
    const said: string[] = [];
    const settings = await settingsIn(folder, { log: (message) => said.push(message) });
    expect(settings.current()).toEqual({ ...DEFAULT_SETTINGS, theme: 'dark' });
    expect(said).toEqual([expect.stringContaining(name)]);
  });

  it.each(['', '{"theme": "da', '[1, 2]', 'null', '\u0000\u0001', '"text"'])(
    'put the broken file %j aside and go on with defaults',
    async (content) => {
      await writeFile(path, content);
      const said: string[] = [];
      const settings = await settingsIn(folder, { log: (message) => said.push(message) });
      expect(settings.current()).toEqual(DEFAULT_SETTINGS);
      const [aside = ''] = await readdir(folder);
      expect(aside).toMatch(/^settings\.json\.broken-20260304050607-[0-9a-f]{6}$/);
      expect(await readFile(join(folder, aside), 'utf8')).toBe(content);
      expect(said).toEqual([expect.stringContaining(aside)]);
      await settings.change({ theme: 'dark' });
      expect((await settingsIn(folder)).current().theme).toBe('dark');
    },
  );

  it('refuse an archive folder in which zips would go with something else', async () => {
    const settings = await settingsIn(folder);
    const root = settings.sessionsRoot;
    await mkdir(root);
    await symlink(root, join(folder, 'link'));
    for (const place of ['.incoming', '.trash', '20240115_143022/zips', 'zips', '.incoming/archive']) {
      for (const archive_folder of [join(root, place), join(folder, 'link', place)]) {
        const failure = await failureOf(settings.change({ archive_folder }));
        expect(failure).toMatchObject({ code: 'bad_request', field: 'changes.archive_folder' });
        expect(failure.message).toContain('outside of the sessions folder');
      }
    }
    expect(await readdir(root)).toEqual([]);
    for (const archive_folder of [join(root, 'archive', 'of mine'), join(folder, 'sessions of mine')])
      expect((await settings.change({ archive_folder })).settings).toMatchObject({ archive_folder });
  });

  it('put a file that broke meanwhile aside when they write', async () => {
    const settings = await settingsIn(folder);
    await settings.change({ theme: 'dark' });
    await writeFile(path, 'torn');
    await settings.change({ autosave_minutes: 3 });
    expect((await readdir(folder)).filter((name) => name.includes('broken'))).toHaveLength(1);
    expect((await settingsIn(folder)).current().autosave_minutes).toBe(3);
  });

  it('are written behind a link that a person has put there', async () => {
    await mkdir(join(folder, 'mine'));
    await writeFile(join(folder, 'mine', 'file.json'), '{"theme": "dark"}');
    await symlink(join(folder, 'mine', 'file.json'), path);
    const settings = await settingsIn(folder);
    await settings.change({ autosave_minutes: 4 });
    expect((await lstat(path)).isSymbolicLink()).toBe(true);
    expect(JSON.parse(await readFile(join(folder, 'mine', 'file.json'), 'utf8'))).toEqual({
      theme: 'dark',
      autosave_minutes: 4,
    });
  });

  it('are not lost between two copies of the app that write at once', async () => {
    const [one, other] = await Promise.all([settingsIn(folder), settingsIn(folder)]);
    await Promise.all([
      ...[2, 3, 4, 5].map((minutes) => one.change({ autosave_minutes: minutes, theme: 'dark' })),
      ...[24, 48, 72].map((hours) => other.change({ retention_hours: hours, resume_after_restart: true })),
    ]);
    const wanted = {
      autosave_minutes: 5,
      theme: 'dark',
      retention_hours: 72,
      resume_after_restart: true,
    };
    expect((await settingsIn(folder)).current()).toMatchObject(wanted);
    const heard = vi.fn();
    one.onChange(heard);
    expect((await one.refresh()).settings).toMatchObject(wanted);
    expect((await other.refresh()).settings).toMatchObject(wanted);
    expect(await readdir(folder)).toEqual(['settings.json']);
  });

  it('live in memory where they have no file', async () => {
    const { openSettings } = await import('./settingsService');
    const { realFileSystem } = await import('../sessions/fileSystem');
    const settings = await openSettings({
      file: null,
      given: {},
      fixed: {},
      defaultRoot: folder,
      scratchRoot: null,
      fs: realFileSystem,
      randomHex: () => 'ab',
    });
    await settings.change({ theme: 'dark' });
    expect((await settings.refresh()).settings.theme).toBe('dark');
    expect(settings.view().file).toBeNull();
  });
});

describe('the sessions folder', () => {
  it('changes at the next start, and is tried before it is taken', async () => {
    const settings = await settingsIn(folder);
    const place = join(folder, 'a', 'b');
    const view = await settings.change({ sessions_root: place });
    expect(view.sessions_root).toBe(join(folder, 'sessions'));
    expect(view.from_next_start).toBe('The sessions folder changes at the next start.');
    expect(await readdir(place)).toEqual([]);
    const next = await settingsIn(folder);
    expect(next.sessionsRoot).toBe(place);
    expect(next.view().from_next_start).toBeNull();
    expect((await settings.change({ sessions_root: null })).from_next_start).toBeNull();
  });

  it.each(['sessions_root', 'archive_folder'] as const)('refuses a %s that cannot be one', async (key) => {
    const settings = await settingsIn(folder);
    await writeFile(join(folder, 'file'), '');
    for (const [place, words] of [
      [join(folder, 'file'), 'a file is in the way'],
      [join(folder, 'file', 'below'), 'a file is in the way'],
      ['relative/place', 'not a whole path'],
    ] as const) {
      const failure = await failureOf(settings.change({ [key]: place, theme: 'dark' }));
      expect(failure).toMatchObject({ code: 'bad_request', field: `changes.${key}` });
      expect(failure.message).toContain(words);
    }
    expect(settings.current()).toEqual(DEFAULT_SETTINGS);
    await expect(readFile(path)).rejects.toThrow('ENOENT');
  });

  it('can be avoided for one run, and is still what counts at the next', async () => {
    await writeFile(path, JSON.stringify({ sessions_root: join(folder, 'gone') }));
    const settings = await settingsIn(folder, { avoidsChosenRoot: true });
    expect(settings.view()).toMatchObject({
      sessions_root: join(folder, 'sessions'),
      settings: { sessions_root: join(folder, 'gone') },
      from_next_start: 'The sessions folder changes at the next start.',
    });
    expect((await settings.change({ sessions_root: null, storage_type: 'file' })).from_next_start).toBeNull();
  });

  it('is the scratch folder with persistence off; what is kept goes to the other', async () => {
    const settings = await settingsIn(folder, { scratchRoot: join(folder, 'scratch') });
    expect(settings.view()).toMatchObject({
      sessions_root: join(folder, 'scratch'),
      persistence_enabled: false,
    });
    expect(settings.keptRoot).toBe(join(folder, 'sessions'));
  });
});

describe('a settings file that cannot be written', () => {
  it.each([
    ['ENOSPC', 'disk_full', 'The disk is full'],
    ['EROFS', 'no_permission', 'may only be read'],
    ['EACCES', 'no_permission', 'may only be read'],
    ['EIO', 'storage_failed', 'EIO'],
  ] as const)(
    'is told on %s, at whichever step, and nothing has changed',
    async (code, failureCode, words) => {
      const { createFaultyFileSystem } = await import('../sessions/faultyFileSystem');
      let failed = 0;
      for (let at = 1; ; at += 1) {
        await rm(folder, { recursive: true, force: true });
        await mkdir(folder);
        await writeFile(path, '{"theme": "dark", "other": 1}');
        const faulty = createFaultyFileSystem();
        const settings = await settingsIn(folder, { fs: faulty.fs });
        faulty.plan({ at: faulty.operations.length + at, kind: 'refuse', code });
        const before = faulty.operations.length;
        const outcome = await settings.change({ autosave_minutes: 7 }).catch((error: unknown) => error);
        const isHit = faulty.operations.length >= before + at;
        if (!isHit) break;
        const kept = JSON.parse(await readFile(path, 'utf8'));
        expect(kept).toMatchObject({ theme: 'dark', other: 1 });
        if (outcome instanceof AppFailure) {
          failed += 1;
          expect(outcome.code).toBe(failureCode);
          expect(outcome.message).toContain(words);
          expect(settings.current().autosave_minutes).toBeNull();
        } else expect(outcome).toMatchObject({ settings: { autosave_minutes: 7 } });
      }
      expect(failed).toBeGreaterThan(5);
    },
  );

  it('is told when it cannot be read, and its content stays', async () => {
    await mkdir(path);
    const said: string[] = [];
    const settings = await settingsIn(folder, { log: (message) => said.push(message) });
    expect(settings.current()).toEqual(DEFAULT_SETTINGS);
    expect(said).toEqual([expect.stringContaining('could not be read')]);
    expect((await failureOf(settings.change({ theme: 'dark' }))).message).toContain(path);
  });

  it('keeps those that count while it cannot be read for a moment, and tells nobody of a change', async () => {
    const { createFaultyFileSystem } = await import('../sessions/faultyFileSystem');
    await writeFile(path, '{"theme": "dark", "retention_hours": 48}');
    const faulty = createFaultyFileSystem();
    const said: string[] = [];
    const settings = await settingsIn(folder, { fs: faulty.fs, log: (message) => said.push(message) });
    const heard = vi.fn();
    settings.onChange(heard);
    faulty.plan({ at: faulty.operations.length + 1, kind: 'refuse', code: 'EIO' });
    expect((await settings.refresh()).settings).toMatchObject({ theme: 'dark', retention_hours: 48 });
    expect(faulty.struck).toBe(`read ${path}`);
    expect(heard).not.toHaveBeenCalled();
    expect(settings.unread()).toBeNull();
    expect(said).toEqual([expect.stringContaining('could not be read (EIO)')]);
    await writeFile(path, '{"theme": "light", "retention_hours": 48}');
    expect((await settings.refresh()).settings.theme).toBe('light');
  });

  it('is said as long as the defaults stand in for it after a start', async () => {
    await mkdir(path);
    const settings = await settingsIn(folder);
    expect(settings.unread()).toContain(`${path} could not be read (EISDIR)`);
    await settings.refresh();
    expect(settings.unread()).not.toBeNull();
    await rm(path, { recursive: true });
    await writeFile(path, '{"theme": "dark"}');
    expect((await settings.refresh()).settings.theme).toBe('dark');
    expect(settings.unread()).toBeNull();
  });
});

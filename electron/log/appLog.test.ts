import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { AppLogEntry } from '../../core/contract/storageView';
import { type AppLogOptions, createAppLog } from './appLog';
import { type LogDisk, realLogDisk } from './logDisk';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'blindfold-log-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const AT = '2026-03-04T05:06:07.000Z';
const open = (more: Partial<AppLogOptions> = {}) =>
  createAppLog({ folder: join(folder, 'logs'), disk: realLogDisk, now: () => new Date(AT), ...more });
const messages = (entries: AppLogEntry[]) => entries.map(({ message }) => message);

describe('the log', () => {
  it('writes time, level and message, a line each, for its owner alone', async () => {
    const log = open();
    log.write('info', 'Blindfold starts.');
    log.write('warning', 'two\nlines');
    await log.settled();
    const file = join(folder, 'logs', 'blindfold.log');
    expect(log.file).toBe(file);
    expect(await readFile(file, 'utf8')).toBe(`${AT} info Blindfold starts.\n${AT} warning two\n  lines\n`);
    if (process.platform !== 'win32') expect((await stat(file)).mode & 0o777).toBe(0o600);
  });

  it('is read back newest last, by level, and no more than is asked for', async () => {
    const log = open();
    for (let index = 1; index <= 6; index += 1)
      log.write(index % 2 === 0 ? 'error' : 'info', `line ${index}`);
    expect(messages(await log.read({ limit: 3 }))).toEqual(['line 4', 'line 5', 'line 6']);
    expect(messages(await log.read({ level: 'error', limit: 2 }))).toEqual(['line 4', 'line 6']);
    expect(await log.read({ level: 'warning', limit: 10 })).toEqual([]);
    expect((await open().read({ limit: 1 }))[0]).toEqual({ at: AT, level: 'error', message: 'line 6' });
  });

  it('keeps an error with its stack and what caused it', async () => {
    const log = open();
    log.write('error', 'A fault', new Error('outer', { cause: new TypeError('inner') }));
    const [entry] = await log.read({ limit: 1 });
    expect(entry?.message).toMatch(/^A fault\nError: outer\n {4}at .*appLog\.test/);
    expect(entry?.message).toContain('Caused by: TypeError: inner');
  });

  it('goes round in three files of a size', async () => {
    const log = open({ maxBytes: 400 });
    for (let index = 0; index < 60; index += 1) {
      log.write('info', `line ${index} ${'.'.repeat(30)}`);
      await log.settled();
    }
    const names = (await readdir(join(folder, 'logs'))).sort();
    expect(names).toEqual(['blindfold.log', 'blindfold.log.1', 'blindfold.log.2']);
    for (const name of names) expect((await stat(join(folder, 'logs', name))).size).toBeLessThan(400 + 100);
    const kept = messages(await log.read({ limit: 1000 }));
    expect(kept.length).toBeGreaterThan(8);
    expect(kept.at(-1)).toContain('line 59');
    // In order, over the seams of the files.
    const numbers = kept.map((message) => Number(message.split(' ')[1]));
    expect(numbers).toEqual(numbers.map((_, index) => (numbers[0] ?? 0) + index));
  });

  it('takes lines of two copies of the app, whole', async () => {
    const [one, other] = [open(), open()];
    for (let index = 0; index < 50; index += 1) {
      one.write('info', `one ${index}`);
      other.write('info', `other ${index}`);
      if (index % 7 === 0) await one.settled();
    }
    await Promise.all([one.settled(), other.settled()]);
    expect(messages(await one.read({ limit: 1000 }))).toHaveLength(100);
  });

  it('leaves out what is no entry', async () => {
    await mkdir(join(folder, 'logs'));
    await writeFile(
      join(folder, 'logs', 'blindfold.log'),
      `  the end of an entry\nnoise\n2026-99-99T00:00:00Z info no time\n${AT} shout no level\n${AT} info good\n`,
    );
    expect(messages(await open().read({ limit: 10 }))).toEqual(['good']);
  });

  it('tells of each entry, and a listener that fails or logs does no harm', async () => {
    const log = open();
    const heard: AppLogEntry[] = [];
    log.onEntry(() => {
      log.write('error', 'from the listener');
      throw new Error('bad listener');
    });
    const stop = log.onEntry((entry) => heard.push(entry));
    log.write('info', 'first');
    stop();
    log.write('info', 'second');
    expect(messages(heard).filter((message) => message !== 'first')).toEqual([]);
    expect(messages(await log.read({ limit: 10 }))).toEqual([
      'first',
      'from the listener',
      'second',
      'from the listener',
    ]);
  });

  it('lives in memory without a folder', async () => {
    const log = createAppLog({ folder: null, disk: realLogDisk, now: () => new Date(AT) });
    for (let index = 0; index < 1500; index += 1) log.write('info', `line ${index}`);
    const kept = messages(await log.read({ limit: 10_000 }));
    expect(kept).toHaveLength(1000);
    expect(kept.at(-1)).toBe('line 1499');
    expect(log.file).toBeNull();
  });

  it('leaves the last words of a program that ends, with what waited', async () => {
    const log = open();
    log.write('info', 'before');
    await log.settled();
    log.write('info', 'waiting');
    log.lastWords('Blindfold ends by a fault.', new Error('boom'));
    expect(
      messages(await open().read({ limit: 9 })).map((message) => message.split('\n').slice(0, 2)),
    ).toEqual([['before'], ['waiting'], ['Blindfold ends by a fault.', 'Error: boom']]);
  });
});

describe('a disk that fails', () => {
  function failing(code: string) {
    const state = { isFailing: true };
    const fail = <T>(run: () => Promise<T>) =>
      state.isFailing ? Promise.reject(Object.assign(new Error(code), { code })) : run();
    const disk: LogDisk = {
      append: (path, text) => fail(() => realLogDisk.append(path, text)),
      appendNow: () => {
        throw Object.assign(new Error(code), { code });
      },
      size: (path) => fail(() => realLogDisk.size(path)),
      rename: (from, to) => fail(() => realLogDisk.rename(from, to)),
      read: (path) => fail(() => realLogDisk.read(path)),
    };
    return { disk, state };
  }

  it.each(['ENOSPC', 'EROFS', 'EACCES', 'EIO'])('is harmless on %s, and told of afterwards', async (code) => {
    const { disk, state } = failing(code);
    const log = open({ disk });
    log.write('info', 'lost 1');
    log.write('info', 'lost 2');
    await log.settled();
    log.lastWords('lost too', new Error('x'));
    expect(messages(await log.read({ limit: 10 })).slice(0, 2)).toEqual(['lost 1', 'lost 2']);
    state.isFailing = false;
    log.write('info', 'there is room again');
    expect(messages(await log.read({ limit: 10 }))).toEqual([
      '2 lines of this log could not be written before.',
      'there is room again',
    ]);
  });

  it('reads from memory what the disk does not give back', async () => {
    const { disk, state } = failing('EIO');
    state.isFailing = false;
    const log = open({ disk });
    log.write('info', 'kept');
    await log.settled();
    state.isFailing = true;
    expect(messages(await log.read({ limit: 10 }))).toEqual(['kept']);
  });

  it('goes on when an old file cannot be put aside', async () => {
    const log = open({
      maxBytes: 10,
      disk: {
        ...realLogDisk,
        rename: () => Promise.reject(Object.assign(new Error('EBUSY'), { code: 'EBUSY' })),
      },
    });
    log.write('info', 'one');
    await log.settled();
    log.write('info', 'two');
    expect(messages(await log.read({ limit: 10 }))).toEqual(['one', 'two']);
  });
});

describe('secrets', () => {
  it.each([
    ['http://ann:pw-of-ann@gpu-box:8188/x', 'pw-of-ann'],
    ['GET http://gpu-box:8188/view?filename=secret-name.png&k=1 failed', 'secret-name'],
    ['ws://gpu-box/ws?clientId=abc-secret', 'abc-secret'],
    ['Authorization: Bearer abc.def-ghi', 'abc.def'],
    ['authorization: Basic dXNlcjpwYXNz', 'dXNlcjpwYXNz'],
    ['{"api_key": "very-secret"}', 'very-secret'],
    ['token=very-secret next', 'very-secret'],
    ['x-api-key: very-secret', 'very-secret'],
    ['OPENAI_API_KEY=very-secret', 'very-secret'],
    ['the key sk-abcdefghijklmnop1234 was refused', 'abcdefghijklmnop'],
    ["ENOENT: open '/home/s/20260101_000000/output/lora_0_1_w0.8.png'", 'w0.8'],
    ['C:\\s\\output\\a_fox_in_snow_w1_s5_20260101.png is torn', 'a_fox'],
    ['called with hidden-by-name at the end', 'hidden-by-name'],
  ])('do not get into the log: %s', async (text, secret) => {
    const log = open();
    log.hide('hidden-by-name');
    const heard: AppLogEntry[] = [];
    log.onEntry((entry) => heard.push(entry));
    log.write('warning', text);
    log.write('error', 'as an error', new Error(text, { cause: new Error(`and ${text}`) }));
    log.lastWords('at the end', new Error(text));
    await log.settled();
    const all = [
      await readFile(log.file ?? '', 'utf8'),
      JSON.stringify(heard),
      JSON.stringify(await log.read({ limit: 10 })),
    ];
    for (const place of all) expect(place).not.toContain(secret);
  });

  it('leave harmless words alone', async () => {
    const log = open();
    const text =
      'ComfyUI at http://127.0.0.1:8188/prompt answered 500. The lock of 20260101_000000 was taken over.';
    log.write('info', text);
    expect(messages(await log.read({ limit: 1 }))).toEqual([text]);
  });
});

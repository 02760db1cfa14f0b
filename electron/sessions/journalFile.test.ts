import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { JournalEvent } from '../../core/session/events';
import { createFaultyFileSystem } from './faultyFileSystem';
import { type OpenMode, realFileSystem } from './fileSystem';
import { journalLine, openJournal, parseJournal, readJournal } from './journalFile';
import { temporaryFolder } from './testStore';

let folder = '';
let path = '';
beforeEach(async () => {
  folder = await temporaryFolder();
  path = join(folder, 'journal.jsonl');
});
afterEach(() => rm(folder, { recursive: true }));

const note = (seq: number, notes = `note ${seq}`): JournalEvent => ({
  seq,
  at: '2024-01-15T14:30:22.000Z',
  type: 'notes_changed',
  notes,
});
const lines = (...events: JournalEvent[]) => events.map(journalLine).join('');
const parse = (text: string) => parseJournal(Buffer.from(text));
const text = () => readFile(path, 'utf8');

describe('reading', () => {
  it('gives the events in order; a missing file is an empty journal', async () => {
    expect(await readJournal(realFileSystem, path)).toEqual({
      events: [],
      lastSeq: 0,
      size: 0,
      lacksLineBreak: false,
      unreadable: [],
    });
    await writeFile(path, lines(note(1), note(2, 'zwei\u2028"\n')));
    expect((await readJournal(realFileSystem, path)).events).toEqual([note(1), note(2, 'zwei\u2028"\n')]);
  });

  it('drops a last line that was torn at any byte, and nothing else', () => {
    const whole = lines(note(1));
    const last = Buffer.from(lines(note(2, 'Füchse')));
    for (let kept = 0; kept < last.length; kept += 1) {
      const bytes = Buffer.concat([Buffer.from(whole), last.subarray(0, kept)]);
      const found = parseJournal(bytes);
      const isWhole = kept === last.length - 1;
      expect(found.events.map((event) => event.seq)).toEqual(isWhole ? [1, 2] : [1]);
      expect(found.size).toBe(isWhole ? bytes.length : whole.length);
      expect(found.lacksLineBreak).toBe(isWhole);
      expect(found.unreadable).toEqual([]);
    }
  });

  it('drops a tail of zeros, as a power cut leaves it', () => {
    const found = parse(`${lines(note(1))}\u0000\u0000\u0000`);
    expect(found).toMatchObject({ lastSeq: 1, size: lines(note(1)).length, unreadable: [] });
  });

  it('names lines in the middle that are no events, and passes over empty ones', () => {
    const found = parse(`${lines(note(1))}rubbish\n\n{"seq":9}\n${lines(note(3))}`);
    expect(found.events.map((event) => event.seq)).toEqual([1, 3]);
    expect(found.unreadable).toEqual([2, 4]);
    expect(
      parseJournal(Buffer.concat([Buffer.from([0xff, 0x0a]), Buffer.from(lines(note(2)))])).unreadable,
    ).toEqual([1]);
  });

  it('counts the places of events that a newer version wrote', () => {
    const found = parse(`${lines(note(1))}{"seq":7,"at":"2024-01-15T14:30:22Z","type":"from_the_future"}\n`);
    expect(found).toMatchObject({ lastSeq: 7, unreadable: [] });
    expect(found.events).toHaveLength(1);
  });
});

describe('writing', () => {
  const open = async (fs = realFileSystem) => openJournal(fs, path, await readJournal(fs, path));

  it('appends and flushes in one write each', async () => {
    const { fs, operations } = createFaultyFileSystem();
    const journal = await open(fs);
    const before = operations.length;
    await journal.append(lines(note(1), note(2)));
    expect(operations.slice(before).map((name) => name.split(' ')[0])).toEqual(['facts', 'write', 'sync']);
    await journal.append(lines(note(3)));
    await journal.close();
    expect(await text()).toBe(lines(note(1), note(2), note(3)));
  });

  it('flushes the name of a new journal before anything is written to it, and of no other', async () => {
    const fresh = createFaultyFileSystem();
    const journal = await open(fresh.fs);
    expect(fresh.operations.at(-1)).toBe(`syncFolder ${folder}`);
    await journal.append(lines(note(1)));
    await journal.close();
    const known = createFaultyFileSystem();
    await (await open(known.fs)).close();
    expect(known.operations).not.toContain(`syncFolder ${folder}`);
  });

  it('cuts a torn line away first, and ends a line that lacks its break', async () => {
    await writeFile(
      path,
      `${lines(note(1))}{"seq":2,"at":"2024-01-15T14:30:22.000Z","type":"notes_changed","notes":"a long tail`,
    );
    const torn = await open();
    await torn.append(lines(note(2, 's')));
    await torn.close();
    expect(await text()).toBe(lines(note(1), note(2, 's')));
    await writeFile(path, lines(note(1), note(2)).trimEnd());
    const open2 = await open();
    await open2.append(lines(note(3)));
    await open2.append(lines(note(4)));
    await open2.close();
    expect(await text()).toBe(lines(note(1), note(2), note(3), note(4)));
  });

  it.each(['write', 'sync'])('ends where it ended before when the %s fails', async (operation) => {
    const faulty = createFaultyFileSystem();
    const journal = await open(faulty.fs);
    await journal.append(lines(note(1)));
    const at = faulty.operations.length + (operation === 'write' ? 2 : 3);
    faulty.plan({ at, kind: 'refuse', code: 'ENOSPC' });
    await expect(journal.append(lines(note(2, 'x'.repeat(1000))))).rejects.toMatchObject({ code: 'ENOSPC' });
    expect(await text()).toBe(lines(note(1)));
    await journal.append(lines(note(2)));
    expect(await text()).toBe(lines(note(1), note(2)));
    await journal.close();
  });

  it('cuts back before the next line when it could not at once', async () => {
    let broken = false;
    const refuse = () => Promise.reject(Object.assign(new Error('full'), { code: 'ENOSPC' }));
    const fs = {
      ...realFileSystem,
      open: async (where: string, mode: OpenMode) => {
        const file = await realFileSystem.open(where, mode);
        return {
          ...file,
          sync: () => (broken ? refuse() : file.sync()),
          truncate: (size: number) => (broken ? refuse() : file.truncate(size)),
        };
      },
    };
    const journal = await open(fs);
    await journal.append(lines(note(1)));
    broken = true;
    await expect(journal.append(lines(note(2, 'x'.repeat(100))))).rejects.toMatchObject({ code: 'ENOSPC' });
    await expect(journal.append(lines(note(2)))).rejects.toMatchObject({ code: 'ENOSPC' });
    broken = false;
    await journal.append(lines(note(2)));
    expect(await text()).toBe(lines(note(1), note(2)));
    await journal.close();
  });

  it.each(['moved', 'removed', 'replaced'])('refuses to write into a file that was %s', async (what) => {
    const journal = await open();
    await journal.append(lines(note(1)));
    if (what === 'removed') await rm(path);
    else await rename(path, `${path}.away`);
    if (what === 'replaced') await writeFile(path, lines(note(1)));
    await expect(journal.append(lines(note(2)))).rejects.toMatchObject({ code: 'ENOENT' });
    await journal.close();
  });
});

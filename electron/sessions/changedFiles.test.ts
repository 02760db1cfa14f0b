import { appendFile, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { stringifyJson } from '../../core/session/json';
import { sampleSetup } from '../../core/session/sampleJournal';
import type { JsonObject } from '../../core/session/state';
import { edit, journalOf, savedOf, sessionWorld, typesOf } from './testStore';

const { world, start } = sessionWorld();

describe('files that another hand changed', () => {
  async function saved() {
    const store = await start();
    const session = await store.create(sampleSetup(), '');
    await session.save();
    await session.append(edit('Second'));
    await session.save();
    await session.append(edit('Unsaved'));
    await session.close();
    return { store, session };
  }

  it('a broken file falls back to the one before, says so, loses nothing, and is kept as evidence at the next save', async () => {
    const { store, session } = await saved();
    const good = await readFile(session.folder.metaBackup, 'utf8');
    await writeFile(session.folder.meta, '{"session_id": "2024');
    const again = await store.open(session.id);
    expect(again.state.setup.metrics).toEqual(['Unsaved']);
    expect(again.repairs).toEqual([expect.stringContaining('session_meta.json cannot be read')]);
    const warned = async () =>
      (await again.readLog(100)).flatMap((event) =>
        event.type === 'log' && event.level === 'warning' ? [event.message] : [],
      );
    // Told at once, journaled once, and said until the next save, also after the session was let go.
    expect(await warned()).toEqual(again.repairs);
    expect(await typesOf(session)).not.toContain('log');
    await again.append(edit('More'));
    await again.close();
    const reopened = await store.open(session.id);
    expect(reopened.repairs).toEqual([expect.stringContaining('.broken-')]);
    await again.append(edit('More'));
    expect(await warned()).toEqual(reopened.repairs);
    await again.save();
    expect(again.repairs).toEqual([]);
    expect((await journalOf(session)).findLast((event) => event.type === 'log')).toMatchObject({
      level: 'info',
      message: 'The broken session_meta.json was kept as session_meta.json.broken-20240115_143022.',
    });
    await again.close();
    expect((await store.open(session.id)).repairs).toEqual([]);
    expect(await readFile(session.folder.metaBackup, 'utf8')).toBe(good);
    expect(await readFile(`${session.folder.meta}.broken-20240115_143022`, 'utf8')).toBe(
      '{"session_id": "2024',
    );
    expect(((await savedOf(session))['step_1_setup'] as JsonObject)['metrics']).toEqual(['More']);
  });

  it.each(['', 'null', '[1]', '{"a": 1', '\u0000\u0000'])(
    'without a usable save the journal tells all (%j)',
    async (text) => {
      const { store, session } = await saved();
      await writeFile(session.folder.meta, text);
      await writeFile(session.folder.metaBackup, text);
      const again = await store.open(session.id);
      expect(again).toMatchObject({ damaged: null, repairs: [expect.stringContaining('from its journal')] });
      expect(again.state.setup).toEqual(sampleSetup({ metrics: ['Unsaved'] }));
    },
  );

  it('what was saved stays saved when the file breaks afterwards, and a discard does not take it back', async () => {
    for (const backup of ['good', 'broken'] as const) {
      const { store, session } = await saved();
      await writeFile(session.folder.meta, '{"torn');
      if (backup === 'broken') await writeFile(session.folder.metaBackup, '{"torn');
      const again = await store.open(session.id);
      expect(again.state.setup.metrics).toEqual(['Unsaved']);
      expect(again.unsavedChanges).toBe(1);
      await again.discard();
      expect(again.state.setup.metrics).toEqual(['Second']);
      await again.save();
      expect((await savedOf(session))['step_1_setup']).toMatchObject({ metrics: ['Second'] });
      await again.close();
    }
  });

  it('a discarded draft that was never saved has its server again', async () => {
    const store = await start({ servers: () => ['10.0.0.5:8188'] });
    const session = await store.create(sampleSetup(), '');
    await session.discard();
    expect(session.state.setup).toMatchObject({ servers: ['10.0.0.5:8188'], seeds: [] });
  });

  it('says what is lost where the journal is gone as well, and that both files are gone', async () => {
    const first = await saved();
    await writeFile(first.session.folder.meta, '{"torn');
    await rm(first.session.folder.journal);
    const [without] = (await first.store.open(first.session.id)).repairs;
    expect(without).toContain('what came after that save is lost');
    const second = await saved();
    await rm(second.session.folder.meta);
    await rm(second.session.folder.metaBackup);
    const [missing] = (await second.store.open(second.session.id)).repairs;
    expect(missing).toContain('session_meta.json is missing, and so is the save before it.');
  });

  it('a missing file falls back as well', async () => {
    const { store, session } = await saved();
    await rm(session.folder.meta);
    const again = await store.open(session.id);
    expect(again.repairs).toEqual([expect.stringContaining('is missing')]);
    expect(again.state.setup.metrics).toEqual(['Unsaved']);
  });

  it('a missing journal counts on from the file, and what comes after is not lost', async () => {
    const { store, session } = await saved();
    await rm(session.folder.journal);
    const again = await store.open(session.id);
    expect(again.state.setup.metrics).toEqual(['Second']);
    const told = [
      expect.stringContaining('journal.jsonl is missing, so what came after the last save is lost'),
    ];
    expect(again.repairs).toEqual(told);
    await again.append(edit('New'));
    await again.close();
    const events = await journalOf(session);
    expect(events.map((event) => [event.seq, event.type])).toEqual([
      [4, 'adopted'],
      [5, 'log'],
      [6, 'setup_changed'],
    ]);
    expect((await store.open(session.id)).repairs).toEqual(told);
    expect((await store.open(session.id)).state.setup.metrics).toEqual(['New']);
    await session.discard();
    expect(session.state.setup.metrics).toEqual(['Second']);
  });

  it('a journal that was left behind by its file is history', async () => {
    const { store, session } = await saved();
    const [first = ''] = (await readFile(session.folder.journal, 'utf8')).split('\n');
    await writeFile(session.folder.journal, `${first}\n`);
    const again = await store.open(session.id);
    expect(again.state.setup.metrics).toEqual(['Second']);
    await again.append(edit('New'));
    expect((await journalOf(session)).map((event) => event.seq)).toEqual([1, 4, 5]);
  });

  it('a file that another tool wrote wins: adopted once, older events are history', async () => {
    const { store, session } = await saved();
    const document = await savedOf(session);
    (document['step_1_setup'] as JsonObject)['metrics'] = ['By another tool'];
    delete document['blindfold'];
    await writeFile(session.folder.meta, stringifyJson(document));
    const again = await store.open(session.id);
    expect(again.state.setup.metrics).toEqual(['By another tool']);
    expect(again).toMatchObject({ unsavedChanges: 0, recovery: null });
    expect(again.repairs).toEqual([expect.stringContaining('Another program')]);
    expect(await typesOf(session)).not.toContain('adopted');
    await again.append(edit('Mine'));
    await again.close();
    const reopened = await store.open(session.id);
    expect(reopened.state.setup.metrics).toEqual(['Mine']);
    expect(reopened).toMatchObject({
      unsavedChanges: 1,
      repairs: [expect.stringContaining('Another program')],
    });
    await reopened.append({ type: 'pinned', pinned: true });
    await reopened.discard();
    expect(reopened.state.setup.metrics).toEqual(['By another tool']);
    expect(reopened.state.pinned).toBe(true);
    expect((await typesOf(session)).filter((type) => type === 'adopted')).toHaveLength(1);
    await reopened.save();
    await reopened.close();
    expect((await store.open(session.id)).repairs).toEqual([]);
  });

  it('another tool that writes while we hold the session keeps its work beside ours, and every save says so', async () => {
    const store = await start();
    const session = await store.create(sampleSetup(), '');
    await session.save();
    for (const [number, suffix] of [
      [1, ''],
      [2, '-2'],
    ] as const) {
      const theirs = stringifyJson({ ...(await savedOf(session)), by: `another tool ${number}` });
      await writeFile(session.folder.meta, theirs);
      await session.append(edit('Mine'));
      await session.save();
      await session.save();
      const name = `session_meta.json.other-20240115_143022${suffix}`;
      expect(await readFile(join(session.folder.path, name), 'utf8')).toBe(theirs);
      expect((await journalOf(session)).findLast((event) => event.type === 'log')).toMatchObject({
        level: 'warning',
        message: expect.stringContaining(`was kept as ${name};`),
      });
    }
    expect(JSON.parse(await readFile(session.folder.metaBackup, 'utf8'))).not.toHaveProperty('by');
    expect(session.state.setup.metrics).toEqual(['Mine']);
    expect((await savedOf(session))['step_1_setup']).toMatchObject({ metrics: ['Mine'] });
  });

  it('a torn last line is dropped and does not spoil the next one', async () => {
    const { store, session } = await saved();
    const before = await journalOf(session);
    await appendFile(session.folder.journal, '{"seq":6,"at":"2024-01-15T14:30:22.000Z","type":"pinn');
    const again = await store.open(session.id);
    expect(again).toMatchObject({ repairs: [], damaged: null });
    await again.append(edit('Next'));
    expect(await journalOf(session)).toEqual([
      ...before,
      expect.objectContaining({ seq: 6, type: 'setup_changed' }),
    ]);
    expect(await readFile(session.folder.journal, 'utf8')).not.toContain('pinn');
  });

  it('lines in the middle that cannot be read are left out, named, and stay', async () => {
    const { store, session } = await saved();
    const lines = (await readFile(session.folder.journal, 'utf8')).split('\n');
    lines[2] = 'rubbish';
    await writeFile(session.folder.journal, lines.join('\n'));
    const again = await store.open(session.id);
    const told = ['Line 3 of journal.jsonl cannot be read and was left out. It stays in the file.'];
    expect(again.repairs).toEqual(told);
    expect(again.state.setup.metrics).toEqual(['Unsaved']);
    await again.append(edit('Next'));
    await again.close();
    expect((await store.open(session.id)).repairs).toEqual(told);
    await again.save();
    await again.close();
    // The line is in the journal for ever; it was said.
    expect((await store.open(session.id)).repairs).toEqual([]);
    expect(await readFile(session.folder.journal, 'utf8')).toContain('\nrubbish\n');
  });

  it('a folder with nothing to go by is listed as damaged and refuses to be written', async () => {
    const store = await start();
    await mkdir(join(world.root, '20230101_000000'));
    const glance = await store.peek('20230101_000000');
    expect(glance.damaged).toContain('no saved state');
    const session = await store.open('20230101_000000');
    await expect(session.append(edit('A'))).rejects.toMatchObject({ code: 'not_possible' });
    expect(await readdir(session.folder.path)).toEqual([]);
    await writeFile(
      session.folder.meta,
      '{"session_id": "20230101_000000", "step_1_setup": {"metrics": ["Theirs"]}}',
    );
    const mended = await store.open('20230101_000000');
    expect(mended).toMatchObject({ damaged: null });
    expect(mended.state.setup.metrics).toEqual(['Theirs']);
    await mended.append(edit('A'));
    expect(await typesOf(mended)).toEqual(['adopted', 'setup_changed']);
  });

  it('the trial secret of a file that holds none stays the same while the program runs', async () => {
    const store = await start();
    await mkdir(join(world.root, '20230101_000000'));
    const image = (name: string) => ({ image_path: `out\\${name}`, lora_name: 'l', timestamp: '' });
    const result = { baseline: image('b.png'), lora: image('l.png'), weight: 1, prompt: 'p', seed: 1 };
    await writeFile(
      join(world.root, '20230101_000000', 'session_meta.json'),
      stringifyJson({ step_2_generation: { results: [result] } }),
    );
    const first = await store.open('20230101_000000');
    const key = first.state.started?.blind_key;
    await first.append({ type: 'pinned', pinned: true });
    await first.close();
    expect((await store.open('20230101_000000')).state.started?.blind_key).toBe(key);
    expect(key).toHaveLength(64);
  });
});

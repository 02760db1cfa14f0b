import { appendFile, readFile, rm, truncate } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { sampleSetup } from '../../core/session/sampleJournal';
import { createFaultyFileSystem } from './faultyFileSystem';
import { journalLine } from './journalFile';
import type { OpenSession } from './openSession';
import { edit, journalOf, savedOf, sessionWorld } from './testStore';

const { start } = sessionWorld();

/** What the setups of the journal say, in the order of its lines; each line must have the place after the one before. */
async function toldBy(session: OpenSession): Promise<unknown[]> {
  const events = await journalOf(session);
  expect(events.map(({ seq }) => seq)).toEqual(events.map((_, index) => index + 1));
  expect((await readFile(session.folder.journal)).includes(0)).toBe(false);
  return events.flatMap((event) =>
    event.type === 'setup_changed' && 'metrics' in event.changes ? [event.changes.metrics?.[0]] : [],
  );
}

/** A line as another program would write it behind all others. */
async function appendByHand(session: OpenSession, metric: string): Promise<void> {
  const seq = ((await journalOf(session)).at(-1)?.seq ?? 0) + 1;
  const event = { seq, at: '2024-01-15T14:30:22.000Z', ...edit(metric) };
  await appendFile(session.folder.journal, journalLine(event as Parameters<typeof journalLine>[0]));
}

describe('a journal that another program writes to while it is open here', () => {
  it('is left alone as long as the other one has the lock, and gone on with behind its lines after that', async () => {
    const here = await start();
    const there = await start();
    const mine = await here.create(sampleSetup({ metrics: ['Draft'] }), '');
    await mine.append(edit('Mine'));
    await rm(mine.folder.lock);
    const theirs = await there.open(mine.id);
    await theirs.append(edit('Theirs'));
    await theirs.append(edit('Theirs too'));
    await expect(mine.append(edit('Too late'))).rejects.toMatchObject({ code: 'session_locked' });
    await expect(mine.save()).rejects.toMatchObject({ code: 'session_locked' });
    expect(await toldBy(mine)).toEqual(['Draft', 'Mine', 'Theirs', 'Theirs too']);
    await theirs.close();
    await mine.append(edit('Mine again'));
    expect(await toldBy(mine)).toEqual(['Draft', 'Mine', 'Theirs', 'Theirs too', 'Mine again']);
    expect(mine.readOnly).toBe(false);
  });

  it('is read again when the other one came and went', async () => {
    const here = await start();
    const there = await start();
    const mine = await here.create(sampleSetup({ metrics: ['Draft'] }), '');
    await rm(mine.folder.lock);
    const theirs = await there.open(mine.id);
    await theirs.append({ type: 'pinned', pinned: true });
    await theirs.close();
    await Promise.all([mine.append(edit('One')), mine.append(edit('Two'))]);
    expect(await toldBy(mine)).toEqual(['Draft', 'One', 'Two']);
    expect(mine.state).toMatchObject({ pinned: true, setup: { metrics: ['Two'] } });
  });

  it('takes the lock again when only that was removed', async () => {
    const store = await start();
    const session = await store.create(sampleSetup(), '');
    await rm(session.folder.lock);
    await session.append(edit('Mine'));
    expect(await readFile(session.folder.lock, 'utf8')).toContain('"token"');
  });

  it('keeps a line that stands behind our last one', async () => {
    const store = await start();
    const session = await store.create(sampleSetup({ metrics: ['Draft'] }), '');
    await appendByHand(session, 'By hand');
    await Promise.all([session.append(edit('One')), session.append(edit('Two'))]);
    expect(await toldBy(session)).toEqual(['Draft', 'By hand', 'One', 'Two']);
    await appendByHand(session, 'By hand again');
    await session.save();
    expect((await savedOf(session))['step_1_setup']).toMatchObject({ metrics: ['By hand again'] });
    expect(session.unsavedChanges).toBe(0);
    await appendByHand(session, 'By hand, unsaved');
    await session.discard();
    expect(session.state.setup.metrics).toEqual(['By hand again']);
    expect(await toldBy(session)).toEqual([
      ...['Draft', 'By hand', 'One', 'Two', 'By hand again', 'By hand, unsaved'],
    ]);
  });

  it('goes on where it ends after it was shortened', async () => {
    const store = await start();
    const session = await store.create(sampleSetup({ metrics: ['Draft'] }), '');
    const [first = ''] = (await readFile(session.folder.journal, 'utf8')).split('\n');
    await session.append(edit('Gone'));
    await truncate(session.folder.journal, Buffer.byteLength(first) + 1);
    await session.append(edit('New'));
    expect(await toldBy(session)).toEqual(['Draft', 'New']);
    expect(session.state.setup.metrics).toEqual(['New']);
  });

  it('costs one look at the lock and one at the journal for each write', async () => {
    const { fs, operations } = createFaultyFileSystem();
    const store = await start({ fs });
    const session = await store.create(sampleSetup(), '');
    await session.append(edit('One'));
    const before = operations.length;
    await session.append(edit('Two'));
    const { lock, journal } = session.folder;
    expect(operations.slice(before)).toEqual([
      ...[`facts ${lock}`, `facts ${journal}`, `write ${journal}`, `sync ${journal}`],
    ]);
  });
});

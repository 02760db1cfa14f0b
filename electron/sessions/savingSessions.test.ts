import { readFile, writeFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { stringifyJson } from '../../core/session/json';
import { generationEvents, sampleSetup, voteEvent } from '../../core/session/sampleJournal';
import { FIRST_RATER, findRater, type JsonObject } from '../../core/session/state';
import { putPictures } from './testPictures';
import { edit, savedOf, sessionWorld, typesOf } from './testStore';

const { start, lifetimes } = sessionWorld();

describe('saving', () => {
  it('writes the file, keeps the one before, and clears the mark', async () => {
    const session = await (await start()).create(sampleSetup(), '');
    await session.save();
    const first = await readFile(session.folder.meta, 'utf8');
    expect(first).toContain('\n  "step_1_setup": {');
    expect(first).toContain('Füchse');
    expect(session).toMatchObject({
      unsavedChanges: 0,
      savedAt: new Date(2024, 0, 15, 14, 30, 22).toISOString(),
    });
    await session.append(edit('A'));
    expect(session.unsavedChanges).toBe(1);
    expect(await readFile(session.folder.meta, 'utf8')).toBe(first);
    await session.save();
    expect(await readFile(session.folder.metaBackup, 'utf8')).toBe(first);
    expect(((await savedOf(session))['blindfold'] as JsonObject)['journal_seq']).toBe(3);
  });

  it('goes on in the next program with nothing lost, doubled or left to recover', async () => {
    const life = lifetimes();
    const store = await life.next();
    const session = await store.create(sampleSetup(), 'n');
    await session.append(...generationEvents(), voteEvent(0, 'Quality', 'A'));
    await putPictures(session);
    await session.save();
    const state = structuredClone({ ...session.state, source: null });
    const next = await life.next();
    const again = await next.open(session.id);
    expect({ ...again.state, source: null, journal_seq: 0 }).toEqual({ ...state, journal_seq: 0 });
    expect(again).toMatchObject({ unsavedChanges: 0, recovery: null, repairs: [], savedAt: session.savedAt });
    await again.append(voteEvent(0, 'Style', 'B'));
    expect(findRater(again.state, FIRST_RATER)?.votes).toHaveLength(2);
    await next.dispose();
  });

  it('keeps fields of other tools and integers beyond 2^53', async () => {
    const store = await start();
    const session = await store.create(sampleSetup(), '');
    await session.save();
    await session.close();
    const document = await savedOf(session);
    document['x_top'] = 12_345_678_901_234_567_890n;
    (document['step_1_setup'] as JsonObject)['x_deep'] = { a: [-9_007_199_254_740_993n] };
    await writeFile(session.folder.meta, stringifyJson(document));
    const again = await store.open(session.id);
    await again.append(edit('A'));
    await again.save();
    const after = await savedOf(again);
    expect(after['x_top']).toBe(12_345_678_901_234_567_890n);
    expect((after['step_1_setup'] as JsonObject)['x_deep']).toEqual({ a: [-9_007_199_254_740_993n] });
    expect((after['step_1_setup'] as JsonObject)['metrics']).toEqual(['A']);
    expect((after['step_1_setup'] as JsonObject)['seeds']).toEqual([18_446_744_073_709_551_615n]);
  });
});

describe('discarding', () => {
  it('goes back to the save, but for images, notes and what was looked at', async () => {
    const session = await (await start()).create(sampleSetup(), '');
    await session.append(edit('Saved'));
    await session.save();
    await session.append(
      edit('Gone'),
      ...generationEvents(sampleSetup({ metrics: ['Gone'] })),
      voteEvent(0, 'Gone', 'A'),
    );
    await session.append(
      { type: 'notes_changed', notes: 'kept' },
      { type: 'revealed', by: 'hand', votes_done: 1, votes_total: 4 },
    );
    await putPictures(session);
    expect(session.unsavedChanges).toBe(2);
    await session.discard();
    expect(session.unsavedChanges).toBe(0);
    expect(session.state.images.size).toBe(6);
    expect(session.state.notes).toBe('kept');
    expect(session.state.revealed).toMatchObject({ early: true });
    expect(findRater(session.state, FIRST_RATER)?.votes).toEqual([]);
    expect(session.state.started?.setup.metrics).toEqual(['Gone']);
  });

  it('counts the votes that it takes back after the reveal, for whoever reads the session later', async () => {
    const session = await (await start()).create(sampleSetup(), '');
    await session.append(...generationEvents(), voteEvent(0, 'Quality', 'A'));
    await session.save();
    await session.append(
      voteEvent(0, 'Style', 'A'),
      voteEvent(1, 'Style', 'B'),
      { type: 'revealed', by: 'hand', votes_done: 3, votes_total: 8 },
      { type: 'vote_undone', vote_id: voteEvent(0, 'Style', 'A').vote_id, rater: FIRST_RATER },
    );
    const takenBack = () => session.state.revealed?.votes_taken_back;
    expect(takenBack()).toBe(1);
    await session.discard();
    expect(findRater(session.state, FIRST_RATER)?.votes).toHaveLength(1);
    expect(takenBack()).toBe(2);
    await session.append(voteEvent(0, 'Style', 'B', { vote_id: 'again' }));
    await session.discard();
    expect(takenBack()).toBe(3);
    await session.close();
    const reopened = await (await start()).open(session.id);
    expect(reopened.state.revealed?.votes_taken_back).toBe(3);
    await reopened.save();
    await reopened.close();
    expect((await (await start()).open(session.id)).state.revealed?.votes_taken_back).toBe(3);
  });

  it('of a session that was never saved goes back to its beginning', async () => {
    const store = await start();
    const session = await store.create(sampleSetup(), 'kept');
    await session.discard();
    expect(session.state.setup.loras).toEqual([]);
    expect(session.state.notes).toBe('kept');
    expect(session.unsavedChanges).toBe(0);
    await session.discard();
    expect(await typesOf(session)).toEqual(['setup_changed', 'notes_changed', 'discarded']);
  });
});

import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import type { NewEvent } from '../../core/session/events';
import {
  imageEvents,
  sampleJobs,
  sampleSetup,
  startEvents,
  voteEvent,
} from '../../core/session/sampleJournal';
import { FIRST_RATER, findRater } from '../../core/session/state';
import { parseJournal } from './journalFile';
import { putPictures } from './testPictures';
import { edit, journalOf, sessionWorld, typesOf } from './testStore';

const { start, lifetimes } = sessionWorld();

describe('what an earlier program left', () => {
  async function leave(...events: NewEvent[]) {
    const life = lifetimes();
    const session = await (await life.next()).create(sampleSetup(), '');
    await session.save();
    await session.append(...events);
    return { life, id: session.id };
  }

  it('is offered, live and usable, and the first new change keeps it', async () => {
    const { life, id } = await leave(edit('A'), { type: 'pinned', pinned: true }, edit('B'));
    const store = await life.next();
    const session = await store.open(id);
    expect(session.state.setup.metrics).toEqual(['B']);
    expect(session.recovery).toEqual({ changes: 2, since: expect.stringMatching(/^2024-01-15T/) });
    await session.append({ type: 'notes_changed', notes: 'no change of mind' });
    expect(session.recovery).not.toBeNull();
    await session.append(edit('C'));
    expect(session).toMatchObject({ recovery: null, unsavedChanges: 3 });
    await session.close();
    expect((await store.open(id)).recovery).toBeNull();
    await store.dispose();
  });

  it('is kept for good by recover, and offered again only with something new', async () => {
    const { life, id } = await leave(edit('A'));
    const first = await life.next();
    await (await first.open(id)).recover();
    const session = await first.open(id);
    expect(session).toMatchObject({ recovery: null, unsavedChanges: 1 });
    const second = await life.next();
    expect(await second.peek(id)).toMatchObject({ recovery: null, unsavedChanges: 1 });
    await (await second.open(id)).append(edit('B'));
    const third = await life.next();
    expect((await third.open(id)).recovery).toMatchObject({ changes: 2 });
    for (const store of [first, second, third]) await store.dispose();
  });

  it('is gone after discard, in the next program too', async () => {
    const { life, id } = await leave(edit('A'));
    const first = await life.next();
    const session = await first.open(id);
    await session.discard();
    expect(session).toMatchObject({ recovery: null, unsavedChanges: 0 });
    expect(session.state.setup.metrics).toEqual(['Quality', 'Style']);
    const second = await life.next();
    expect(await second.open(id)).toMatchObject({ recovery: null, unsavedChanges: 0 });
    for (const store of [first, second]) await store.dispose();
  });
});

describe('a run that nobody makes any more', () => {
  async function leaveRunning(images: number) {
    const life = lifetimes();
    const session = await (await life.next()).create(sampleSetup(), '');
    const jobs = sampleJobs().slice(0, images);
    await session.append(...startEvents(), ...jobs.flatMap((job, index) => imageEvents(job, index + 1)));
    await putPictures(session);
    expect(session.state.run.status).toBe('running');
    return { store: await life.next(), id: session.id };
  }

  it('stands as paused at a look, without a write', async () => {
    const { store, id } = await leaveRunning(3);
    const glance = await store.peek(id);
    expect(glance.state.run).toMatchObject({
      status: 'paused',
      reason: expect.stringContaining('3 of 6 are safe'),
    });
    expect(parseJournal(await readFile(glance.folder.journal)).events.at(-1)?.type).toBe('image_completed');
    await store.dispose();
  });

  it('is journaled as paused before the first new event', async () => {
    const { store, id } = await leaveRunning(3);
    const session = await store.open(id);
    await session.append(edit('A'));
    expect((await typesOf(session)).slice(-2)).toEqual(['session_paused', 'setup_changed']);
    expect((await journalOf(session)).at(-2)).toMatchObject({ reason: 'host_ended', done: 3, total: 6 });
    expect(session.state.run.checkpoint?.type).toBe('session_paused');
    await store.dispose();
  });

  it('is completed when its last image is there', async () => {
    const { store, id } = await leaveRunning(6);
    const session = await store.open(id);
    expect(session.state.run.status).toBe('completed');
    expect(findRater(session.state, FIRST_RATER)?.shown).toHaveLength(4);
    await session.append(voteEvent(0, 'Quality', 'A'));
    expect((await typesOf(session)).slice(-2)).toEqual(['session_completed', 'vote_cast']);
    await store.dispose();
  });

  it('is left alone while another copy makes it', async () => {
    const [here, there] = [await start(), await start()];
    const session = await here.create(sampleSetup(), '');
    await session.append(...startEvents());
    expect((await there.peek(session.id)).state.run.status).toBe('running');
    const release = session.hold();
    await session.discard();
    expect(session.state.run.status).toBe('running');
    release();
  });
});

import { access, readFile, rm } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { scoresCsv } from '../../core/report/export';
import { scoreRows } from '../../core/report/input';
import type { JournalEvent, NewEvent } from '../../core/session/events';
import { applyEvent } from '../../core/session/journal';
import {
  generationEvents,
  placed,
  SAMPLE_CREATED_AT,
  SAMPLE_ID,
  sampleOrder,
  sampleSetup,
  voteEvent,
} from '../../core/session/sampleJournal';
import { newSession, type SessionState } from '../../core/session/state';
import { realFileSystem } from './fileSystem';
import { createScoresText, writeScores } from './scoresFile';
import { sessionWorld } from './testStore';

const { start } = sessionWorld();

describe('scores.csv', () => {
  it('lands in output, which is made when it is missing', async () => {
    const session = await (await start()).create(sampleSetup(), '');
    await session.append(...generationEvents(), voteEvent(0, 'Quality', 'A'));
    await rm(session.folder.output, { recursive: true });
    await writeScores(session, 'ab', realFileSystem);
    expect((await readFile(session.folder.scores, 'utf8')).trim().split('\n')).toHaveLength(2);
  });

  it('does not bring back a session that was removed', async () => {
    const session = await (await start()).create(sampleSetup(), '');
    await session.append(...generationEvents(), voteEvent(0, 'Quality', 'A'));
    await rm(session.folder.path, { recursive: true });
    await expect(writeScores(session, 'ab', realFileSystem)).rejects.toMatchObject({
      code: 'storage_failed',
    });
    await expect(access(session.folder.path)).rejects.toThrow('ENOENT');
  });

  it('is not made for a session without votes', async () => {
    const session = await (await start()).create(sampleSetup(), '');
    await writeScores(session, 'ab', realFileSystem);
    await expect(access(session.folder.scores)).rejects.toThrow('ENOENT');
  });
});

describe('the lines of scores.csv', () => {
  /** So many votes that they are written some at a time. */
  const SETUP = sampleSetup({ seeds: Array.from({ length: 100 }, (_, index) => index + 1) });
  const ORDER = sampleOrder(SETUP);

  function apply(state: SessionState, event: NewEvent): void {
    const seq = state.journal_seq + 1;
    applyEvent(state, {
      ...event,
      seq,
      at: new Date(Date.UTC(2024, 0, 16, 0, 0, seq)).toISOString(),
    } as JournalEvent);
  }

  function vote(index: number, more: Parameters<typeof voteEvent>[3] = {}): NewEvent {
    const entry = ORDER[index];
    if (entry === undefined) throw new RangeError(`There is no trial ${index}.`);
    return voteEvent(0, 'Quality', 'A', {
      pair: entry.pair,
      swap: entry.swap,
      vote_id: `vote-${index}`,
      ...more,
    });
  }

  function judged(): SessionState {
    const state = newSession(SAMPLE_ID, SAMPLE_CREATED_AT);
    for (const event of placed(generationEvents(SETUP))) applyEvent(state, event);
    for (let index = 0; index < 390; index += 1) apply(state, vote(index));
    return state;
  }

  const plainly = (state: SessionState) => scoresCsv(scoreRows(state));

  it('are at every write what all votes say', async () => {
    const state = judged();
    const text = createScoresText();
    const same = async () => expect(String(await text.bytes(state))).toBe(plainly(state));
    await same();
    const first = plainly(state);
    await same();
    apply(state, vote(390, { note: 'one more, "quoted"' }));
    await same();
    apply(state, vote(7, { choice: 'same' }));
    await same();
    // So quick that the limit for what is too fast moves for others as well.
    for (let index = 0; index < 300; index += 1) apply(state, vote(index, { elapsed_ms: 20_000 }));
    await same();
    apply(state, { type: 'vote_undone', vote_id: 'vote-390', rater: state.raters[0]?.name ?? '' });
    await same();
    expect(plainly(state)).not.toBe(first);
  });

  it('are as they were when they were asked for', async () => {
    const state = judged();
    const before = plainly(state);
    const asked = createScoresText().bytes(state);
    apply(state, vote(390));
    apply(state, vote(385, { choice: 'B' }));
    expect(String(await asked)).toBe(before);
  });
});

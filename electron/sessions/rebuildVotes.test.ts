import { rm, writeFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import type { OrderEntry } from '../../core/plan/trials';
import { generationEvents, sampleSetup, voteEvent } from '../../core/session/sampleJournal';
import { effectiveSetup, FIRST_RATER, findRater } from '../../core/session/state';
import { realFileSystem } from './fileSystem';
import { writeScores } from './scoresFile';
import { putPictures } from './testPictures';
import { sessionWorld } from './testStore';

const sideOf = ({ pair, swap }: OrderEntry) => ({ pair, swap });

const { start } = sessionWorld();

/** A session with votes in `scores.csv`, whose saved file and journal are gone. */
async function lostSession() {
  const store = await start();
  const session = await store.create(sampleSetup(), '');
  await putPictures(session);
  await session.append(...generationEvents());
  const [first, second] = findRater(session.state, FIRST_RATER)?.shown ?? [];
  if (first === undefined || second === undefined) throw new Error('The sample has no order.');
  await session.append(
    { ...voteEvent(0, 'Style', 'B'), ...sideOf(first) },
    { ...voteEvent(1, 'Style', 'same', { vote_id: 'other', note: 'odd, but fine' }), ...sideOf(second) },
  );
  await session.append({ type: 'rater_named', rater: FIRST_RATER, label: 'Ann' });
  await writeScores(session, 'ab', realFileSystem);
  const votes = findRater(session.state, FIRST_RATER)?.votes ?? [];
  await session.close();
  await rm(session.folder.journal);
  return { session, votes };
}

describe('votes of a session that is put together from its images', () => {
  it('come from scores.csv, on their pairs and sides, and stay through a save', async () => {
    const { session, votes } = await lostSession();
    const again = await (await start()).open(session.id);
    const rater = findRater(again.state, FIRST_RATER);
    const told = (list: typeof votes) =>
      list.map(({ pair, metric, choice, swap, note }) => ({ pair, metric, choice, swap, note }));
    expect(told(rater?.votes ?? [])).toEqual(told(votes));
    expect(rater?.shown.slice(0, 2)).toEqual(votes.map(({ pair, swap }) => ({ pair, swap })));
    expect(rater).toMatchObject({ name: FIRST_RATER, label: 'Ann' });
    expect(effectiveSetup(again.state).metrics).toEqual(['Style']);
    expect(again.repairs.join()).toContain('So were 2 votes of scores.csv.');
    expect(again.repairs.join()).not.toMatch(/votes[^.]*were not: nothing tells them/i);
    await again.save();
    await again.close();
    const saved = await (await start()).open(session.id);
    expect(findRater(saved.state, FIRST_RATER)).toEqual(rater);
  });

  it('are left to the journal where it speaks of them, too', async () => {
    const { session, votes } = await lostSession();
    const [first] = votes;
    const at = '2024-01-15T15:00:00.000Z';
    const { swap = false, pair = '' } = first ?? {};
    const event = { seq: 40, at, ...voteEvent(0, 'Style', 'A', { vote_id: 'late', swap }), pair };
    await writeFile(session.folder.journal, `${JSON.stringify(event)}\n`);
    const again = await (await start()).open(session.id);
    const found = findRater(again.state, FIRST_RATER)?.votes ?? [];
    expect(found.map(({ choice }) => choice).sort()).toEqual(['A', 'same']);
    expect(again.repairs.join()).toContain('So was 1 vote of the journal. So was 1 vote of scores.csv.');
  });

  it('do not mix with the checks that the journal tells', async () => {
    const { session, votes } = await lostSession();
    const { swap = false, pair = '' } = votes[0] ?? {};
    const at = '2024-01-15T15:00:00.000Z';
    const check = { ...voteEvent(0, 'Style', 'same', { vote_id: 'check', swap, kind: 'catch' }), pair };
    await writeFile(session.folder.journal, `${JSON.stringify({ seq: 40, at, ...check })}\n`);
    const again = await (await start()).open(session.id);
    const rater = findRater(again.state, FIRST_RATER);
    expect(rater?.checks).toMatchObject([{ vote_id: 'check', kind: 'catch', choice: 'same' }]);
    expect(rater?.votes.map(({ choice }) => choice)).toEqual(['B', 'same']);
    expect(rater?.shown.filter(({ kind }) => kind === 'catch')).toEqual([{ pair, swap, kind: 'catch' }]);
    expect(again.repairs.join()).toContain('So were 2 votes of scores.csv.');
  });
});

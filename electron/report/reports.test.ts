import { beforeEach, describe, expect, it } from 'vitest';
import type { Push } from '../../core/contract/pushes';
import { reportInput } from '../../core/report/input';
import type { Report } from '../../core/report/report';
import { lastAnswer } from '../../core/session/answers';
import type { NewEvent } from '../../core/session/events';
import { sampleState } from '../../core/session/sampleJournal';
import { effectiveSetup } from '../../core/session/state';
import { judgedStory } from '../../core/testing/judgedStory';
import { type HeldMaker, heldMaker } from './heldMaker';
import { createReports, type Reports } from './reports';

let maker: HeldMaker;
let reports: Reports;
let pushes: Push[];
let now: number;
let story: ReturnType<typeof judgedStory>;

beforeEach(() => {
  maker = heldMaker();
  pushes = [];
  now = 1000;
  reports = createReports({ maker, pushes: { tell: (push) => pushes.push(push) }, clock: () => now });
  story = judgedStory();
  for (let index = 0; index < 10; index += 1) story.tell(story.nextVote());
});

const session = () => ({ id: story.state.session_id, state: story.state });
const cancelled = { code: 'cancelled' };

/** Asks, and makes what nobody has made. */
async function made(filter?: Parameters<Reports['of']>[1]): Promise<Report> {
  const report = reports.of(session(), filter);
  for (const held of maker.held) held.make();
  return report;
}

describe('a report that was made', () => {
  it('is answered at once as long as nothing changed, whatever it was asked for in between', async () => {
    const first = await made();
    const narrow = await made({ prompts: [0, 1] });
    expect(narrow.votes_total).toBeLessThan(first.votes_total);
    expect(narrow.filter).toEqual({ prompts: [0, 1] });
    expect(await reports.of(session())).toBe(first);
    expect(await reports.of(session(), {})).toBe(first);
    expect(await reports.of(session(), { prompts: [0, 1] })).toBe(narrow);
    expect(maker.held).toHaveLength(2);
  });

  it('is known again when the session was read anew, and after events that it does not tell of', async () => {
    const first = await made();
    story.tell({ type: 'notes_changed', notes: 'later' }, { type: 'report_generated' });
    expect(await reports.of(session())).toBe(first);
    const again = sampleState(story.events);
    expect(await reports.of({ id: again.session_id, state: again })).toBe(first);
    expect(maker.held).toHaveLength(1);
  });

  it.each<[string, () => NewEvent[]]>([
    ['a vote', () => [story.nextVote('B')]],
    ['a skip', () => [story.nextVote('skip')]],
    [
      'an undo',
      () => [{ type: 'vote_undone', vote_id: lastAnswer(story.rater())?.vote_id ?? '', rater: 'rater 1' }],
    ],
    ['a note', () => [{ ...story.nextVote(), note: 'its hands' }]],
    ['a name', () => [{ type: 'rater_named', rater: 'rater 1', label: 'Ann' }]],
    ['the end by hand', () => [{ type: 'evaluation_finished', by: 'hand' }]],
    ['the reveal', () => [{ type: 'revealed', by: 'hand', votes_done: 10, votes_total: 20 }]],
  ])('is made anew after %s', async (_what, events) => {
    await made();
    story.tell(...events());
    await made();
    expect(maker.held).toHaveLength(2);
  });

  it('is made anew when an image was found torn, which no event tells', async () => {
    const { images, raters } = story.state;
    const file = raters[0]?.votes[0]?.pair ?? '';
    const image = images.get(file);
    if (image === undefined) throw new Error('The voted pair has no image.');
    images.set(file, { ...image, server: 'http://elsewhere:8188' });
    expect((await made()).mixed_pairs).toBe(1);
    images.delete(file);
    expect((await made()).mixed_pairs).toBe(0);
  });

  it('is forgotten when many others were asked for since', async () => {
    await made();
    for (let prompt = 0; prompt < 8; prompt += 1) await made({ prompts: [prompt] });
    await made();
    expect(maker.held).toHaveLength(10);
  });

  it('holds a seed beyond 2^53 digit for digit', async () => {
    story = judgedStory({ seeds: [2n ** 64n - 1n, 7], quality_control: null });
    for (let index = 0; index < 20; index += 1) story.tell(story.nextVote());
    const large = await made({ seeds: [2n ** 64n - 1n] });
    expect(large.filter).toEqual({ seeds: [2n ** 64n - 1n] });
    expect(large.votes_total + (await made({ seeds: [7] })).votes_total).toBe(20);
  });

  it('is not begun for a filter that names what is not there', async () => {
    await expect(made({ seeds: [2n ** 64n - 2n] })).rejects.toMatchObject({ code: 'bad_request' });
    expect(maker.held).toEqual([]);
  });
});

describe('a comparison that is being made', () => {
  it('is shared by all who ask for the same', async () => {
    const input = (id: string) => ({
      report: { ...reportInput(story.state, 0), session_id: id },
      setup: effectiveSetup(story.state),
    });
    const sessions = [input('20240101_100000'), input('20240102_100000')];
    const both = await Promise.all([reports.compare(sessions, []), reports.compare(sessions, [])]);
    expect(both[0]).toBe(both[1]);
    const later = await reports.compare(sessions, []);
    expect(later).not.toBe(both[0]);
    expect(later).toEqual(both[0]);
  });
});

describe('a report that is being made', () => {
  it('is shared by all who ask for the same', async () => {
    const both = [reports.of(session()), reports.of(session(), null)];
    await maker.asked(1);
    maker.held[0]?.make();
    const [one, other] = await Promise.all(both);
    expect(one).toBe(other);
    expect(maker.held).toHaveLength(1);
  });

  it('stands for the moment in which it was asked for', async () => {
    const early = reports.of(session());
    story.tell(story.nextVote());
    story.tell(story.nextVote());
    const late = reports.of(session());
    for (const held of maker.held) held.make();
    expect((await late).votes_total - (await early).votes_total).toBe(2);
  });

  it('goes on when another filter is asked for', async () => {
    const one = reports.of(session(), { prompts: [0] });
    const other = reports.of(session(), { prompts: [1] });
    for (const held of maker.held) held.make();
    expect((await one).filter).toEqual({ prompts: [0] });
    expect((await other).filter).toEqual({ prompts: [1] });
  });

  it('is cancelled for everybody who waits, and made anew when it is asked for again', async () => {
    const waiting = [reports.of(session()), reports.of(session()), reports.of(session(), { prompts: [0] })];
    const ends = waiting.map((one) => expect(one).rejects.toMatchObject(cancelled));
    expect(reports.cancel('20990101_000000')).toBe(false);
    expect(reports.cancel(story.state.session_id)).toBe(true);
    await Promise.all(ends);
    expect(maker.held.map(({ signal }) => signal.aborted)).toEqual([true, true]);
    expect(reports.cancel(story.state.session_id)).toBe(false);
    expect((await made()).session_id).toBe(story.state.session_id);
  });

  it('tells whoever asked that it broke off, and is made anew when it is asked for again', async () => {
    const first = reports.of(session());
    maker.held[0]?.fail(new Error('broken off'));
    await expect(first).rejects.toThrow('broken off');
    expect((await made()).session_id).toBe(story.state.session_id);
  });

  it('tells how far it is after a moment, and then not too often', async () => {
    const report = reports.of(session());
    const step = (at: number, done: number) => {
      now = at;
      maker.held[0]?.onStep(done, 100);
    };
    step(1100, 10);
    step(1249, 20);
    step(1250, 30);
    step(1300, 40);
    step(1349, 50);
    step(1350, 60);
    expect(pushes).toEqual(
      [30, 60].map((done) => ({
        push: 'report.progressed',
        payload: { session_id: story.state.session_id, done, total: 100 },
      })),
    );
    maker.held[0]?.make();
    await report;
  });

  it('ends with the program, and none is begun afterwards', async () => {
    const end = expect(reports.of(session())).rejects.toMatchObject(cancelled);
    await reports.dispose();
    await end;
    expect(maker.isDisposed).toBe(true);
    await expect(reports.of(session())).rejects.toMatchObject(cancelled);
    expect(maker.held).toHaveLength(1);
  });
});

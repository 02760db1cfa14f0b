import { describe, expect, it } from 'vitest';
import { evaluationSchema, summarySchema } from '../contract/sessionView';
import { AT, apply, draft, made, OK, PLACE, SETUP, voteAll } from '../testing/viewedSession';
import { toDocument } from './document';
import { parseSessionId } from './identity';
import { restore } from './restore';
import { FIRST_RATER, newSession, type SessionState } from './state';
import {
  damagedSummary,
  evaluationOf,
  holdsWords,
  isDemoSession,
  measuredOf,
  searchTextOf,
  sortTime,
  summaryOf,
} from './view';

describe('summaryOf', () => {
  it('is what the contract says, from the first moment to the last vote', () => {
    const states = [draft(), made(3), made()];
    voteAll(states[2] as SessionState);
    const summaries = states.map((state) => summarySchema.parse(summaryOf(state, OK)));
    expect(summaries.map(({ step, status }) => [step, status])).toEqual([
      [1, 'pending'],
      [2, 'paused'],
      [4, 'completed'],
    ]);
    expect(summaries[2]).toMatchObject({
      lora_filename: 'styles/snowfox_v3.safetensors',
      first_prompt: 'a fox in snow',
      images_done: 12,
      images_total: 12,
      pairs_total: 8,
      votes_done: 16,
      votes_total: 16,
      timestamp: null,
      saved_at: null,
    });
  });

  it('takes its times from the last save', () => {
    const state = made();
    state.timestamp = 1_700_000_000.5;
    const summary = summaryOf(state, OK);
    expect(summary.saved_at).toBe('2023-11-14T22:13:20.500Z');
    expect(sortTime(summary)).toBe(1_700_000_000.5);
    expect(sortTime(summaryOf(draft(), OK))).toBe(Date.parse(AT) / 1000);
  });

  it('lists a damaged folder by its id', () => {
    const summary = summarySchema.parse(
      damagedSummary(parseSessionId('20240115_143022'), 'It cannot be read.'),
    );
    expect(summary).toMatchObject({ state: 'damaged', session_id: '20240115_143022' });
  });
});

describe('search', () => {
  it('finds words of the LoRA, the prompts, the notes and the id, in any case', () => {
    const state = made();
    state.notes = 'Second try';
    for (const search of ['SNOWFOX', 'barn red', 'blurry', 'second', '20240115', 'fox try'])
      expect(holdsWords(searchTextOf(state), search)).toBe(true);
    expect(holdsWords(searchTextOf(state), 'fox owl')).toBe(false);
    expect(holdsWords('a b', 'b  a')).toBe(true);
  });
});

describe('evaluationOf', () => {
  it('counts votes and says nothing of who is ahead', () => {
    const state = made();
    expect(evaluationSchema.parse(evaluationOf(state))).toEqual({
      complete: false,
      revealed_at: null,
      revealed_early: false,
      rater: FIRST_RATER,
      raters: [
        {
          name: FIRST_RATER,
          label: FIRST_RATER,
          votes_done: 0,
          votes_total: 16,
          from_pack: false,
          by_metric: [
            { metric: 'Quality', votes_done: 0, votes_total: 8 },
            { metric: 'Style', votes_done: 0, votes_total: 8 },
          ],
        },
      ],
      votes_done: 0,
      votes_total: 16,
      metric_mode: 'in_turn',
      round: 0,
      finished_by_hand: false,
      can_judge: true,
    });
    voteAll(state);
    apply(state, { type: 'revealed', by: 'completion', votes_done: 16, votes_total: 16 });
    expect(evaluationOf(state)).toMatchObject({
      complete: true,
      revealed_at: AT,
      revealed_early: false,
      votes_done: 16,
    });
  });
});

describe('measuredOf and isDemoSession', () => {
  it('tells the mean time and size of what was made', () => {
    expect(measuredOf(draft())).toEqual({ secondsPerImage: null, bytesPerImage: null });
    expect(measuredOf(made(3))).toEqual({ secondsPerImage: 5, bytesPerImage: 1000 });
  });

  it('knows the demo by its word or by its images', () => {
    expect(isDemoSession(draft())).toBe(true);
    const moved = made(1);
    moved.started = {
      order_seed: 7,
      blind_key: 'secret',
      as_found: false,
      extensions: [],
      setup: { ...SETUP, servers: ['127.0.0.1:8188'] },
    };
    expect(isDemoSession(moved)).toBe(true);
    moved.images.clear();
    expect(isDemoSession(moved)).toBe(false);
  });

  it('knows the demo behind an address once a run has asked it, and after a save', () => {
    const checked = (state: SessionState, demo: boolean) =>
      apply(state, { type: 'setup_checked', server: '127.0.0.1:8199', version: '0.33.0', demo, ...PLACE });
    const state = newSession(parseSessionId('20240115_143022'), AT, ['127.0.0.1:8199']);
    checked(state, false);
    expect(isDemoSession(state)).toBe(false);
    checked(state, true);
    // The images of that run stay, whatever server goes on.
    checked(state, false);
    expect(isDemoSession(state)).toBe(true);
    const options = { sessionId: state.session_id, createdAt: AT, blindKey: 'secret' };
    expect(isDemoSession(restore(toDocument(state, 1_705_329_022), options).state)).toBe(true);
  });
});

import { describe, expect, it } from 'vitest';
import { parseJson } from '../../session/json';
import { judgedStory } from '../../testing/judgedStory';
import { resultsInput } from '../../testing/resultsInput';
import { buildReport } from '../figures';
import { reportInput } from '../input';
import { resultsJson } from './resultsJson';

const MADE = { version: '1.2.3', now: '2024-02-01T10:00:00.000Z' };

/** A session of two raters, looked at before its end, with checks, notes and seeds beyond 2^53. */
function judged() {
  const story = judgedStory({
    loras: ['/home/somebody/loras/snowfox.safetensors'],
    weights: [0.5, -1],
    seeds: [18_446_744_073_709_551_615n],
    metrics: ['Quality'],
    workflow: {
      '1': { class_type: 'Secret', inputs: { api_key: 'sk-secret', path: 'C:\\Users\\somebody\\x' } },
    },
  });
  const { state, tell } = story;
  for (const [rater, letters] of [
    ['rater 1', 'AABASAAB'],
    ['Ann', 'ABBBSABA'],
  ] as const) {
    if (rater === 'Ann') {
      const order = state.raters[0]?.order ?? [];
      tell({ type: 'order_drawn', rater, round: 0, order });
    }
    for (const place of Array(30).keys()) {
      const choices = { A: 'A', B: 'B', S: place % 3 === 0 ? 'skip' : 'same' } as const;
      const choice = choices[letters[(place * 7) % letters.length] as keyof typeof choices];
      const isDecided = choice === 'A' || choice === 'B';
      tell({
        ...story.nextVote(choice, rater),
        stars: isDecided && place % 2 === 0 ? 1 + (place % 5) : null,
        note: `note ${place}`,
        elapsed_ms: 200 + place * 90,
      });
    }
  }
  tell({ type: 'revealed', by: 'hand', votes_done: 60, votes_total: 70 });
  return state;
}

describe('resultsJson', () => {
  const state = judged();

  it('holds all that its own figures are counted from', () => {
    for (const filter of [null, { prompts: [0, 3, 4, 5, 6, 9, 11] }, { raters: ['Ann'] }]) {
      const report = buildReport(reportInput(state, 77, filter));
      expect(report.votes_total).toBeGreaterThan(5);
      expect([report.voters.length, report.quality.all.repeats_alike.of > 0]).toEqual([2, true]);
      // biome-ignore lint/suspicious/noExplicitAny: what a stranger reads has no types.
      const file = parseJson(resultsJson(report, state, MADE)) as any;
      expect(file.votes.length).toBeGreaterThanOrEqual(report.votes_total + report.skips_total);
      const { figures } = file;
      expect(buildReport(resultsInput(file))).toEqual(figures);
      // But for the folder of the LoRA file they are those of the report.
      expect(figures.verdict).toEqual(report.verdict);
      expect(figures.quality).toEqual(report.quality);
    }
  });

  it('keeps every digit of seeds, and neither servers nor folders nor secrets', () => {
    const text = resultsJson(buildReport(reportInput(state, 77)), state, MADE);
    expect(text).toContain('"seed": 18446744073709551615');
    expect(text).toContain('snowfox.safetensors');
    expect(text).not.toMatch(/127\.0\.0\.1|somebody|sk-secret|c0ffee|blind_key|prompt-1"/);
    expect(JSON.parse(text)).toMatchObject({
      format: 'blindfold-results',
      format_version: 1,
      written_by: { version: '1.2.3' },
      chance: { bootstrap_seed: 77, order_seed: 4711 },
    });
  });
});

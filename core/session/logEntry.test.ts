import { describe, expect, it } from 'vitest';
import { planPairs } from '../plan/jobs';
import { createRandom } from '../plan/random';
import { extendOrder } from '../plan/trials';
import { judgedStory, STORY_PAIRS } from '../testing/judgedStory';
import type { JournalEvent, NewEvent } from './events';
import { logEntryOf } from './logEntry';
import { packRater } from './state';

/** What the log says of events, after all of them. */
function told(story: ReturnType<typeof judgedStory>, ...events: NewEvent[]): string[] {
  const from = story.events.length;
  story.tell(...events);
  return story.events.slice(from).map((event: JournalEvent) => logEntryOf(event, story.state).message);
}

describe('a line of the log', () => {
  it('names the rater of a rating pack by the label only', () => {
    const story = judgedStory();
    const rater = packRater('c0c0c0c0c0c0c0c0');
    const source = { pack_id: 'p', copy_id: 'c0c0c0c0c0c0c0c0', revision: 3 };
    const lines = told(
      story,
      { type: 'rater_added', rater },
      { type: 'order_drawn', rater, round: 0, order: story.rater().order },
      { type: 'rater_named', rater, label: 'Ann' },
      { ...story.nextVote(), rater },
      { type: 'votes_merged', rater, source },
    );
    expect(lines).toEqual([
      'Ann joined as a rater.',
      'The order of showing was drawn for Ann.',
      'The rater of a rating pack is called Ann.',
      'Ann voted on Quality.',
      'Votes of Ann came in from a rating pack.',
    ]);
  });

  it('counts the pairs of an extension, not its passes and checks', () => {
    const story = judgedStory({ metric_mode: 'passes' });
    const { setup } = story.state;
    const larger = {
      ...setup,
      prompt_pairs: [...setup.prompt_pairs, { positive: 'one more', negative: '' }],
    };
    const before = story.rater().order;
    const pairs = new Map(planPairs(larger, 1).map((pair) => [pair.lora, pair]));
    const order = extendOrder(before, pairs, createRandom(1), larger).slice(before.length);
    expect(pairs.size).toBe(STORY_PAIRS + 1);
    expect(order.length).toBeGreaterThan(1);
    expect(
      told(story, { type: 'plan_extended', setup: larger, orders: [{ rater: 'rater 1', order }] }),
    ).toEqual(['The evaluation was extended by 1 pair.']);
  });

  it('says what of the set-up changed in words', () => {
    const changes = { metric_mode: 'passes', quality_control: null } as const;
    expect(told(judgedStory(), { type: 'setup_changed', changes })).toEqual([
      'The set-up changed: how the questions are asked, quality control.',
    ]);
  });
});

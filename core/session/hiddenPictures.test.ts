import { describe, expect, it } from 'vitest';
import { extend, heavier, judged, more, PLACE } from '../testing/extensionStory';
import type { JournalEvent } from './events';
import { hiddenPictures } from './extending';
import { jobNumbersOf } from './jobNumbers';
import { logEntryOf } from './logEntry';

describe('the picture of an extended session', () => {
  it('is drawn a new number with all others', () => {
    const story = judged();
    const before = new Map(jobNumbersOf(story.state));
    story.add(extend(story.state, heavier()));
    const after = jobNumbersOf(story.state);
    expect([...after.values()].sort((a, b) => a - b)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    expect([...before.keys()].every((file) => after.has(file))).toBe(true);
    expect([...before].some(([file, number]) => after.get(file) !== number)).toBe(true);
  });

  it('is hidden before the reveal where a candidate came to a baseline of before', () => {
    const story = judged();
    expect(hiddenPictures(story.state).size).toBe(0);
    story.add(extend(story.state, more()));
    expect(hiddenPictures(story.state).size).toBe(0);
    const setup = more({ weight_range: null, weights: [0.4, 0.8, 1.2], seeds: [...more().seeds, 9] });
    story.add(extend(story.state, setup));
    const hidden = ['lora_0_0_w1.2.png', 'lora_1_0_w1.2.png', 'lora_2_0_w1.2.png'];
    expect([...hiddenPictures(story.state)].sort()).toEqual(hidden);
    story.add({ type: 'revealed', by: 'hand', votes_done: 8, votes_total: 30 });
    expect(hiddenPictures(story.state).size).toBe(0);
  });

  it('is not named by the number that it had before in what the log said then', () => {
    const message =
      'Paused after three failures in a row: ComfyUI ran out of memory at image 3. 6 images are safe.';
    const story = judged().add({
      type: 'session_paused',
      reason: 'failures',
      message,
      ...PLACE,
      next_action: 'resume',
    });
    const paused = story.events.at(-1) as JournalEvent;
    expect(logEntryOf(paused, story.state).message).toBe(message);
    story.add(extend(story.state, heavier()));
    expect(logEntryOf(paused, story.state).message).toBe(
      'Paused after three failures in a row: ComfyUI ran out of memory. 6 images are safe.',
    );
    expect(logEntryOf(story.events.at(-1) as JournalEvent, story.state).message).toBe(
      'The evaluation was extended by 2 pairs.',
    );
  });
});

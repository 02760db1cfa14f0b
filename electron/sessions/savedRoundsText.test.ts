import { expect, it } from 'vitest';
import { toDocument } from '../../core/session/document';
import { stringifyJson } from '../../core/session/json';
import { judgedStory } from '../../core/testing/judgedStory';
import { createSavedText } from './savedText';

it('writes checks, rounds and packs time and again as they would be written at once', () => {
  const { state, tell, answer, undo, rater, nextVote } = judgedStory();
  const text = createSavedText();
  const isSame = () =>
    Buffer.concat(text.bytes(state, 1_705_325_422)).toString() ===
    `${stringifyJson(toDocument(state, 1_705_325_422), 2)}\n`;
  const steps: (() => void)[] = [
    () => answer(30),
    () => undo(),
    () => tell({ ...nextVote('B'), note: 'n' }),
    () => tell({ type: 'rater_named', rater: 'rater 1', label: 'Ann' }),
    () => tell({ type: 'revealed', by: 'hand', votes_done: 1, votes_total: 38 }),
    () => tell({ type: 'evaluation_redone', round: 1, order: rater().order.toReversed() }),
    () => answer(8),
    () =>
      tell({
        type: 'pack_made',
        pack_id: 'p',
        round: 1,
        order: rater().order.map((entry, index) => ({ ...entry, key: `k${index}` })),
      }),
    () => tell({ type: 'evaluation_redone', round: 2, order: rater().order.toReversed() }),
    () => answer(4),
    () => undo(),
  ];
  expect(isSame()).toBe(true);
  for (const step of steps) {
    step();
    expect(isSame()).toBe(true);
  }
});

import { describe, expect, it } from 'vitest';
import { createRandom, type Random } from '../plan/random';
import { extend, LOADED, makeRest, reread, Story, told } from '../testing/extensionStory';
import type { NewEvent } from './events';
import { replay } from './journal';
import { generationEvents, voteEvent } from './sampleJournal';
import type { Setup } from './setup';
import { FIRST_RATER, findRater, type SessionState } from './state';

describe('stories of extensions, as chance has them', () => {
  const WEIGHTS = [1.2, 0.2, -0.5];

  function randomDraft(state: SessionState, random: Random): Setup {
    const setup = state.started?.setup ?? state.setup;
    const count = setup.prompt_pairs.length + setup.seeds.length;
    switch (random.int(4)) {
      case 0:
        return {
          ...setup,
          prompt_pairs: [...setup.prompt_pairs, { positive: `prompt ${count}`, negative: 'x' }],
        };
      case 1:
        return { ...setup, seeds: [...setup.seeds, 100 + count] };
      case 2:
        return { ...setup, loras: [...setup.loras, `file-${setup.loras.length}.safetensors`] };
      default: {
        const old = setup.weights ?? [0.4, 0.8];
        const next = WEIGHTS.find((weight) => !old.includes(weight));
        return next === undefined ? setup : { ...setup, weights: [...old, next], weight_range: null };
      }
    }
  }

  function randomVotes(state: SessionState, random: Random): NewEvent[] {
    const rater = findRater(state, FIRST_RATER);
    return (rater?.shown ?? []).flatMap(({ pair, swap }, index): NewEvent[] =>
      random.int(2) === 0
        ? []
        : [{ ...voteEvent(0, 'Quality', 'B'), pair, swap, vote_id: `${index}` } as NewEvent],
    );
  }

  it('tell the same from the journal, from every save with the rest of the journal, and in the end from the document', () => {
    for (let seed = 0; seed < 60; seed += 1) {
      const random = createRandom(seed);
      const story = new Story().add(...generationEvents());
      const saves: SessionState[] = [];
      for (let step = 0; step < 8; step += 1) {
        const { state } = story;
        const act = random.int(6);
        if (act === 0) story.add(...randomVotes(state, random));
        else if (act === 1) story.add({ type: 'setup_changed', changes: randomDraft(state, random) });
        else if (act === 2 && state.revealed === null)
          story.add({ type: 'revealed', by: 'hand', votes_done: 0, votes_total: 8 });
        else if (act === 3) saves.push(reread(state));
        else if (state.run.status !== 'running') {
          const draft = randomDraft(state, random);
          const number = (state.started?.extensions.length ?? 0) + 1;
          story.add(extend(state, draft));
          expect(state.started?.extensions.length).toBe(draft === state.setup ? number - 1 : number);
          if (random.int(3) > 0) story.add(LOADED, ...makeRest(state));
        }
      }
      expect(told(story.replayed)).toEqual(told(story.state));
      expect(told(reread(story.state))).toEqual(told(story.state));
      for (const saved of saves) {
        replay(saved, story.events);
        expect(told(saved)).toEqual(told(story.state));
      }
      const rater = findRater(story.state, FIRST_RATER);
      expect(rater?.order.map(({ pair }) => pair).sort()).toEqual([...story.state.pairs.keys()].sort());
    }
  });
});

import { lastAnswer } from '../session/answers';
import type { EventOf, JournalEvent, NewEvent } from '../session/events';
import { applyEvent } from '../session/journal';
import { nextPositions } from '../session/progress';
import { generationEvents, placed, sampleSetup, sampleState } from '../session/sampleJournal';
import type { Setup } from '../session/setup';
import { effectiveSetup, FIRST_RATER, findRater, type Rater, type SessionState } from '../session/state';

/** Pairs of the story's plan; enough for repeats. */
export const STORY_PAIRS = 14;

/** A session for tests whose pictures are all made, with practice, three repeats and two catches, told on by its votes. */
export function judgedStory(changes: Partial<Setup> = {}) {
  const setup = sampleSetup({
    weight_range: null,
    weights: [0.5],
    prompt_pairs: Array.from({ length: STORY_PAIRS }, (_, index) => ({
      positive: `thing ${index}`,
      negative: '',
    })),
    quality_control: { training: true, repeats: 0.2, catches: 2 },
    ...changes,
  });
  const events: JournalEvent[] = placed(generationEvents(setup));
  const state: SessionState = sampleState(generationEvents(setup));

  const tell = (...more: NewEvent[]): void => {
    for (const event of placed(more, events.length + 1)) {
      events.push(event);
      applyEvent(state, event);
    }
  };
  const rater = (name = FIRST_RATER): Rater => {
    const found = findRater(state, name);
    if (found === undefined) throw new Error(`There is no rater ${name}.`);
    return found;
  };
  /** The vote on the next open trial. */
  const nextVote = (
    choice: EventOf<'vote_cast'>['choice'] = 'A',
    name = FIRST_RATER,
  ): EventOf<'vote_cast'> => {
    const position = nextPositions(state, rater(name), 1)[0];
    const entry = rater(name).shown[position?.index ?? -1];
    const metric = effectiveSetup(state).metrics[position?.metricIndex ?? -1];
    if (entry === undefined || metric === undefined) throw new Error('There is no open trial.');
    const { pair, swap, kind } = entry;
    return {
      type: 'vote_cast',
      vote_id: `vote-${events.length}`,
      rater: name,
      pair,
      metric,
      choice,
      stars: null,
      note: null,
      flags: [],
      elapsed_ms: 1500,
      swap,
      ...(kind === undefined ? {} : { kind }),
    };
  };
  const answer = (times = 1, name = FIRST_RATER): void => {
    for (let n = 0; n < times; n += 1) tell(nextVote('A', name));
  };
  const undo = (name = FIRST_RATER): void => {
    const last = lastAnswer(rater(name));
    if (last === undefined) throw new Error('There is nothing to take back.');
    tell({ type: 'vote_undone', vote_id: last.vote_id, rater: name });
  };
  return { state, events, tell, rater, nextVote, answer, undo };
}

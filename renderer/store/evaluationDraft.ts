import type { Choice, VoteFlag } from '../../core/session/events';
import { atQuestion, course, type Draft, draftOf, placeOf, useEvaluation } from './evaluation';
import { keepDetails } from './evaluationVotes';

/** Changes what is going to be said on the asked question; it stays with its trial until its vote is kept. */
function change(part: (draft: Draft) => Partial<Draft>): void {
  const state = useEvaluation.getState();
  if (state.shown === null) return;
  const { choice, stars, note, flags } = state;
  const before: Draft = { choice, stars, note, flags };
  const draft = { ...before, ...part(before) };
  course.drafts.set(state.shown.trial.trial_id, draft);
  useEvaluation.setState(draft);
}

/** Marks a choice that is submitted later. */
export function choose(choice: Choice): void {
  change(() => ({ choice }));
}

/** Sets how much better, 1 to 5; the same number again takes it back. */
export function setStars(stars: number): void {
  change((draft) => ({ stars: draft.stars === stars ? null : stars }));
}

/** Keeps a note for the vote; an empty one is none. */
export function setNote(text: string): void {
  const note = text.trim() === '' ? null : text.trim();
  if (note !== useEvaluation.getState().note) change(() => ({ note }));
}

/** Sets a flag for the vote, or takes it back. */
export function toggleFlag(flag: VoteFlag): void {
  change(({ flags }) => ({
    flags: flags.includes(flag) ? flags.filter((one) => one !== flag) : [...flags, flag],
  }));
}

/** Turns to another question of the pair on the stage, by its place. */
export function ask(place: number): void {
  const { shown } = useEvaluation.getState();
  if (shown === null || shown.trial.together[place] === undefined || place === placeOf(shown.trial)) return;
  keepDetails();
  const asked = atQuestion(useEvaluation.getState().shown ?? shown, place);
  useEvaluation.setState({ shown: asked, ...draftOf(asked.trial) });
}

/** Turns to the question before or after the asked one, round at the ends. */
export function askBeside(by: 1 | -1): void {
  const { shown } = useEvaluation.getState();
  if (shown === null) return;
  const count = shown.trial.together.length;
  ask((placeOf(shown.trial) + by + count) % count);
}

import type { EvaluationView } from '../contract/sessionView';
import type { Trial } from '../contract/trialView';

/** How far the judging is, for tests: nobody has begun on four trials, but for what is given. */
export function exampleEvaluation(changes: Partial<EvaluationView> = {}): EvaluationView {
  return {
    complete: false,
    revealed_at: null,
    revealed_early: false,
    rater: 'rater 1',
    raters: [],
    votes_done: 0,
    votes_total: 4,
    metric_mode: 'in_turn',
    round: 0,
    finished_by_hand: false,
    can_judge: true,
    ...changes,
  };
}

type RaterView = EvaluationView['raters'][number];

/** A rater of that evaluation, with so many votes. */
export function exampleRater(
  name: string,
  votes_done: number,
  votes_total: number,
  changes: Partial<RaterView> = {},
): RaterView {
  return { name, label: name, votes_done, votes_total, from_pack: false, by_metric: [], ...changes };
}

/** One of four trials on Style, by its number, with pictures under addresses of its own. */
export function exampleTrial(number: number, changes: Partial<Trial> = {}): Trial {
  const trial_id = `t${number}`;
  return {
    trial_id,
    number,
    total: 4,
    training: false,
    pair_number: number,
    pairs_total: 4,
    metric: 'Style',
    prompt: 'a red fox in deep snow',
    image_a: `/image/${number}a`,
    image_b: `/image/${number}b`,
    vote: null,
    together: [{ trial_id, metric: 'Style', vote: null }],
    ...changes,
  };
}

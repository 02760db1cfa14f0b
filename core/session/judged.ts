import type { SessionState } from './state';

/** True when somebody gave an answer about a pair that shows the image. In: the image's file name. */
export function isJudged(state: SessionState, file: string): boolean {
  return state.raters.some((rater) =>
    rater.votes.some((vote) => {
      const pair = state.pairs.get(vote.pair);
      return vote.choice !== 'skip' && (pair?.lora === file || pair?.baseline === file);
    }),
  );
}

import { countText } from '../report/figureText';
import type { SessionNames } from './names';
import { type ComparedInput, metricName, promptKey } from './sharedPart';

/** Votes that two sessions both hold, as a session and its copy do: they count in each, and make no difference. */
export function sameVotes(sessions: readonly ComparedInput[], names: SessionNames): string[] {
  const keys = sessions.map(voteKeys);
  return keys.flatMap((own, place) =>
    keys.slice(place + 1).flatMap((others, next) => {
      const same = [...own].filter((key) => others.has(key)).length;
      if (same === 0) return [];
      const both = `${names(place)} and ${names(place + 1 + next)}`;
      const verb = same === 1 ? 'is' : 'are';
      return [
        `${countText(same, 'vote')} of ${both} ${verb} the same, as in a copy of a session: such votes count in each, and cannot tell the two apart.`,
      ];
    }),
  );
}

/** A vote by all that is known of it: no two of different evaluations were cast at one moment by one person on one pair. */
function voteKeys({ report, setup }: ComparedInput): Set<string> {
  return new Set(
    report.votes.map((vote) => {
      const pair = setup.prompt_pairs[vote.prompt_index];
      const candidate = report.candidates[vote.candidate];
      return JSON.stringify([
        vote.at,
        vote.rater,
        metricName(vote.metric),
        vote.outcome,
        String(vote.seed),
        pair === undefined ? null : promptKey(pair),
        candidate?.lora_filename,
        candidate?.weight,
      ]);
    }),
  );
}

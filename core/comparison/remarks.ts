import { countText, listText } from '../report/figureText';
import { FEWEST_FLIPPED } from '../statistics/resample';
import { baselineRemarks } from './baselines';
import type { ComparisonFigures } from './comparison';
import { type SessionNames, sessionNames } from './names';
import { leftOut } from './nothingShared';
import { sameVotes } from './sameVotes';
import type { ComparedInput } from './sharedPart';

/** What the sessions do not share, and what makes them hard to compare, in sentences. */
export function comparisonRemarks(figures: ComparisonFigures, sessions: readonly ComparedInput[]): string[] {
  const names = sessionNames(figures.sessions);
  return [
    ...demoRemark(figures, names),
    ...sameVotes(sessions, names),
    ...leftOut(figures, sessions),
    ...fewShared(figures),
    ...neverJudged(figures, names),
    ...baselineRemarks(sessions, names),
    ...evaluationRemarks(sessions, names),
    ...chosenRemark(figures, names),
  ];
}

function demoRemark({ sessions }: ComparisonFigures, names: SessionNames): string[] {
  const demos = sessions.flatMap(({ demo }, place) => (demo ? [names(place)] : []));
  if (demos.length === 0) return [];
  const whose = demos.length === sessions.length ? 'These images' : `The images of ${listText(demos)}`;
  return [
    `${whose} come from the built-in demo, not from a model: the result says nothing about a real LoRA.`,
  ];
}

function fewShared({ shared }: ComparisonFigures): string[] {
  const { prompts, seeds, metrics, units } = shared;
  if (prompts.length === 0 || seeds.length === 0 || metrics.length === 0) return [];
  if (prompts.length < FEWEST_FLIPPED) {
    const verb = prompts.length === 1 ? 'is' : 'are';
    return [
      `Only ${countText(prompts.length, 'prompt')} ${verb} shared: whether this holds for other prompts cannot be said.`,
    ];
  }
  const planned = prompts.length * seeds.length;
  return units < planned / 2
    ? [`Of ${countText(planned, 'shared pair')} of prompt and seed ${units} were judged in every session.`]
    : [];
}

/** A candidate that has votes, but none where it could be compared. */
function neverJudged({ sessions, metrics, shared }: ComparisonFigures, names: SessionNames): string[] {
  const isNothing = shared.prompts.length === 0 || shared.seeds.length === 0 || shared.metrics.length === 0;
  return sessions.flatMap(({ stands, votes }, place) => {
    if (stands === null) return [`${names(place)} has no votes.`];
    const unjudged = metrics.filter(
      ({ candidates }) => !candidates.some((own) => own.session === place && own.stands && own.votes > 0),
    );
    if (isNothing || unjudged.length === 0 || votes === 0) return [];
    const where =
      unjudged.length === metrics.length ? '' : ` on ${listText(unjudged.map(({ metric }) => metric))}`;
    return [`${names(place)} was never judged on the shared prompts and seeds${where}.`];
  });
}

/** How the evaluations themselves differ: raters, methods, ends before the last vote, seeds of their own. */
function evaluationRemarks(sessions: readonly ComparedInput[], names: SessionNames): string[] {
  const placesWhere = (test: (input: ComparedInput) => boolean) =>
    listText(sessions.flatMap((input, place) => (test(input) ? [names(place)] : [])));
  const out: string[] = [];
  const raters = sessions.map(({ report }) => listText([...report.raters].sort()));
  if (new Set(raters.filter((text) => text !== '')).size > 1) {
    const who = raters.map((text, place) => `${names(place)} by ${text === '' ? 'nobody' : text}`);
    out.push(`Different people judged: ${listText(who)}. A difference may be one of taste.`);
  }
  const peeked = placesWhere(({ report }) => report.method === 'peek_safe');
  if (peeked !== '') {
    out.push(
      `Labels of ${peeked} were shown before its last vote, so its duels use the stricter peek-safe test.`,
    );
  }
  const open = placesWhere(({ report }) => report.unfinished !== null || report.ended_early !== null);
  if (open !== '') out.push(`Not every planned vote was given in ${open}.`);
  const own = placesWhere(({ report }) => report.own_seeds);
  if (own !== '') out.push(`In ${own} every pair has a seed of its own, drawn by lot, so few can be shared.`);
  return out;
}

function chosenRemark({ sessions, metrics }: ComparisonFigures, names: SessionNames): string[] {
  if (metrics.every(({ duels }) => duels.every(({ units }) => units === 0))) return [];
  const best = sessions.flatMap(({ stands_by }, place) => (stands_by === 'best' ? [names(place)] : []));
  if (best.length === 0) return [];
  const who =
    best.length === sessions.length
      ? 'Each candidate was chosen as the best of its session'
      : best.length === 1
        ? `${best[0]} was chosen as the best of its session`
        : `${listText(best)} were each chosen as the best of their session`;
  return [`${who} by the same votes that are compared here, which flatters a candidate chosen from many.`];
}

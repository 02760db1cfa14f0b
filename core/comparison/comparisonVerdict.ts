import { listText } from '../report/figureText';
import type { ComparedMetric, ComparisonFigures } from './comparison';
import { aheadSentence, duelSentence, isOnlyHere, winnerOf } from './duelWords';
import { type SessionNames, sessionNames } from './names';
import { nothingShared } from './nothingShared';
import type { ComparedInput } from './sharedPart';

/** With so many sessions every duel is put into words; with more only the decided ones. */
const ALL_IN_WORDS = 3;

/**
 * What a comparison says, the headline first. A difference that is not shown is never said to be none, and the best of a few
 * is never called ahead while that is not shown.
 */
export function comparisonVerdict(figures: ComparisonFigures, sessions: readonly ComparedInput[]): string[] {
  const names = sessionNames(figures.sessions);
  const none = nothingShared(figures, sessions);
  if (none !== null) return none;
  const fought = figures.metrics.filter(({ duels }) => duels.some(({ units }) => units > 0));
  if (fought.length === 0) return neverJudged(figures, names);
  return [headline(fought, figures, names), ...fought.flatMap((metric) => ofMetric(metric, figures, names))];
}

function neverJudged({ sessions }: ComparisonFigures, names: SessionNames): string[] {
  if (sessions.every(({ votes }) => votes === 0)) return ['No votes yet, so nothing can be said'];
  const judged = sessions.flatMap(({ shared_votes }, place) => (shared_votes > 0 ? [names(place)] : []));
  if (judged.length === 0) return ['No votes on what the sessions share, so nothing can be said'];
  return [
    'Nothing to compare: no two of the candidates were judged on the same prompt and seed',
    `On what is shared there are votes in ${listText(judged)} only, or on other pairs in each. Choose other candidates to stand for the sessions.`,
  ];
}

function ofMetric(metric: ComparedMetric, { sessions }: ComparisonFigures, names: SessionNames): string[] {
  const fought = metric.duels.filter(({ units }) => units > 0);
  const told = sessions.length <= ALL_IN_WORDS ? fought : fought.filter((duel) => winnerOf(duel) !== null);
  const ahead = aheadSentence(metric, names);
  return [
    ...(ahead === null ? [] : [ahead]),
    ...told.map((duel) => duelSentence(duel, names, metric.metric)),
  ];
}

function headline(
  metrics: readonly ComparedMetric[],
  { sessions, metrics: all }: ComparisonFigures,
  names: SessionNames,
): string {
  const told = new Map<string, string[]>();
  const open: string[] = [];
  for (const metric of metrics) {
    const phrase = aheadPhrase(metric, sessions.length, names);
    if (phrase === null) open.push(metric.metric);
    else told.set(phrase, [...(told.get(phrase) ?? []), metric.metric]);
  }
  const silent = all.filter((metric) => !metrics.includes(metric)).map(({ metric }) => metric);
  const unjudged = silent.length === 0 ? '' : `, with nothing to compare on ${listText(silent)}`;
  if (told.size === 0) {
    return `Not decided: on ${listText(open)} none is shown ahead of another${unjudged}`;
  }
  const phrases = [...told].map(([phrase, on]) => phrase.replaceAll(ON, () => listText(on)));
  const head = phrases.join('; ');
  const apart = head.includes(AGAINST) ? ';' : ',';
  return `${head}${open.length === 0 ? '' : `${apart} not decided on ${listText(open)}`}${unjudged}`;
}

/** Where the metrics come into a phrase; no name of a file or metric holds it. */
const ON = '\u0000';

const AGAINST = ', not decided against ';

/** Who is shown ahead of whom on one metric, with a place for the metric's name; null when nobody is. */
function aheadPhrase({ duels }: ComparedMetric, sessions: number, names: SessionNames): string | null {
  const beaten = new Map<number, number[]>();
  for (const duel of duels) {
    const winner = winnerOf(duel);
    if (winner === null) continue;
    const loser = winner === duel.a ? duel.b : duel.a;
    beaten.set(winner, [...(beaten.get(winner) ?? []), loser]);
  }
  if (beaten.size === 0) return null;
  const lost = new Set([...beaten.values()].flat());
  // Whoever is behind nobody. Were all of them behind somebody, each would be told.
  const unbeaten = [...beaten].filter(([session]) => !lost.has(session));
  const phrases = (unbeaten.length > 0 ? unbeaten : [...beaten]).map(([session, losers]) => {
    const isOfAll = losers.length === sessions - 1 && sessions > 2;
    const open = duels.flatMap(({ a, b, answer }) =>
      answer === 'undecided' && (a === session || b === session) ? [a === session ? b : a] : [],
    );
    const others = isOfAll ? 'every other' : fewOf(losers, names);
    const here = duels.some((duel) => winnerOf(duel) === session && isOnlyHere(duel))
      ? ' on these prompts'
      : '';
    return {
      text: `${names(session)} is ahead of ${others} on ${ON}${here}`,
      rest: open.length === 0 ? '' : `${AGAINST}${fewOf(open, names)}`,
    };
  });
  return phrases.map(({ text, rest }) => `${text}${rest}`).join(' and ');
}

/** Up to three sessions by their names, more by their number: a headline is one sentence. */
function fewOf(sessions: readonly number[], names: SessionNames): string {
  return sessions.length > 3 ? `${sessions.length} others` : listText(sessions.map(names));
}

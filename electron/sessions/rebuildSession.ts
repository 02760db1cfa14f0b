import { type FoundVote, readScores } from '../../core/report/readScores';
import type { JournalEvent } from '../../core/session/events';
import { replay } from '../../core/session/journal';
import { rebuildFromImages } from '../../core/session/rebuild';
import { ratersOfVotes } from '../../core/session/settle';
import { effectiveSetup, findRater, type SessionState, type Vote } from '../../core/session/state';
import type { LoadOptions } from './buildSession';
import type { JournalContents } from './journalFile';
import type { FoundImages } from './recovery';
import { journalFacts, recoveryWords } from './recoveryWords';
import type { SessionFolder } from './sessionFolder';

/** What a rebuilding needs to know beside what lies in the folder. */
type RebuildOptions = Pick<LoadOptions, 'blindKey' | 'servers'> & {
  /** ISO time. */
  readonly createdAt: string;
  /** The text of `scores.csv`; null where there is none. */
  readonly scores: string | null;
};

/** The state that images, votes in `scores.csv` and what is left of a journal tell, and the sentence about it; null when no two images belong together. */
export function rebuildSession(
  folder: SessionFolder,
  journal: JournalContents,
  { images, unreadable }: FoundImages,
  { scores, createdAt, blindKey, servers }: RebuildOptions,
): [SessionState, string] | null {
  const left = journalFacts(journal.events);
  const told = scores === null ? [] : readScores(scores, createdAt);
  const metrics = left.metrics ?? metricsOf(told);
  const rebuilt = rebuildFromImages({
    sessionId: folder.id,
    createdAt,
    images,
    metrics,
    blindKey,
    servers,
  });
  if (rebuilt === null) return null;
  const { state, facts } = rebuilt;
  const fromScores = votesOfScores(told, journal.events).filter(({ pair }) => state.pairs.has(pair));
  ratersOfVotes(state, [...journal.events, ...fromScores]);
  for (const { seq: _seq, type: _type, rater, ...vote } of fromScores)
    findRater(state, rater)?.votes.push(vote);
  for (const { rater: name, label } of told) {
    const rater = findRater(state, name);
    if (rater !== undefined && label !== null) rater.label = label;
  }
  replay(state, journal.events);
  // A vote on pictures that are gone stays in the journal; nothing here is left to show it on.
  for (const rater of state.raters) {
    rater.votes = rater.votes.filter(({ pair }) => state.pairs.has(pair));
    rater.checks = rater.checks.filter(({ pair }) => state.pairs.has(pair));
  }
  const votes = state.raters.reduce((sum, rater) => sum + rater.votes.length, 0);
  const asked = effectiveSetup(state).metrics;
  return [
    state,
    recoveryWords(facts, { ...left, metrics }, { votes, ofScores: fromScores.length, unreadable, asked }),
  ];
}

/** The questions that votes answer; null when there are none. */
function metricsOf(told: readonly FoundVote[]): string[] | null {
  return told.length === 0 ? null : [...new Set(told.map(({ vote }) => vote.metric))];
}

type ToldVote = Extract<JournalEvent, { type: 'vote_cast' }> & Vote;

/** The votes of `scores.csv`, the last one on each trial; the journal knows better of those that it speaks of. */
function votesOfScores(told: readonly FoundVote[], events: readonly JournalEvent[]): ToldVote[] {
  const keyOf = (rater: string, { pair, metric }: Pick<Vote, 'pair' | 'metric'>) =>
    JSON.stringify([rater, pair, metric]);
  const known = new Set(
    events.flatMap((event) =>
      (event.type === 'vote_cast' || event.type === 'vote_changed') && event.kind === undefined
        ? [keyOf(event.rater, event)]
        : [],
    ),
  );
  const votes = new Map(told.map((one) => [keyOf(one.rater, one.vote), one]));
  return [...votes].flatMap(([key, { rater, vote }]) =>
    known.has(key) ? [] : [{ type: 'vote_cast' as const, seq: 0, rater, ...vote }],
  );
}

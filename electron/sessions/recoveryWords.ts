import type { JournalEvent } from '../../core/session/events';
import type { RebuildFacts } from '../../core/session/rebuild';

/** What the journal still told when a session was put together from its images. */
export interface JournalFacts {
  readonly votes: number;
  readonly hasNotes: boolean;
  /** The questions; null when nothing tells them. */
  readonly metrics: readonly string[] | null;
}

/** What of a journal without its beginning can be used. */
export function journalFacts(events: readonly JournalEvent[]): JournalFacts {
  const asked = events.flatMap((event) =>
    event.type === 'setup_changed' && event.changes.metrics !== undefined ? [event.changes.metrics] : [],
  );
  const voted = events.flatMap((event) =>
    event.type === 'vote_cast' || event.type === 'vote_changed' ? [event] : [],
  );
  const counted = voted.filter(({ kind }) => kind === undefined);
  const metrics = asked.at(-1) ?? [...new Set(voted.map(({ metric }) => metric))];
  return {
    votes: new Set(counted.map(({ rater, pair, metric }) => JSON.stringify([rater, pair, metric]))).size,
    hasNotes: events.some(({ type }) => type === 'notes_changed'),
    metrics: metrics.length > 0 ? metrics : null,
  };
}

/** What was and what was not recovered, in sentences. No file is named: its name would tell what it shows. */
export function recoveryWords(
  facts: RebuildFacts,
  left: JournalFacts,
  {
    votes,
    ofScores,
    unreadable,
    asked,
  }: { votes: number; ofScores: number; unreadable: number; asked: readonly string[] },
): string {
  const { hasNotes, metrics } = left;
  const yes: string[] = [];
  const no: string[] = [];
  const tell = (is: boolean, what: string) => void (is ? yes : no).push(what);
  tell(facts.hasPrompts, 'prompts');
  tell(facts.hasSeeds, 'seeds');
  tell(facts.hasWeights, 'weights');
  tell(facts.hasLoras, 'LoRA files');
  tell(facts.hasSampling, 'sampling');
  const gone = [...no];
  if (votes === 0) gone.push('votes');
  if (metrics === null) gone.push('metrics');
  if (!hasNotes) gone.push('notes');
  const sentences = [
    `The saved state is gone, so this session was put together from what lies in its folder. ${images(facts.images)} recovered${yes.length > 0 ? `, with ${list(yes)}` : ''}.`,
  ];
  const ofJournal = votes - ofScores;
  const so = (count: number, where: string) =>
    count > 0 && sentences.push(`So ${count === 1 ? 'was 1 vote' : `were ${count} votes`} of ${where}.`);
  so(ofJournal, 'the journal');
  so(ofScores, 'scores.csv');
  if (left.votes > ofJournal) {
    const count = left.votes - ofJournal;
    sentences.push(
      `${count} ${count === 1 ? 'vote stays' : 'votes stay'} in the journal, whose images are gone.`,
    );
  }
  if (gone.length > 0) {
    const [first = '', ...rest] = gone;
    const what = list([first.charAt(0).toUpperCase() + first.slice(1), ...rest]);
    sentences.push(`${what} were not: nothing tells them any more.`);
  }
  if (metrics === null) sentences.push(`The metric asked for is ${list(asked)}.`);
  if (!facts.canMake) sentences.push('More images cannot be made in it, but what is there can be judged.');
  else if (facts.toMake > 0)
    sentences.push(`${images(facts.toMake, 'missing')} Resume makes what is missing.`);
  if (facts.unpaired > 0)
    sentences.push(`${images(facts.unpaired, 'without a partner')} Such files stay where they are.`);
  if (unreadable > 0)
    sentences.push(
      `${unreadable} ${unreadable === 1 ? 'file is no' : 'files are no'} whole images and were left out.`,
    );
  return sentences.join(' ');
}

function images(count: number, what?: string): string {
  const were = what === undefined ? (count === 1 ? 'was' : 'were') : count === 1 ? 'is' : 'are';
  const end = what === undefined ? '' : ` ${what}.`;
  return `${count} ${count === 1 ? 'image' : 'images'} ${were}${end}`;
}

function list(items: readonly string[]): string {
  const last = items.at(-1) ?? '';
  return items.length < 2 ? last : `${items.slice(0, -1).join(', ')} and ${last}`;
}

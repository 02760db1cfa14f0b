import { answersDone } from '../../../core/session/answers';
import { stringifyJson } from '../../../core/session/json';
import { PACK_VERSION, type PackAnswer, VOTES_FORMAT, type VotesFile } from '../../../core/session/packFile';
import { FIRST_RATER, findRater, labelOf, newRater, type SessionState } from '../../../core/session/state';
import { checksumOf } from './checksum';

/**
 * All answers that were given to a rating pack, as the text that goes back to whoever made it, and how many of them are votes:
 * practice goes along, but is none. Out: null for a session that is no pack.
 */
export function votesFile(
  state: SessionState,
): (VotesFile & { readonly text: string; readonly votes: number }) | null {
  const { pack } = state;
  if (pack === null) return null;
  const rater = findRater(state, FIRST_RATER) ?? newRater(FIRST_RATER);
  const keys = new Map(pack.showings.map(({ image_b, key }) => [image_b, key]));
  const answers = [...rater.votes, ...rater.checks]
    .sort((a, b) => a.nth - b.nth)
    .flatMap(({ pair, metric, choice, stars, note, flags, elapsed_ms, at, vote_id }): PackAnswer[] => {
      const key = keys.get(pair);
      if (key === undefined) return [];
      return [{ key, metric, choice, stars, note, flags, elapsed_ms, voted_at: at, vote_id }];
    });
  const content = {
    format: VOTES_FORMAT,
    version: PACK_VERSION,
    pack_id: pack.pack_id,
    copy_id: pack.copy_id,
    pack_sha256: pack.pack_sha256,
    revision: state.journal_seq,
    rater: labelOf(rater),
    answers,
  } as const;
  const file = { ...content, checksum: checksumOf(content) };
  return { ...file, text: `${stringifyJson(file, 2)}\n`, votes: answersDone(rater) };
}

/** The name of that file: of the rater, and of the copy, since two raters may be called the same. */
export function votesFileName({ rater, copy_id }: Pick<VotesFile, 'rater' | 'copy_id'>): string {
  const plain = rater
    .normalize('NFKD')
    .replaceAll(/[^A-Za-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '')
    .slice(0, 40);
  return `blindfold-votes-${plain === '' ? 'rater' : plain}-${copy_id.slice(0, 8)}.json`;
}

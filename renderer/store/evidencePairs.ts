import type { PairVote } from '../../core/report/pairVotes';
import { call, failureText } from './backend';
import { type Pictures, releasePictures } from './evaluationPictures';
import { painted } from './paint';
import { loadPicture } from './picture';

/** A judged pair to be looked at: its name, and what its pictures are called. */
export interface LabelledPair {
  pair_id: string;
  names: { a: string; b: string };
}

/** What was answered to a pair, or why that is not known, in a sentence. */
export type VotesOnPair = { votes: readonly PairVote[] } | { failure: string };

/** Judged pairs that are looked at one after the other, drawn on canvases as those that are judged. */
export interface PairShelf {
  /** The pictures of a pair, the baseline first; they are fetched once. Never rejects: what cannot be shown is null. */
  pictures: (pair: LabelledPair) => Promise<Pictures>;
  /** What was answered to it on every metric. Never rejects. */
  votes: (pairId: string) => Promise<VotesOnPair>;
  /** Forgets the pictures of a pair, to fetch them anew. */
  again: (pairId: string) => void;
  /** Lets go of the pictures of all other pairs. */
  keepOnly: (pairIds: readonly string[]) => void;
}

/** A shelf for the pairs of one session. In: the raters that the report is narrowed to; undefined: all. */
export function createPairShelf(sessionId: string, raters: readonly string[] | undefined): PairShelf {
  const drawn = new Map<string, Promise<Pictures>>();
  const answered = new Map<string, Promise<VotesOnPair>>();
  const letGo = (pairId: string) => {
    const pictures = drawn.get(pairId);
    drawn.delete(pairId);
    // What comes next is painted first: giving memory back takes its time.
    void painted()
      .then(() => pictures)
      .then((own) => own && releasePictures(own));
  };
  return {
    pictures: (pair) => {
      const known = drawn.get(pair.pair_id);
      if (known !== undefined) return known;
      const loading = load(sessionId, pair);
      drawn.set(pair.pair_id, loading);
      return loading;
    },
    votes: (pairId) => {
      const known = answered.get(pairId);
      if (known !== undefined) return known;
      const asking = askVotes(sessionId, pairId, raters);
      answered.set(pairId, asking);
      return asking;
    },
    again: (pairId) => {
      letGo(pairId);
      answered.delete(pairId);
    },
    keepOnly: (pairIds) => {
      for (const pairId of drawn.keys()) if (!pairIds.includes(pairId)) letGo(pairId);
    },
  };
}

async function load(sessionId: string, { pair_id, names }: LabelledPair): Promise<Pictures> {
  try {
    const { pictures } = await call('report.pictures', { session_id: sessionId, pairs: [pair_id] });
    const found = pictures.find((own) => own.pair_id === pair_id);
    if (found === undefined) return { a: null, b: null };
    const [a, b] = await Promise.all([
      loadPicture(found.baseline.full, names.a),
      loadPicture(found.lora.full, names.b),
    ]);
    return { a, b };
  } catch {
    return { a: null, b: null };
  }
}

async function askVotes(
  sessionId: string,
  pairId: string,
  raters: readonly string[] | undefined,
): Promise<VotesOnPair> {
  try {
    return await call('report.votes', {
      session_id: sessionId,
      pairs: [pairId],
      ...(raters === undefined ? {} : { raters: [...raters] }),
    });
  } catch (error) {
    return { failure: failureText(error) };
  }
}

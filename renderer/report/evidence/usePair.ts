import { useEffect, useState } from 'react';
import type { Pictures } from '../../store/evaluationPictures';
import { createPairShelf, type LabelledPair, type VotesOnPair } from '../../store/evidencePairs';

/** A pair that is looked at; what is not there yet is null. */
interface SeenPair {
  pictures: Pictures | null;
  votes: VotesOnPair | null;
  /** Fetches its pictures anew. */
  again: () => void;
}

/** The pair at a place of a list, and both beside it got ready. In: the raters that the report is narrowed to. */
export function usePair(
  sessionId: string,
  list: readonly LabelledPair[],
  at: number,
  raters: readonly string[] | undefined,
): SeenPair {
  const [shelf] = useState(() => createPairShelf(sessionId, raters));
  const [tries, setTries] = useState(0);
  const pair = list[at];
  const id = pair?.pair_id;
  const [seen, setSeen] = useState<{ id: string; pictures: Pictures } | null>(null);
  const [said, setSaid] = useState<{ id: string; votes: VotesOnPair } | null>(null);
  useEffect(() => {
    if (pair === undefined || tries < 0) return;
    let isOn = true;
    const beside = [list[at + 1], list[at - 1]].filter((one) => one !== undefined);
    shelf.keepOnly([pair, ...beside].map((one) => one.pair_id));
    void shelf.pictures(pair).then((pictures) => {
      if (!isOn) return;
      setSeen({ id: pair.pair_id, pictures });
      // What may come next is fetched once this one is there.
      for (const one of beside) void shelf.pictures(one);
    });
    void shelf.votes(pair.pair_id).then((votes) => {
      if (isOn) setSaid({ id: pair.pair_id, votes });
    });
    return () => {
      isOn = false;
    };
  }, [shelf, pair, list, at, tries]);
  useEffect(() => () => shelf.keepOnly([]), [shelf]);
  return {
    pictures: seen !== null && seen.id === id ? seen.pictures : null,
    votes: said !== null && said.id === id ? said.votes : null,
    again: () => {
      if (id === undefined) return;
      shelf.again(id);
      setSeen(null);
      setTries(tries + 1);
    },
  };
}

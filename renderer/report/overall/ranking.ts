import type { OverallFigures } from '../../../core/report/report';

/** A candidate with its place in the order; equal preference shares a place. */
export interface Ranked {
  place: number;
  own: OverallFigures;
  /** Its place among the candidates as planned. */
  at: number;
}

/** The candidates by net preference over all metrics, the highest first; those without votes are left out. */
export function ranking(overall: readonly OverallFigures[]): Ranked[] {
  const judged = overall
    .map((own, at) => ({ own, at, net: own.net_preference }))
    .filter((one): one is typeof one & { net: number } => one.net !== null)
    .sort((a, b) => b.net - a.net);
  return judged.map(({ own, at, net }) => ({
    place: judged.findIndex((other) => other.net === net) + 1,
    own,
    at,
  }));
}

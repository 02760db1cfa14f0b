import type { CandidateFigures, OverallFigures, ReportFigures } from './report';

/** One candidate's answers over the metrics, each with the names of its metrics. */
export interface Standing {
  candidate: OverallFigures;
  better: string[];
  worse: string[];
  /** Judged, and not decided. */
  open: string[];
  /** Without a vote on this candidate. */
  unjudged: string[];
  /** Decided, but not shown to hold when taken prompt by prompt, or on too few prompts to ask. */
  onlyHere: string[];
}

/** The answers of every candidate, in the order of the report. */
export function standingsOf({ overall, metrics }: Pick<ReportFigures, 'overall' | 'metrics'>): Standing[] {
  return overall.map((candidate, index) => {
    const metricsWhere = (test: (own: CandidateFigures) => boolean) =>
      metrics
        .filter(({ candidates }) => candidates[index] !== undefined && test(candidates[index]))
        .map(({ metric }) => metric);
    return {
      candidate,
      better: metricsWhere(({ answer }) => answer === 'better'),
      worse: metricsWhere(({ answer }) => answer === 'worse'),
      open: metricsWhere(({ answer, votes }) => answer === 'undecided' && votes > 0),
      unjudged: metricsWhere(({ votes }) => votes === 0),
      onlyHere: metricsWhere(
        ({ answer, holds_beyond_prompts }) => answer !== 'undecided' && holds_beyond_prompts !== true,
      ),
    };
  });
}

/**
 * The place of the candidate to name for an answer: most metrics with it less those with the opposite, then the clearer net
 * preference over all metrics. Null when no candidate has it on any metric.
 */
export function foremost(standings: readonly Standing[], answer: 'better' | 'worse'): number | null {
  let found: { index: number; balance: number; net: number } | null = null;
  for (const [index, standing] of standings.entries()) {
    if (standing[answer].length === 0) continue;
    const towards = answer === 'better' ? 1 : -1;
    const balance = towards * balanceOf(standing);
    const net = towards * (standing.candidate.net_preference ?? 0);
    if (found === null || balance > found.balance || (balance === found.balance && net > found.net)) {
      found = { index, balance, net };
    }
  }
  return found?.index ?? null;
}

/** The candidate to hand on: the foremost one, if it is better on more metrics than it is worse on; else null. */
export function winnerOf(
  figures: Pick<ReportFigures, 'overall' | 'metrics'>,
): { lora_filename: string; weight: number } | null {
  const standings = standingsOf(figures);
  const winner = standings[foremost(standings, 'better') ?? -1];
  if (winner === undefined || balanceOf(winner) <= 0) return null;
  const { lora_filename, weight } = winner.candidate;
  return { lora_filename, weight };
}

function balanceOf({ better, worse }: Standing): number {
  return better.length - worse.length;
}

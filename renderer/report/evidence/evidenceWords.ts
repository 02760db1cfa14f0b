import { formatWeight } from '../../../core/plan/weights';
import { candidateNoun, countText, fileWords, numberText } from '../../../core/report/figureText';
import type { Evidence, EvidencePair } from '../../../core/report/metricDetail';
import type { PairVote } from '../../../core/report/pairVotes';
import type { MetricReport, Report } from '../../../core/report/report';

export type EvidenceKind = keyof Evidence;

const KIND_NAMES: Readonly<Record<EvidenceKind, string>> = {
  won: 'Won clearly',
  lost: 'Lost clearly',
  split: 'Raters disagree',
};
export const KINDS = Object.keys(KIND_NAMES) as EvidenceKind[];

type Raters = Pick<Report, 'raters' | 'voters'>;

/** A kind of pair as a choice: its name with how many there are, and why it can not be chosen. */
export function kindOption(kind: EvidenceKind, evidence: Evidence, report: Raters) {
  const off = kind === 'split' ? onlyOneWords(report) : undefined;
  const { total } = evidence[kind];
  return {
    value: kind,
    label: `${KIND_NAMES[kind]} ${numberText(total)}`,
    ...(off === undefined ? {} : { off }),
  };
}

function onlyOneWords({ raters, voters }: Raters): string | undefined {
  if (raters.length > 1) return undefined;
  if (voters.length > 1) return 'The report is narrowed to one rater. It takes two to disagree.';
  return raters.length === 1 ? 'One rater has voted. It takes two to disagree.' : 'Nobody has voted yet.';
}

/** Says that there is no pair of a kind. */
export function noPairWords(kind: EvidenceKind, { metric, candidates }: MetricReport): string {
  if (candidates.every(({ votes }) => votes === 0))
    return `There are no votes on ${metric}, so there are no pictures behind it.`;
  if (kind === 'split') return `No pair was won with one rater and lost with another on ${metric}.`;
  return `No pair was ${kind} clearly on ${metric}.`;
}

/** Where one is in a kind: `Won clearly on Style`. */
export function kindPlace(kind: EvidenceKind, metric: string): string {
  return `${KIND_NAMES[kind]} on ${metric}`;
}

/** What a picture of the LoRA is called: its weight, and its file where there are several. */
export interface SideNames {
  baseline: string;
  lora: string;
  file: string | null;
}

/** What the two pictures of a candidate's pairs are called. */
export function sideNames(candidate: number, candidates: MetricReport['candidates']): SideNames {
  const own = candidates[candidate];
  if (own === undefined) return { baseline: 'Baseline', lora: 'LoRA', file: null };
  const file = candidateNoun(candidates) === 'weight' ? null : fileWords(candidates)(own.lora_filename);
  return { baseline: 'Baseline', lora: `LoRA ${formatWeight(own.weight)}`, file };
}

/** What stands on the pictures where they are large. */
export function stageNames({ baseline, lora, file }: SideNames): { a: string; b: string } {
  return { a: baseline, b: file === null ? lora : `${lora}, ${file}` };
}

/** What was said of a pair, and its prompt: `2 votes, 4.5 stars, prompt 3`. */
export function pairWords({
  votes,
  wins,
  losses,
  ties,
  mean_signed_stars,
  prompt_index,
}: EvidencePair): string {
  const isSplit = wins > 0 && losses > 0;
  const counted = isSplit
    ? [`${wins} won`, `${losses} lost`, ...(ties > 0 ? [`${ties} same`] : [])]
    : votes > 1
      ? [countText(votes, 'vote')]
      : [];
  const stars = isSplit || mean_signed_stars === null ? [] : [starsText(Math.abs(mean_signed_stars))];
  // A line breaks between its parts, and not in them.
  return [...counted, ...stars, `prompt ${prompt_index + 1}`]
    .map((part) => part.replaceAll(' ', '\u00a0'))
    .join(', ');
}

/** `5 stars`; a mean has one decimal. */
function starsText(stars: number): string {
  const rounded = Math.round(stars * 10) / 10;
  return `${rounded} ${rounded === 1 ? 'star' : 'stars'}`;
}

/** The first note of a pair, and how many more there are. */
export function noteWords(notes: readonly string[]): { first: string; more: string | null } | null {
  const [first, ...rest] = notes;
  if (first === undefined) return null;
  return { first, more: rest.length === 0 ? null : `and ${countText(rest.length, 'more note')}` };
}

const OUTCOMES: Readonly<Record<PairVote['outcome'], string>> = {
  win: 'won',
  loss: 'lost',
  tie: 'same',
  skip: 'skipped',
};

/** What one rater said: `won, 4 stars`. */
export function answerWords({ outcome, stars }: Pick<PairVote, 'outcome' | 'stars'>): string {
  return stars === null ? OUTCOMES[outcome] : `${OUTCOMES[outcome]}, ${starsText(stars)}`;
}

/** Says which picture is missing. */
export function missingWords(isBaselineThere: boolean, isLoraThere: boolean): string {
  const which = isBaselineThere
    ? "The LoRA's picture cannot be shown, so neither is."
    : isLoraThere
      ? 'The picture of the baseline cannot be shown, so neither is.'
      : 'Neither picture can be shown.';
  return `${which} Try again. If a file is gone, Generate can make it again.`;
}

/** How many more pairs can be shown, and how many are only counted. */
export function restWords(
  shown: number,
  listed: number,
  total: number,
): { more: string | null; beyond: string | null } {
  return {
    more: shown < listed ? `Show ${listed - shown} more` : null,
    beyond:
      shown >= listed && listed < total ? `The clearest ${listed} of ${numberText(total)} are here.` : null,
  };
}

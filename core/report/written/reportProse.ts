import { formatWeight } from '../../plan/weights';
import { standingOfBest } from '../bestStanding';
import { ANSWER_WORDS } from '../charts/doseData';
import { candidateNoun, candidateWords, countText, fileWords, listText, promptTag } from '../figureText';
import { standingsOf, winnerOf } from '../foremost';
import type { MetricReport, Report } from '../report';
import { shownInterval } from '../shownInterval';
import type { WrittenTable } from './blocks';
import { candidateColumn, NONE, rangeText, shareText } from './candidateTables';
import type { ReportContext } from './context';
import { seedsText } from './makingBlocks';
import { codeSpan, escapeMarkdown } from './markdown';
import { whenText } from './timeText';

/** What was compared with what, on which prompts, seeds and settings. */
export function testedText(report: Report, context: ReportContext): string {
  const nameOf = fileWords(report.overall);
  const files = [...new Set(report.overall.map(({ lora_filename }) => nameOf(lora_filename)))];
  const weights = [...new Set(report.overall.map(({ weight }) => weight))].sort((a, b) => a - b);
  const against = context.checkpoint === null ? 'the plain model' : `the plain model ${context.checkpoint}`;
  const at =
    weights.length === 0
      ? ''
      : ` at weight${weights.length === 1 ? '' : 's'} ${listText(weights.map(formatWeight))}`;
  const loras = `${files.length > 1 ? 'The LoRAs' : 'The LoRA'} ${files.length === 0 ? '(none)' : listText(files)}${at} ${files.length > 1 ? 'were' : 'was'} compared with ${against}, on ${countText(report.prompts_total, 'prompt')}.`;
  const sampling = [
    ...(context.sampling?.sampler_name === undefined ? [] : [`sampler ${context.sampling.sampler_name}`]),
    ...(context.sampling?.steps === undefined ? [] : [countText(context.sampling.steps, 'step')]),
    ...(context.sampling?.cfg === undefined ? [] : [`CFG ${context.sampling.cfg}`]),
    ...(context.size === null ? [] : [`${context.size[0]} × ${context.size[1]} px`]),
  ];
  const settings = sampling.length === 0 ? '' : ` Settings: ${sampling.join(', ')}.`;
  const metrics = report.metrics.map(({ metric }) => metric);
  const asked = metrics.length === 0 ? '' : ` Asked was about ${listText(metrics)}.`;
  return `${loras} That made ${countText(context.pairs, 'pair')} of pictures. Seeds: ${seedsText(context)}.${settings}${asked}`;
}

/** What came of each candidate, as far as somebody needs who only wants to use it. */
export function shortTable({ metric, candidates }: MetricReport, { method }: Report): WrittenTable {
  const named = candidateColumn(candidates);
  return {
    caption: `${metric}, by ${candidateNoun(candidates)}`,
    columns: [
      ...named.columns,
      ...['Won', 'Lost', 'Same', 'Preferred', '95% interval'].map((name) => ({ name })),
      { name: 'Answer', isText: true },
    ],
    rows: candidates.map((own) => {
      const interval = shownInterval(own, method);
      return [
        ...named.cells(own),
        String(own.wins),
        String(own.losses),
        String(own.ties),
        shareText(own.win_rate),
        rangeText(interval?.low ?? null, interval?.high ?? null),
        own.votes === 0 ? NONE : ANSWER_WORDS[own.answer],
      ];
    }),
  };
}

/** The tag of the weight to use and the reason for it, or that there is none to name: paragraphs of Markdown. */
export function adviceParts(report: Report): string[] {
  const winner = winnerOf(report);
  if (winner === null) {
    const isWorse = report.metrics.some(({ candidates }) =>
      candidates.some(({ answer }) => answer === 'worse'),
    );
    return [
      isWorse
        ? 'None: nothing is shown better than the plain model on more than it is worse on.'
        : 'None can be named yet: nothing is shown better than the plain model.',
    ];
  }
  const standing = standingsOf(report).find(
    ({ candidate }) => candidate.lora_filename === winner.lora_filename && candidate.weight === winner.weight,
  );
  const words = candidateWords(report.overall);
  const reason =
    standing === undefined
      ? ''
      : `It is shown better on ${listText(standing.better)}${standing.worse.length === 0 ? '' : `, and worse on ${listText(standing.worse)}`}.`;
  return [
    `${codeSpan(promptTag(winner))}`,
    escapeMarkdown(
      report.demo ? `${reason} The pictures come from the built-in demo, so this is no advice.` : reason,
    ),
    ...boundSentences(report, words).map(escapeMarkdown),
  ];
}

/** How far down and up from the best one may go, metric by metric. */
export function boundSentences(
  { metrics }: Pick<Report, 'metrics'>,
  words: ReturnType<typeof candidateWords>,
): string[] {
  return metrics.flatMap((own) => {
    const { metric, best } = own;
    // Of a best that is not shown better the verdict says nothing of the kind either.
    if (best === null || standingOfBest(own) !== 'best') return [];
    const at = (weight: number) => words({ lora_filename: best.lora_filename, weight }).short;
    const { lowest_not_worse: lowest, falls_from: falls } = best;
    return [
      ...(lowest === null || lowest === best.weight
        ? []
        : [
            `On ${metric} the lowest weight that is not shown worse than ${at(best.weight)} is ${at(lowest)}.`,
          ]),
      ...(falls === null ? [] : [`On ${metric} ${at(falls)} is shown worse than ${at(best.weight)}.`]),
    ];
  });
}

/** What nobody can say from this report. In: its sentences on all votes together. */
export function unknownSentences(
  report: Report,
  context: ReportContext,
  overall: readonly string[],
): string[] {
  const open = standingsOf(report).flatMap(({ candidate, open: on }) =>
    on.length === 0 ? [] : [`${candidateWords(report.overall)(candidate).short} on ${listText(on)}`],
  );
  return [
    ...(open.length === 0
      ? []
      : [
          `Not decided: ${open.length > 12 ? `${open.length} candidates on some metric` : open.join('; ')}. A difference that is not shown is not shown to be none.`,
        ]),
    ...(report.metrics.length === 0 || report.votes_total > 1 ? overall : []),
    `Other prompts, other seeds${context.checkpoint === null ? '' : `, another checkpoint than ${context.checkpoint}`} and other settings were not tried.`,
  ];
}

/** Who judged, how much, how carefully and how blindly. */
export function judgedText(report: Report, context: ReportContext): string {
  const raters = report.raters.length === 0 ? 'Nobody' : listText(report.raters);
  const from =
    context.first_vote_at === null
      ? ''
      : `, from ${whenText(context.first_vote_at)} to ${whenText(context.last_vote_at)}`;
  const skips =
    report.skips_total === 0 ? '' : `, and ${countText(report.skips_total, 'skip')} that count nowhere`;
  return [
    `${raters} gave ${countText(report.votes_total, 'vote')}${skips}${from}.`,
    'Each picture with the LoRA stood beside the one without it, of the same prompt and seed, on a side drawn by lot, and nobody was told which was which.',
    report.votes_after_reveal === 0
      ? ''
      : `${countText(report.votes_after_reveal, 'vote')} came after the labels had been shown.`,
    ...checksSentences(report),
  ]
    .filter((sentence) => sentence !== '')
    .join(' ');
}

/** How the checks on the raters came out; none where none were shown. */
export function checksSentences({ quality }: Pick<Report, 'quality'>): string[] {
  const { repeats_alike: repeats, catches_same: catches } = quality.all;
  return [
    ...(repeats.of === 0
      ? []
      : [`Of ${countText(repeats.of, 'pair')} shown twice, ${repeats.count} were answered alike.`]),
    ...(catches.of === 0
      ? []
      : [`Of ${countText(catches.of, 'showing')} of equal pictures, ${catches.count} were called the same.`]),
  ];
}

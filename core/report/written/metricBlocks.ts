import { countText, listText, netText, percentText } from '../figureText';
import type { PromptFigures, WithoutPrompt } from '../metricDetail';
import type { Answer, MetricReport, Report } from '../report';
import type { Block, WrittenTable } from './blocks';
import {
  answerTable,
  FIGURES_NOTE,
  intervalsTable,
  NONE,
  shareText,
  shortNames,
  testsTable,
} from './candidateTables';
import { shownPairs } from './pictureNames';
import { promptName, promptRow } from './promptName';

/** Prompts named at each end of the list. */
const MOST_PROMPTS = 5;

/** Everything that a report says of one metric. In: its sentences of the verdict. */
export function metricBlocks(metric: MetricReport, report: Report, sentences: readonly string[]): Block[] {
  const isVoted = metric.candidates.some(({ votes, skips }) => votes + skips > 0);
  if (!isVoted) return [{ kind: 'text', text: sentences.join(' ') }];
  const isDecided = metric.candidates.some(({ n }) => n > 0);
  const isStarred = metric.candidates.some(({ starred_votes }) => starred_votes > 0);
  return [
    { kind: 'list', items: [...sentences] },
    ...(isDecided ? [{ kind: 'chart' as const, chart: 'weights' as const, metric: metric.metric }] : []),
    { kind: 'table', table: answerTable(metric, report) },
    ...pairsBlocks(metric),
    ...promptsBlocks(metric, report),
    {
      kind: 'more',
      title: 'What it hangs on',
      blocks: [
        {
          kind: 'list',
          items: [...leaveOneOutText(metric, report), agreementText(metric), sidesText(metric)],
        },
      ],
    },
    {
      kind: 'more',
      title: 'All figures',
      blocks: [
        { kind: 'table', table: intervalsTable(metric) },
        { kind: 'table', table: testsTable(metric) },
        { kind: 'text', text: FIGURES_NOTE },
        ...(isStarred ? [{ kind: 'chart' as const, chart: 'stars' as const, metric: metric.metric }] : []),
        ...(isDecided ? [{ kind: 'chart' as const, chart: 'time' as const, metric: metric.metric }] : []),
      ],
    },
  ];
}

function pairsBlocks(metric: MetricReport): Block[] {
  const { won, lost, split } = metric.evidence;
  const titles = [
    { which: 'won', title: 'Won clearly', total: won.total },
    { which: 'lost', title: 'Lost clearly', total: lost.total },
    { which: 'split', title: 'Raters disagree', total: split.total },
  ] as const;
  return titles
    .filter(({ total }) => total > 0)
    .map(({ which, title, total }) => ({
      kind: 'pairs',
      title: `${title}: ${shownPairs({ metric, which }).length} of ${countText(total, 'pair')}`,
      metric,
      which,
    }));
}

function promptsBlocks(metric: MetricReport, report: Report): Block[] {
  const sorted = metric.prompts
    .filter(({ votes }) => votes > 0)
    .sort((a, b) => (b.net_preference ?? 0) - (a.net_preference ?? 0) || a.prompt_index - b.prompt_index);
  if (sorted.length < 2) return [];
  const isShort = sorted.length <= 2 * MOST_PROMPTS;
  const tables = isShort
    ? [promptTable(`${metric.metric}: prompts, best first`, sorted, report)]
    : [
        promptTable(`${metric.metric}: best prompts`, sorted.slice(0, MOST_PROMPTS), report),
        promptTable(`${metric.metric}: worst prompts`, sorted.slice(-MOST_PROMPTS).reverse(), report),
      ];
  return [
    ...tables.map((table): Block => ({ kind: 'table', table })),
    {
      kind: 'more',
      title: 'Prompt by prompt',
      blocks: [{ kind: 'chart', chart: 'prompts', metric: metric.metric }],
    },
  ];
}

function promptTable(caption: string, prompts: readonly PromptFigures[], report: Report): WrittenTable {
  return {
    caption,
    columns: [
      { name: 'Prompt', isText: true },
      ...['Votes', 'Won', 'Lost', 'Same', 'Net'].map((name) => ({ name })),
    ],
    rows: prompts.map(({ prompt_index, votes, wins, losses, ties, net_preference }) => [
      promptRow(report, prompt_index),
      ...[votes, wins, losses, ties].map(String),
      net_preference === null ? NONE : netText(net_preference),
    ]),
  };
}

const ANSWERS: Record<Answer, string> = { better: 'better', worse: 'worse', undecided: 'not decided' };

/** What the removal of one prompt would change. */
function leaveOneOutText({ metric, candidates, leave_one_out }: MetricReport, report: Report): string[] {
  const { prompts, changes } = leave_one_out;
  if (prompts === 0) return ['With fewer than two prompts none can be left out.'];
  if (changes.length === 0)
    return [`Leaving out any one of the ${prompts} prompts changes no answer and not the best on ${metric}.`];
  const names = shortNames(candidates);
  return changes.map(
    (change) => `Without ${promptName(report, change.prompt_index)}: ${changeText(change, names)}.`,
  );
}

function changeText({ answers, best, best_changes }: WithoutPrompt, names: readonly string[]): string {
  const said = answers.map(
    ({ candidate, from, to }) =>
      `${names[candidate] ?? NONE} would be ${ANSWERS[to]} instead of ${ANSWERS[from]}`,
  );
  const bestText = best === null ? 'there would be no best' : `the best would be ${names[best] ?? NONE}`;
  return listText([...said, ...(best_changes ? [bestText] : [])]);
}

function agreementText({ agreement }: MetricReport): string {
  if (agreement === null)
    return 'No pair was judged by two raters, so nothing can be said of their agreement.';
  const { raters, pairs, alike, alpha, low, high } = agreement;
  const said = `${countText(raters, 'rater')} judged ${countText(pairs, 'pair')} in common; ${alike.count} of ${alike.of} answers of two were alike (${shareText(alike.share)})`;
  if (alpha === null) return `${said}. Krippendorff's alpha does not exist where every answer is the same.`;
  const interval =
    low === null || high === null ? '' : ` (95% interval ${low.toFixed(2)} to ${high.toFixed(2)})`;
  return `${said}. Krippendorff's alpha ${alpha.toFixed(2)}${interval}: 1 is full agreement, 0 is that of chance.`;
}

function sidesText({ side_bias: { left, right, p_value } }: MetricReport): string {
  if (left + right === 0) return 'No vote is decided, so no side was chosen.';
  return `The left picture was chosen in ${left} of ${countText(left + right, 'decided vote')} (${percentText(left / (left + right))}%), p ${p_value < 0.0001 ? '< 0.0001' : `= ${p_value.toFixed(4)}`}.`;
}

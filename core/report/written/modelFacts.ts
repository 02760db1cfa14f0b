import { plainLine } from '../charts/textRoom';
import { candidateNoun, candidateWords, countText, fileWords, listText, loraName } from '../figureText';
import { standingsOf, winnerOf } from '../foremost';
import type { MetricReport, Report } from '../report';
import { type VerdictParts, verdictParts } from '../verdict';
import { answerTable, NONE } from './candidateTables';
import type { ReportContext } from './context';
import { overallTable } from './overallTable';
import { filesText } from './reportDocument';
import { boundSentences, checksSentences, unknownSentences } from './reportProse';
import { shareable } from './shareable';

/** What a model is told of a report. */
export interface ModelFacts {
  /** Headings, sentences and lists as plain text, at most `MOST_CHARACTERS`. Every number in it is one that the report shows, as it is shown there. */
  readonly text: string;
  /** Names that may hold digits, which are no figures: of LoRAs, of metrics, of the checkpoint. */
  readonly names: readonly string[];
}

/** Small models have little room, and every letter costs with others. */
export const MOST_CHARACTERS = 12_000;
/** Candidates of a metric, tried from the most down until the text has room. */
const CANDIDATES = [24, 12, 6, 3, 1];
/** A name longer than that is cut: it is a name, not a figure. */
const LONGEST_NAME = 120;
/** Of the methods those that say what the figures mean. */
const NEEDED_METHODS = /^(?:Preferred|Interval|Test|Correction|Answer|Each metric is judged)\b(?! by prompt)/;

/**
 * The figures of a report for a model that puts them into words: the verdict's sentences, every metric's candidates, what is best and how
 * far, what is not known, how it was judged. Neither prompts nor raters' names, neither folders nor servers are in it.
 */
export function modelFacts(given: Report, context: ReportContext): ModelFacts {
  const report = shareable(given, context.self_check);
  const parts = verdictParts(report);
  const names = namesIn(report, context);
  const texts = CANDIDATES.map((most) => factsText(report, context, parts, most));
  const fitting = texts.find((text) => text.length <= MOST_CHARACTERS);
  return { text: fitting ?? cutAtLine(texts.at(-1) ?? ''), names };
}

function factsText(report: Report, context: ReportContext, parts: VerdictParts, most: number): string {
  const sections: [title: string, lines: string[]][] = [
    ['Result', [`${parts.headline}.`, ...parts.standing, ...adviceLines(report)]],
    ['What was tested', testedLines(report, context)],
    ...report.metrics.map((metric): [string, string[]] => [
      `Metric: ${nameLine(metric.metric)}`,
      metricLines(metric, report, parts, most),
    ]),
    ['All metrics together', overallLines(report, most)],
    ['What is not known', unknownSentences(report, context, parts.overall)],
    ['How it was judged', judgedLines(report)],
    [
      'What the figures mean',
      [
        ...report.methods.filter((sentence) => NEEDED_METHODS.test(sentence)),
        'Net: votes won less votes lost, as a share of all votes.',
        'Preferred in 50% would be no preference.',
      ],
    ],
  ];
  return sections
    .filter(([, lines]) => lines.length > 0)
    .map(([title, lines]) => `## ${title}\n${lines.map((line) => `- ${plainLine(line)}`).join('\n')}`)
    .join('\n\n');
}

function adviceLines(report: Report): string[] {
  const winner = winnerOf(report);
  return [
    winner === null
      ? 'Weight to use: none can be named.'
      : `Weight to use: ${candidateWords(report.overall)(winner).short}.`,
  ];
}

function testedLines(report: Report, { checkpoint, pairs }: ReportContext): string[] {
  const noun = candidateNoun(report.overall);
  return [
    `LoRA: ${filesText(report)}`,
    `${countText(report.overall.length, noun)}, ${countText(report.metrics.length, 'metric')}: ${listText(report.metrics.map(({ metric }) => nameLine(metric)))}`,
    ...(checkpoint === null ? [] : [`Compared with the plain model ${nameLine(checkpoint)}`]),
    `${countText(report.prompts_total, 'prompt')}, of which ${report.prompts_judged} were judged; ${countText(pairs, 'pair')} of pictures`,
  ];
}

function metricLines(metric: MetricReport, report: Report, parts: VerdictParts, most: number): string[] {
  const sentences = parts.metrics.find((own) => own.metric === metric.metric)?.sentences ?? [
    'No votes, so nothing can be said.',
  ];
  const { candidates } = metric;
  if (candidates.every(({ votes, skips }) => votes + skips === 0)) return sentences;
  const count = (test: (own: MetricReport['candidates'][number]) => boolean) =>
    candidates.filter(test).length;
  const chosen = foremostOf(metric, report, most);
  const table = answerTable({ ...metric, candidates: chosen }, report);
  const left = candidates.length - chosen.length;
  const words = candidateWords(report.overall);
  return [
    ...sentences,
    ...boundSentences({ metrics: [metric] }, words),
    ...(candidates.length < 2
      ? []
      : [
          `Of ${countText(candidates.length, candidateNoun(candidates))}: ${count(({ answer }) => answer === 'better')} better, ${count(({ answer }) => answer === 'worse')} worse, ${count(({ answer, votes }) => answer === 'undecided' && votes > 0)} not decided.`,
        ]),
    ...chosen.map((own, place) => {
      const row = table.rows[place] ?? [];
      const cells = table.columns.flatMap(({ name }, column) =>
        NAMING.has(name) || row[column] === undefined || row[column] === NONE
          ? []
          : [`${name} ${row[column]}`],
      );
      return `${upperFirst(words(own).place)}: ${[`Decided ${own.n}`, ...cells].join('; ')}`;
    }),
    ...(left === 0 ? [] : [leftOut(left, candidates)]),
  ];
}

/** Columns that say whose row it is. */
const NAMING = new Set(['LoRA', 'Weight']);

function overallLines({ overall, metrics }: Report, most: number): string[] {
  if (metrics.length < 2) return [];
  const standings = standingsOf({ overall, metrics });
  const words = candidateWords(overall);
  const chosen = [...overall]
    .sort((a, b) => (b.net_preference ?? -2) - (a.net_preference ?? -2))
    .slice(0, most);
  const left = overall.length - chosen.length;
  return [
    ...chosen.map((own) => {
      const [row = []] = overallTable({ overall: [own] }).rows;
      const [pairs, net, interval] = row.slice(-3);
      const standing = standings[overall.indexOf(own)];
      const counts =
        standing === undefined
          ? ''
          : `better on ${standing.better.length}, worse on ${standing.worse.length}, not decided on ${standing.open.length} of ${countText(metrics.length, 'metric')}`;
      const figures =
        own.net_preference === null
          ? 'no votes'
          : `${pairs} pairs, net preference ${net}${interval === NONE ? '' : `, 95% interval ${interval}`}`;
      return `${upperFirst(words(own).place)}: ${figures}; ${counts}`;
    }),
    ...(left === 0 ? [] : [leftOut(left, overall)]),
  ];
}

function judgedLines(report: Report): string[] {
  return [
    `${countText(report.votes_total, 'vote')} and ${countText(report.skips_total, 'skip')} of ${countText(report.raters.length, 'rater')}; skips count nowhere.`,
    ...(report.votes_after_reveal === 0
      ? []
      : [`${countText(report.votes_after_reveal, 'vote')} came after the labels had been shown.`]),
    'Blind: the two pictures stood on sides drawn by lot, and nobody was told which was which.',
    ...checksSentences(report),
  ];
}

/** The candidates to name where there are too many: the best, then those with an answer, then those with the most votes; in their order. */
function foremostOf(
  { candidates, best }: MetricReport,
  report: Report,
  most: number,
): MetricReport['candidates'] {
  if (candidates.length <= most) return candidates;
  const winner = winnerOf(report);
  const isSame = (own: { lora_filename: string; weight: number }, other: typeof own | null) =>
    other !== null && own.lora_filename === other.lora_filename && own.weight === other.weight;
  const rank = (own: MetricReport['candidates'][number]) =>
    (isSame(own, best) || isSame(own, winner) ? 2_000_000 : 0) +
    (own.answer === 'undecided' ? 0 : 1_000_000) +
    own.votes;
  const chosen = new Set([...candidates].sort((a, b) => rank(b) - rank(a)).slice(0, most));
  return candidates.filter((own) => chosen.has(own));
}

function leftOut(left: number, candidates: readonly { lora_filename: string }[]): string {
  return `${countText(left, `more ${candidateNoun(candidates)}`)} ${left === 1 ? 'is' : 'are'} left out here, for length.`;
}

function namesIn({ overall, metrics, session_id }: Report, { checkpoint }: ReportContext): string[] {
  const nameOf = fileWords(overall);
  const files = [...new Set(overall.map(({ lora_filename }) => lora_filename))];
  return [
    ...new Set([
      ...files.flatMap((file) => [file, nameOf(file), loraName(file)]),
      ...metrics.map(({ metric }) => metric),
      ...(checkpoint === null ? [] : [checkpoint, loraName(checkpoint)]),
      session_id,
    ]),
  ];
}

function nameLine(name: string): string {
  const line = plainLine(name);
  return line.length > LONGEST_NAME ? `${line.slice(0, LONGEST_NAME - 1)}…` : line;
}

/** Whole lines, and a word that the rest is not there. */
function cutAtLine(text: string): string {
  const end = '\n- The rest is left out here, for length.';
  const room = text.slice(0, MOST_CHARACTERS - end.length);
  return `${room.slice(0, room.lastIndexOf('\n'))}${end}`;
}

function upperFirst(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

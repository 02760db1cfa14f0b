import { countText, dayText } from '../figureText';
import type { Counted } from '../metricDetail';
import type { QualityFigures, Report } from '../report';
import type { Block, WrittenTable } from './blocks';
import { NONE, rangeText } from './candidateTables';

/** How carefully was judged: checks by rater, votes too fast, and evaluations before this one. */
export function carefulBlocks(report: Report): Block[] {
  const { quality, past_rounds } = report;
  const blocks: Block[] = [];
  if (quality.raters.length === 0) blocks.push({ kind: 'text', text: 'Nobody has answered anything.' });
  else blocks.push({ kind: 'table', table: carefulTable(report) });
  const { repeats_alike, catches_same } = quality.all;
  if (quality.raters.length > 0 && repeats_alike.of + catches_same.of === 0)
    blocks.push({
      kind: 'text',
      text: 'No pair came twice and no equal pictures were shown, so care was not checked by them.',
    });
  if (past_rounds.length > 0)
    blocks.push({
      kind: 'list',
      items: past_rounds.map(
        ({ at, votes, raters, after_reveal }) =>
          `Judged before, until ${dayText(at)}: ${countText(votes, 'vote')} of ${countText(raters, 'rater')}, kept and counted nowhere. The labels were ${after_reveal ? '' : 'not '}seen then.`,
      ),
    });
  return blocks;
}

function carefulTable({ quality }: Report): WrittenTable {
  const all = { label: 'All', ...quality.all };
  const rows = quality.raters.length > 1 ? [...quality.raters, all] : quality.raters;
  return {
    caption: 'Checks and times by rater; none of them changes a figure of the result',
    columns: [
      { name: 'Rater', isText: true },
      ...[
        'Repeats alike',
        '95% interval',
        'Kappa',
        'Equal called same',
        'Side preferred',
        'Very fast',
        'Practice',
      ].map((name) => ({
        name,
      })),
    ],
    rows: rows.map((own: Omit<QualityFigures, 'rater'>) => [
      own.label,
      countedText(own.repeats_alike),
      rangeText(own.repeats_alike.low, own.repeats_alike.high),
      own.kappa === null ? NONE : own.kappa.toFixed(2),
      countedText(own.catches_same),
      countedText(own.false_preferences),
      `${own.too_fast} of ${own.timed}`,
      String(own.training),
    ]),
  };
}

function countedText({ count, of }: Counted): string {
  return of === 0 ? NONE : `${count} of ${of}`;
}

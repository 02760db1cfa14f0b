import { netText } from '../figureText';
import type { Report } from '../report';
import type { WrittenTable } from './blocks';
import { candidateColumn, NONE } from './candidateTables';

/** Every candidate over all metrics, the most preferred first. */
export function overallTable({ overall }: Pick<Report, 'overall'>): WrittenTable {
  const named = candidateColumn(overall);
  const sorted = [...overall].sort((a, b) => (b.net_preference ?? -2) - (a.net_preference ?? -2));
  return {
    caption: 'All metrics: net preference, highest first',
    columns: [...named.columns, { name: 'Pairs' }, { name: 'Net preference' }, { name: '95% interval' }],
    rows: sorted.map((own) => [
      ...named.cells(own),
      String(own.pairs),
      own.net_preference === null ? NONE : netText(own.net_preference),
      own.low === null || own.high === null ? NONE : `${netText(own.low)} to ${netText(own.high)}`,
    ]),
  };
}

import type { ComparedMetric, Comparison, Duel } from '../../core/comparison/comparison';
import { sessionNames } from '../../core/comparison/names';
import { pText } from '../../core/report/figureText';
import { Icon } from '../ui/Icon';
import { ScrollArea } from '../ui/ScrollArea';
import { Table } from '../ui/Table';
import { differenceText, duelAnswer } from './comparisonWords';

/** Every two sessions against each other, in figures; the clearest first. */
export function DuelTable({ metric, comparison }: { metric: ComparedMetric; comparison: Comparison }) {
  const names = sessionNames(comparison.sessions);
  const duels = [...metric.duels].sort((one, other) => one.p_value - other.p_value);
  return (
    <ScrollArea label={`Table: duels, ${metric.metric}`} className="compare__duels">
      <Table lead caption={`${metric.metric}: every two sessions against each other`}>
        <thead>
          <tr>
            <th scope="col">Duel</th>
            <th scope="col" title="Prompts and seeds that both were judged on">
              Pairs
            </th>
            <th scope="col" title="Pairs that only the first won against its baseline">
              Only first
            </th>
            <th scope="col" title="Pairs that only the second won against its baseline">
              Only second
            </th>
            <th scope="col" title="Net preference of the first less that of the second, in points">
              Difference, points
            </th>
            <th scope="col">
              <abbr title="p-value, corrected for all duels of the metric">p</abbr>
            </th>
            <th scope="col" className="l">
              Answer
            </th>
          </tr>
        </thead>
        <tbody>
          {duels.map((duel) => (
            <tr key={`${duel.a} ${duel.b}`}>
              <th scope="row" title={`${names(duel.a)} against ${names(duel.b)}`}>
                <span className="line">
                  <span className="compare__number">{duel.a + 1}</span>
                  <span className="faint">and</span>
                  <span className="compare__number">{duel.b + 1}</span>
                </span>
              </th>
              <td>{duel.units}</td>
              <td>{duel.only_a}</td>
              <td>{duel.only_b}</td>
              <td>{differenceCell(duel)}</td>
              <td>{duel.units === 0 ? '-' : pText(duel.p_adjusted)}</td>
              <td className="l">
                <DuelAnswer duel={duel} />
              </td>
            </tr>
          ))}
        </tbody>
      </Table>
    </ScrollArea>
  );
}

function DuelAnswer({ duel }: { duel: Duel }) {
  const { answer, words } = duelAnswer(duel);
  return (
    <span className="answer" data-answer={answer}>
      <Icon name={answer === 'better' ? 'up' : 'und'} />
      {words}
    </span>
  );
}

function differenceCell({ difference, low, high }: Duel) {
  if (difference === null) return '-';
  return (
    <>
      {differenceText(difference)}{' '}
      {low === null || high === null ? null : (
        <span className="faint xs">
          {differenceText(low)} to {differenceText(high)}
        </span>
      )}
    </>
  );
}

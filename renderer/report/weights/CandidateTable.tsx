import { Fragment } from 'react';
import { formatWeight } from '../../../core/plan/weights';
import { figuresOfBest, standingOfBest } from '../../../core/report/bestStanding';
import { percentText, pText } from '../../../core/report/figureText';
import type { CandidateFigures, MetricReport, Report } from '../../../core/report/report';
import { shownInterval } from '../../../core/report/shownInterval';
import { Answer } from '../../ui/Status';
import { Table } from '../../ui/Table';
import { SeriesMark } from '../charts/SeriesMark';
import { filesOf } from '../filesOf';

interface CandidateTableProps {
  metric: MetricReport;
  method: Report['method'];
  /** The weight that the chart points at: its rows are marked. A row under the mouse is not, for there is nothing to press. */
  pointedAt: number | null;
  onPoint: (weight: number | null) => void;
}

/** Every candidate of a metric in figures: the chart's twin. The one that the verdict calls the best, or ahead, is marked. */
export function CandidateTable({ metric, method, pointedAt, onPoint }: CandidateTableProps) {
  const files = filesOf(metric.candidates);
  const standing = standingOfBest(metric);
  const mark = standing === 'best' || standing === 'ahead' ? standing : null;
  const marked = mark === null ? null : figuresOfBest(metric);
  return (
    <Table lead caption={`${metric.metric}: votes by weight`}>
      <thead>
        <tr>
          <th scope="col">Weight</th>
          <th scope="col">Votes</th>
          <th scope="col">Won</th>
          <th scope="col">Lost</th>
          <th scope="col">Same</th>
          <th scope="col">Preferred</th>
          <th scope="col">
            <abbr title="p-value, corrected for many comparisons">p</abbr>
          </th>
          <th scope="col" className="l">
            Answer
          </th>
        </tr>
      </thead>
      <tbody>
        {files.map(({ file, name, place, members }) => (
          <Fragment key={file}>
            {files.length > 1 ? (
              <tr className="table__file">
                <th scope="colgroup" colSpan={8} title={file}>
                  <SeriesMark place={place} /> {name}
                </th>
              </tr>
            ) : null}
            {members.map(({ own }) => (
              <Row
                key={own.weight}
                own={own}
                method={method}
                mark={own === marked ? mark : null}
                isPointedAt={own.weight === pointedAt}
                onPoint={onPoint}
              />
            ))}
          </Fragment>
        ))}
      </tbody>
    </Table>
  );
}

interface RowProps {
  own: CandidateFigures;
  method: Report['method'];
  /** What the verdict calls it. */
  mark: 'best' | 'ahead' | null;
  isPointedAt: boolean;
  onPoint: (weight: number | null) => void;
}

function Row({ own, method, mark, isPointedAt, onPoint }: RowProps) {
  return (
    <tr
      data-best={mark === null ? undefined : ''}
      data-pointed={isPointedAt ? '' : undefined}
      onMouseEnter={() => onPoint(own.weight)}
      onMouseLeave={() => onPoint(null)}
    >
      <th scope="row">
        {formatWeight(own.weight)}
        {mark === null ? null : <span className="sr">, {mark}</span>}
      </th>
      <td>{own.votes}</td>
      <td>{own.wins}</td>
      <td>{own.losses}</td>
      <td>{own.ties}</td>
      <td>{preferredCell(own, method)}</td>
      <td>{own.n === 0 ? '-' : pCell(own.p_adjusted)}</td>
      <td className="l">
        <Answer answer={own.answer} />
      </td>
    </tr>
  );
}

/** In a column every value has its four places, 1 too. */
function pCell(p: number): string {
  const text = pText(p);
  return text === '1' ? '1.0000' : text;
}

function preferredCell(own: CandidateFigures, method: Report['method']) {
  if (own.win_rate === null) return '-';
  const interval = shownInterval(own, method);
  return (
    <>
      {percentText(own.win_rate)}%{' '}
      {interval === null ? null : (
        <span className="faint xs">
          {percentText(interval.low)}–{percentText(interval.high)}
        </span>
      )}
    </>
  );
}

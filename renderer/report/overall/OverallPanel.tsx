import { Fragment, useMemo, useState } from 'react';
import { formatWeight } from '../../../core/plan/weights';
import { overallPlot } from '../../../core/report/charts/doseData';
import { netText } from '../../../core/report/figureText';
import type { Answer, OverallFigures, Report } from '../../../core/report/report';
import { Icon } from '../../ui/Icon';
import { ScrollArea } from '../../ui/ScrollArea';
import { Table } from '../../ui/Table';
import { Counted } from '../Counted';
import { SeriesMark } from '../charts/SeriesMark';
import { ChartPng } from '../export/ChartPng';
import { filesOf } from '../filesOf';
import { DoseChart } from '../weights/DoseChart';
import { RankingTable } from './RankingTable';

/** All metrics together: net preference by weight, and each metric's answer beside it. */
export function OverallPanel({ report }: { report: Report }) {
  const [fromTable, pointFromTable] = useState<number | null>(null);
  const [fromChart, pointFromChart] = useState<number | null>(null);
  const plot = useMemo(() => overallPlot(report.overall), [report]);
  const files = filesOf(report.overall);
  return (
    <>
      <div className="plot">
        <div>
          <h2>
            Net preference over all metrics{' '}
            <span className="faint plot__unit">won less lost, % of votes</span>
            {plot === null ? null : <ChartPng chart="overall" metric={null} />}
          </h2>
          {plot === null ? (
            <p className="plot__none">There are no votes yet, so there is nothing to draw.</p>
          ) : (
            <DoseChart plot={plot} pointedAt={fromTable ?? fromChart} onPoint={pointFromChart} />
          )}
        </div>
        <div className="plot__table">
          <ScrollArea label="Table: all metrics" className="plot__scroll">
            <Table lead caption="All metrics by weight">
              <thead>
                <tr>
                  <th scope="col">Weight</th>
                  <th scope="col">Pairs</th>
                  <th scope="col">Net</th>
                  {report.metrics.map(({ metric }) => (
                    <th scope="col" key={metric} title={metric}>
                      <span className="table__metric">{metric}</span>
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {files.map(({ file, name, place, members }) => (
                  <Fragment key={file}>
                    {files.length > 1 ? (
                      <tr className="table__file">
                        <th scope="colgroup" colSpan={3 + report.metrics.length} title={file}>
                          <SeriesMark place={place} /> {name}
                        </th>
                      </tr>
                    ) : null}
                    {members.map(({ own, at }) => (
                      <tr
                        key={own.weight}
                        data-pointed={own.weight === fromChart ? '' : undefined}
                        onMouseEnter={() => pointFromTable(own.weight)}
                        onMouseLeave={() => pointFromTable(null)}
                      >
                        <th scope="row">{formatWeight(own.weight)}</th>
                        <td>{own.pairs}</td>
                        <td>{netCell(own)}</td>
                        {report.metrics.map(({ metric, candidates }) => (
                          <td key={metric}>
                            <AnswerMark answer={candidates[at]?.answer ?? 'undecided'} />
                          </td>
                        ))}
                      </tr>
                    ))}
                  </Fragment>
                ))}
              </tbody>
            </Table>
          </ScrollArea>
          <p className="help plot__note">
            Won less lost as a share of all votes, from -100 to +100%, with its 95% interval by resampling
            prompts. No test is made over all metrics. <Counted methods={report.methods} />
          </p>
        </div>
      </div>
      <RankingTable overall={report.overall} />
    </>
  );
}

function netCell({ net_preference, low, high }: OverallFigures) {
  if (net_preference === null) return '-';
  return (
    <>
      {netText(net_preference)}{' '}
      {low === null || high === null ? null : (
        <span className="faint xs">
          {netText(low)} to {netText(high)}
        </span>
      )}
    </>
  );
}

const MARKS = {
  better: { icon: 'up', words: 'better' },
  worse: { icon: 'dn', words: 'worse' },
  undecided: { icon: 'und', words: 'not decided yet' },
} as const;

/** An answer as its glyph alone; the words are there for screen readers and on hover. */
export function AnswerMark({ answer }: { answer: Answer }) {
  const { icon, words } = MARKS[answer];
  return (
    <span className="mark" data-answer={answer} title={words}>
      <Icon name={icon} />
      <span className="sr">{words}</span>
    </span>
  );
}

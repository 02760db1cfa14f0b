import { useMemo, useState } from 'react';
import { metricPlot } from '../../core/report/charts/doseData';
import type { MetricReport, Report } from '../../core/report/report';
import { Figure, Figures } from '../ui/Figure';
import { ScrollArea } from '../ui/ScrollArea';
import { CandidateTable } from './CandidateTable';
import { Counted } from './Counted';
import { DoseChart } from './DoseChart';
import { metricFacts, tableNote } from './reportWords';

/** One metric: its figures, its dose curve and its table. */
export function MetricPanel({ metric, report }: { metric: MetricReport; report: Report }) {
  const [fromTable, pointFromTable] = useState<number | null>(null);
  const [fromChart, pointFromChart] = useState<number | null>(null);
  const plot = useMemo(() => metricPlot(metric, report.method), [metric, report.method]);
  return (
    <>
      <Figures className="report__facts">
        {metricFacts(metric, report).map(({ name, value, unit }) => (
          <Figure key={name} name={name} value={value} unit={unit} />
        ))}
      </Figures>
      <div className="plot">
        <div>
          <h2>
            LoRA preferred over baseline <span className="faint plot__unit">% of decided votes</span>
          </h2>
          {plot === null ? (
            <p className="plot__none">{noCurveWords(metric)}</p>
          ) : (
            <DoseChart plot={plot} pointedAt={fromTable ?? fromChart} onPoint={pointFromChart} />
          )}
        </div>
        <div className="plot__table">
          <ScrollArea label={`Table: ${metric.metric}`} className="plot__scroll">
            <CandidateTable metric={metric} pointedAt={fromChart} onPoint={pointFromTable} />
          </ScrollArea>
          <p className="help plot__note">
            {tableNote(metric, report)} <Counted methods={report.methods} />
          </p>
        </div>
      </div>
    </>
  );
}

function noCurveWords({ metric, candidates }: MetricReport): string {
  const votes = candidates.reduce((sum, own) => sum + own.votes, 0);
  const skips = candidates.reduce((sum, own) => sum + own.skips, 0);
  if (votes > 0) return `Every vote on ${metric} was a tie, so there is no curve to draw.`;
  return skips > 0
    ? `Every trial on ${metric} was skipped, so there is nothing to draw.`
    : `There are no votes on ${metric} yet, so there is nothing to draw.`;
}

import { useMemo, useState } from 'react';
import { metricPlot } from '../../../core/report/charts/doseData';
import type { MetricReport, Report } from '../../../core/report/report';
import { ScrollArea } from '../../ui/ScrollArea';
import { Counted } from '../Counted';
import { ChartPng } from '../export/ChartPng';
import { AllFigures } from '../figures/AllFigures';
import { noCurveWords } from '../noCurveWords';
import { useOnPaper } from '../print/onPaper';
import { tableNote } from '../reportWords';
import { CandidateTable } from './CandidateTable';
import { DoseChart } from './DoseChart';

interface ByWeightProps {
  metric: MetricReport;
  report: Report;
}

/** A metric's dose curve and its table, which point at each other. */
export function ByWeight({ metric, report }: ByWeightProps) {
  const isOnPaper = useOnPaper();
  const [fromTable, pointFromTable] = useState<number | null>(null);
  const [fromChart, pointFromChart] = useState<number | null>(null);
  const plot = useMemo(() => metricPlot(metric, report.method), [metric, report.method]);
  return (
    <div className="plot">
      <div>
        <h2>
          LoRA preferred over baseline <span className="faint plot__unit">% of decided votes</span>
          {plot === null || isOnPaper ? null : <ChartPng chart="weights" metric={metric.metric} />}
        </h2>
        {plot === null ? (
          <p className="plot__none">{noCurveWords(metric)}</p>
        ) : (
          <DoseChart plot={plot} pointedAt={fromTable ?? fromChart} onPoint={pointFromChart} />
        )}
      </div>
      <div className="plot__table">
        <ScrollArea label={`Table: ${metric.metric}`} className="plot__scroll">
          <CandidateTable
            metric={metric}
            method={report.method}
            pointedAt={fromChart}
            onPoint={pointFromTable}
          />
        </ScrollArea>
        <p className="help plot__note">
          {tableNote(metric, report)}{' '}
          {isOnPaper ? null : (
            <>
              <AllFigures metric={metric} />{' '}
            </>
          )}
          <Counted methods={report.methods} />
        </p>
      </div>
    </div>
  );
}

import { useMemo, useState } from 'react';
import { dayText } from '../../../core/report/figureText';
import type { Stretch } from '../../../core/report/metricDetail';
import type { MetricReport, Report } from '../../../core/report/report';
import { LinkButton } from '../../ui/Button';
import { InfoDialog } from '../../ui/InfoDialog';
import { laterPart } from '../../ui/laterPart';
import { ScrollArea } from '../../ui/ScrollArea';
import { Table } from '../../ui/Table';
import { clockWords } from '../../ui/timeWords';
import { Counted } from '../Counted';
import { noCurveWords } from '../noCurveWords';
import { useOnPaper } from '../print/onPaper';
import './overTime.css';
import { ChartPng } from '../export/ChartPng';
import { ownText, soFarText, type TimePlot, timePlot } from './timeData';

const canvas = laterPart<{ plot: TimePlot }>(() => import('./TimeCanvas'), { isHeavy: true });

/** Fetches the drawing before a course is shown. */
export const loadTimeChart = canvas.load;

interface OverTimeProps {
  metric: MetricReport;
  report: Report;
}

/** How the share came about, vote by vote: whether it settled, drifted, or hangs on one day. */
export function OverTime({ metric, report }: OverTimeProps) {
  const isOnPaper = useOnPaper();
  const plot = useMemo(() => timePlot(metric), [metric]);
  return (
    <div className="overtime">
      <h2>
        LoRA preferred so far <span className="faint plot__unit">% of decided votes</span>
        {plot === null || isOnPaper ? null : <ChartPng chart="time" metric={metric.metric} />}
      </h2>
      {plot === null ? (
        <p className="plot__none">{noCurveWords(metric)}</p>
      ) : (
        <>
          <Legend plot={plot} report={report} />
          <div className="chart">
            <canvas.Part plot={plot} atOnce={isOnPaper} />
          </div>
          {isOnPaper ? <TimeTable metric={metric} /> : null}
          <p className="help overtime__note">
            All {metric.candidates.length > 1 ? 'candidates' : 'votes'} together, in the order of voting; ties
            move no share. {isOnPaper ? null : <AsTable metric={metric} />}{' '}
            <Counted methods={report.methods} />
          </p>
        </>
      )}
    </div>
  );
}

function Legend({ plot: { length }, report: { method } }: { plot: TimePlot; report: Report }) {
  const interval = method === 'peek_safe' ? '95% band, valid at every look' : '95% band, Wilson';
  return (
    <ul className="chart__legend">
      <li>
        <i className="overtime__line" /> so far, with its {interval}
      </li>
      <li>
        <i className="overtime__dot" /> {length === 1 ? 'each vote alone' : `each ${length} votes alone`}
      </li>
    </ul>
  );
}

function AsTable({ metric }: { metric: MetricReport }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <LinkButton onClick={() => setOpen(true)}>As a table</LinkButton>
      <InfoDialog
        open={isOpen}
        title={`${metric.metric}: votes over time`}
        size="wide"
        onClose={() => setOpen(false)}
      >
        <ScrollArea label={`Table: ${metric.metric} over time`} className="figurestable">
          <TimeTable metric={metric} />
        </ScrollArea>
      </InfoDialog>
    </>
  );
}

function TimeTable({ metric: { metric, over_time: stretches } }: { metric: MetricReport }) {
  let before = 0;
  return (
    <Table caption={`${metric}: votes over time`}>
      <thead>
        <tr>
          <th scope="col">Votes</th>
          <th scope="col" className="l">
            Time
          </th>
          <th scope="col">Won</th>
          <th scope="col">Lost</th>
          <th scope="col">Same</th>
          <th scope="col">Of these</th>
          <th scope="col">So far (95%)</th>
        </tr>
      </thead>
      <tbody>
        {stretches.map((own) => {
          const first = before + 1;
          before += own.votes;
          return (
            <tr key={first}>
              <th scope="row">{own.votes === 1 ? first : `${first}–${before}`}</th>
              <td className="l">{timeText(own)}</td>
              <td>{own.wins}</td>
              <td>{own.losses}</td>
              <td>{own.ties}</td>
              <td>{ownText(own)}</td>
              <td>{soFarText(own)}</td>
            </tr>
          );
        })}
      </tbody>
    </Table>
  );
}

/** From when to when, each day named once. */
function timeText({ from, to }: Stretch): string {
  const [start, end] = [`${dayText(from)} ${clockWords(from)}`, clockWords(to)];
  if (dayText(from) !== dayText(to)) return `${start} – ${dayText(to)} ${end}`;
  return clockWords(from) === end ? start : `${start} – ${end}`;
}

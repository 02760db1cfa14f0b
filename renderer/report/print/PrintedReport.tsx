import { countText } from '../../../core/report/figureText';
import type { Report } from '../../../core/report/report';
import { MetricPanel } from '../MetricPanel';
import { OverallPanel } from '../overall/OverallPanel';
import { OnPaper } from './onPaper';
import './print.css';

/** What goes to paper: all metrics one after the other, in the way that is shown. */
export function PrintedReport({ report }: { report: Report }) {
  return (
    <OnPaper value={true}>
      <p className="printed__of">
        Session {report.session_id}, {countText(report.votes_total, 'vote')}
      </p>
      {report.metrics.length > 1 ? (
        <section className="printed">
          <h2 className="printed__title">All metrics</h2>
          <OverallPanel report={report} />
        </section>
      ) : null}
      {report.metrics.map((metric) => (
        <section key={metric.metric} className="printed">
          <h2 className="printed__title">{metric.metric}</h2>
          <MetricPanel metric={metric} report={report} />
        </section>
      ))}
      <section className="printed">
        <h2 className="printed__title">How this is counted</h2>
        <ul className="methods printed__methods">
          {report.methods.map((method) => (
            <li key={method}>{method}</li>
          ))}
        </ul>
      </section>
    </OnPaper>
  );
}

import { useEffect, useState } from 'react';
import type { SessionDetail } from '../../core/contract/sessionView';
import type { MetricReport, Report } from '../../core/report/report';
import { fetchReport, useReport } from '../store/report';
import { useDetail } from '../store/session';
import { Button } from '../ui/Button';
import { EmptyState } from '../ui/EmptyState';
import { Tab, TabList, TabPanel, Tabs } from '../ui/Tabs';
import { BeforeReveal } from './BeforeReveal';
import { MetricPanel } from './MetricPanel';
import { AnswerMark, OverallPanel } from './OverallPanel';
import './report.css';
import { answerPlaces, leadingMetrics } from './reportWords';
import { Verdict } from './Verdict';

/** The Report tab: how many votes there are before the reveal; verdict, charts and tables after it. */
export function ReportScreen() {
  const detail = useDetail();
  if (detail === null || (!detail.evaluation.complete && detail.evaluation.revealed_at === null)) {
    return <BeforeReveal detail={detail} />;
  }
  return <Revealed detail={detail} />;
}

function Revealed({ detail }: { detail: SessionDetail }) {
  const { session_id: id, evaluation } = detail;
  const { complete, votes_done } = evaluation;
  const { sessionId, report, failure } = useReport();
  // A vote given or taken back after the reveal makes another report.
  const version = `${votes_done} ${complete}`;
  useEffect(() => {
    if (version !== '') void fetchReport(id);
  }, [id, version]);
  if (failure !== null && sessionId === id) {
    return (
      <EmptyState
        icon="broken"
        title="The report cannot be shown"
        actions={
          <Button icon="refresh" onClick={() => void fetchReport(id)}>
            Try again
          </Button>
        }
      >
        {failure}
      </EmptyState>
    );
  }
  if (report === null || sessionId !== id) return <div className="report" aria-busy="true" />;
  return <ReportView key={id} report={report} />;
}

const ALL = 'all metrics';

function ReportView({ report }: { report: Report }) {
  const hasOverall = report.metrics.length > 1;
  const [leading] = leadingMetrics(report);
  const [chosen, setChosen] = useState<string | null>(null);
  const value = chosen ?? (leading === undefined ? ALL : tabValue({ metric: leading }));
  const files = new Set(report.overall.map(({ lora_filename }) => lora_filename)).size;
  return (
    <article className="report" aria-label="Report">
      <Verdict report={report} />
      <Tabs value={value} onChange={setChosen} className="report__tabs">
        <TabList label="Metrics" look="subtabs">
          {hasOverall ? <Tab value={ALL}>All</Tab> : null}
          {report.metrics.map((metric) => (
            <Tab
              key={metric.metric}
              value={tabValue(metric)}
              state={<TabAnswers metric={metric} files={files} />}
            >
              <span className="cut subtab__name">{metric.metric}</span>
            </Tab>
          ))}
        </TabList>
        {hasOverall ? (
          <TabPanel value={ALL}>
            <OverallPanel report={report} />
          </TabPanel>
        ) : null}
        {report.metrics.map((metric) => (
          <TabPanel key={metric.metric} value={tabValue(metric)}>
            <MetricPanel metric={metric} report={report} />
          </TabPanel>
        ))}
      </Tabs>
    </article>
  );
}

function tabValue({ metric }: Pick<MetricReport, 'metric'>): string {
  return `metric ${metric}`;
}

/** Where a metric is decided, beside its name: a glyph with the weights. */
function TabAnswers({ metric, files }: { metric: MetricReport; files: number }) {
  return (['better', 'worse'] as const).map((answer) => {
    const places = answerPlaces(metric, answer, files);
    return places === null ? null : (
      <span key={answer} className="line subtab__answer">
        <AnswerMark answer={answer} />
        {places}
      </span>
    );
  });
}

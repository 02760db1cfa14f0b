import { memo } from 'react';
import type { MetricReport, Report } from '../../core/report/report';
import {
  cancelReport,
  fetchReport,
  showMetric,
  showView,
  useReport,
  type ReportView as View,
} from '../store/report';
import { Banner } from '../ui/Banner';
import { Button, LinkButton } from '../ui/Button';
import { Progress } from '../ui/Figure';
import { Segments } from '../ui/Segments';
import { Tab, TabList, TabPanel, Tabs } from '../ui/Tabs';
import { MetricPanel } from './MetricPanel';
import { AnswerMark, OverallPanel } from './overall/OverallPanel';
import { PrintedReport } from './print/PrintedReport';
import { usePrinting } from './print/usePrinting';
import { answerPlaces, leadingMetrics } from './reportWords';
import { Verdict } from './Verdict';

const ALL = 'all metrics';

const VIEWS: readonly { value: View; label: string }[] = [
  { value: 'weights', label: 'By weight' },
  { value: 'prompts', label: 'By prompt' },
  { value: 'stars', label: 'Stars' },
  { value: 'time', label: 'Over time' },
];

/** A report that is at hand: verdict first, then the metrics. */
export function ReportView({ report }: { report: Report }) {
  const isPrinting = usePrinting();
  const isBusy = useReport((state) => state.isBusy);
  return (
    <article
      className="report"
      aria-label="Report"
      aria-busy={isBusy}
      data-paper={isPrinting ? '' : undefined}
    >
      <OnItsWay id={report.session_id} />
      <Verdict report={report} />
      {isPrinting ? <PrintedReport report={report} /> : <Metrics report={report} />}
    </article>
  );
}

/** As it is while a newer report is on its way, of which much is told. */
const Metrics = memo(function Metrics({ report }: { report: Report }) {
  const shown = useReport((state) => state.shown);
  const view = useReport((state) => state.view);
  const hasOverall = report.metrics.length > 1;
  const [leading] = leadingMetrics(report);
  const metric = shown === null ? (leading ?? null) : shown.metric;
  const files = new Set(report.overall.map(({ lora_filename }) => lora_filename)).size;
  return (
    <Tabs
      value={metric === null ? ALL : tabValue(metric)}
      onChange={(value) =>
        showMetric(report.metrics.find((own) => tabValue(own.metric) === value)?.metric ?? null)
      }
      className="report__tabs"
    >
      <div className="report__bar">
        <TabList label="Metrics" look="subtabs">
          {hasOverall ? <Tab value={ALL}>All</Tab> : null}
          {report.metrics.map((own) => (
            <Tab
              key={own.metric}
              value={tabValue(own.metric)}
              state={<TabAnswers metric={own} files={files} />}
            >
              <span className="cut subtab__name" title={own.metric}>
                {own.metric}
              </span>
            </Tab>
          ))}
        </TabList>
        {metric === null ? null : <Segments label="Shown" value={view} options={VIEWS} onChange={showView} />}
      </div>
      {hasOverall ? (
        <TabPanel value={ALL}>
          <OverallPanel report={report} />
        </TabPanel>
      ) : null}
      {report.metrics.map((own) => (
        <TabPanel key={own.metric} value={tabValue(own.metric)}>
          <MetricPanel metric={own} report={report} />
        </TabPanel>
      ))}
    </Tabs>
  );
});

function tabValue(metric: string): string {
  return `metric ${metric}`;
}

/** A newer report on its way, or why there is none; the one of before stays below. */
function OnItsWay({ id }: { id: string }) {
  const { progress, failure, isBusy } = useReport();
  if (failure !== null) {
    return (
      <div className="main__banner">
        <Banner
          tone="fault"
          title="This is the report of before"
          actions={
            <Button small icon="refresh" onClick={() => void fetchReport(id)}>
              Try again
            </Button>
          }
        >
          {failure.text}
        </Banner>
      </div>
    );
  }
  if (!isBusy || progress === null) return null;
  const { done, total } = progress;
  return (
    <div className="report__making">
      <Progress label="Counting the votes" done={total === 0 ? null : done / total} hair />
      <p className="line xs muted">
        <span>Counting the votes</span>
        <LinkButton onClick={() => void cancelReport(id)}>Cancel</LinkButton>
      </p>
    </div>
  );
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

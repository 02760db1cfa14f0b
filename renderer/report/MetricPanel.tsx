import type { MetricReport, Report } from '../../core/report/report';
import { type ReportView, useReport } from '../store/report';
import { Figure, Figures } from '../ui/Figure';
import { laterPart } from '../ui/laterPart';
import { useOnPaper } from './print/onPaper';
import { PromptMap } from './prompts/PromptMap';
import { metricFacts } from './reportWords';
import { Stars } from './stars/Stars';
import { OverTime } from './time/OverTime';
import { ByWeight } from './weights/ByWeight';

const evidence = laterPart(() => import('./evidence/Evidence'), { isHeavy: true });

/** Fetches the pictures' part before a metric is shown. */
export const loadEvidence = evidence.load;

/** How a metric can be shown, with its component. */
const VIEWS = {
  weights: ByWeight,
  prompts: PromptMap,
  stars: Stars,
  time: OverTime,
} as const satisfies Record<ReportView, unknown>;

interface MetricPanelProps {
  metric: MetricReport;
  report: Report;
}

/** One metric: its facts, its figures in the way that is chosen, and the pictures behind it. */
export function MetricPanel({ metric, report }: MetricPanelProps) {
  const isOnPaper = useOnPaper();
  const view = useReport((state) => state.view);
  const View = VIEWS[view];
  return (
    <>
      <Figures className="report__facts">
        {metricFacts(metric, report).map(({ name, value, unit }) => (
          <Figure key={name} name={name} value={value} unit={unit} />
        ))}
      </Figures>
      <View metric={metric} report={report} />
      {isOnPaper ? null : <evidence.Part metric={metric} report={report} />}
    </>
  );
}

import { useEffect } from 'react';
import type { SessionDetail } from '../../core/contract/sessionView';
import { useConnection } from '../store/connection';
import { cancelReport, dropReport, fetchReport, hasReport, useReport } from '../store/report';
import { useDetail } from '../store/session';
import { Button } from '../ui/Button';
import { EmptyState } from '../ui/EmptyState';
import { Progress } from '../ui/Figure';
import { BeforeReveal } from './BeforeReveal';
import { failureTitle } from './failureWords';
import { loadEvidence } from './MetricPanel';
import { loadDoseChart } from './weights/DoseChart';
import './report.css';
import { ReportView } from './ReportView';
import { loadTimeChart } from './time/OverTime';

/** Fetches what figures are shown with, before there are any. Never rejects. */
export async function loadFigures(): Promise<void> {
  await Promise.all([loadDoseChart(), loadEvidence(), loadTimeChart()]);
}

/** The Report tab: how many votes there are before the reveal; verdict, charts and tables after it. */
export default function ReportScreen() {
  const detail = useDetail();
  const isRevealed =
    detail !== null && (detail.evaluation.complete || detail.evaluation.revealed_at !== null);
  // Another window may have hidden the labels again.
  useEffect(() => {
    if (!isRevealed) dropReport();
  }, [isRevealed]);
  return isRevealed ? <Revealed detail={detail} /> : <BeforeReveal detail={detail} />;
}

function Revealed({ detail }: { detail: SessionDetail }) {
  const { session_id: id, evaluation } = detail;
  const report = useReport((state) => (state.sessionId === id ? state.report : null));
  const failure = useReport((state) => (state.sessionId === id ? state.failure : null));
  const isLost = useConnection(({ link }) => link === 'lost');
  // A vote given, changed or taken back after the reveal makes another report. It comes when the link is back.
  useEffect(() => {
    if (evaluation !== null && !(isLost && hasReport(id))) void fetchReport(id);
  }, [id, evaluation, isLost]);
  if (report !== null) return <ReportView key={id} report={report} />;
  if (failure !== null) {
    return (
      <EmptyState
        icon="broken"
        title={failureTitle(failure.code)}
        actions={
          <Button icon="refresh" onClick={() => void fetchReport(id)}>
            Try again
          </Button>
        }
      >
        {failure.text}
      </EmptyState>
    );
  }
  return <FirstCount id={id} isLong={evaluation.votes_done >= MANY_VOTES} />;
}

/** So many votes take long enough to count that it is said at once. */
const MANY_VOTES = 2_000;

/** Nothing is there yet to look at: where the count takes long enough to tell, that it is made and how far it is. */
function FirstCount({ id, isLong }: { id: string; isLong: boolean }) {
  const progress = useReport((state) => state.progress);
  if (progress === null && !isLong) return <div className="report" aria-busy="true" />;
  const { done, total } = progress ?? { done: 0, total: 0 };
  return (
    <div className="report" aria-busy="true">
      <EmptyState
        icon="chart"
        title="Counting the votes"
        actions={<Button onClick={() => void cancelReport(id)}>Cancel</Button>}
      >
        Intervals are drawn from many resamples, which takes a moment with so many votes.
      </EmptyState>
      <Progress
        label="Counting the votes"
        done={total === 0 ? null : done / total}
        hair
        className="report__first"
      />
    </div>
  );
}

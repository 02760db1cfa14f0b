import { create } from 'zustand';
import type { Report } from '../../core/report/report';
import { call, failureText } from './backend';
import { tellFailure } from './notices';
import { sessionEvent } from './session';

interface ReportStore {
  sessionId: string | null;
  report: Report | null;
  /** Why there is no report, in a sentence. */
  failure: string | null;
  isRevealing: boolean;
}

/** The report of the open session, once it may be seen. */
export const useReport = create<ReportStore>()(() => ({
  sessionId: null,
  report: null,
  failure: null,
  isRevealing: false,
}));

/** Fetches a session's report. While it is on its way an earlier report of the same session stays. */
export async function fetchReport(sessionId: string): Promise<void> {
  if (useReport.getState().sessionId !== sessionId) {
    useReport.setState({ sessionId, report: null });
  }
  useReport.setState({ failure: null });
  try {
    const report = await call('report.get', { session_id: sessionId });
    if (useReport.getState().sessionId === sessionId) useReport.setState({ report });
  } catch (error) {
    if (useReport.getState().sessionId === sessionId) useReport.setState({ failure: failureText(error) });
  }
}

/** Forgets the report: its labels are hidden again. */
export function dropReport(): void {
  useReport.setState({ sessionId: null, report: null, failure: null });
}

/** Shows the labels now. It is recorded, and cannot be taken back. */
export async function reveal(sessionId: string): Promise<void> {
  if (useReport.getState().isRevealing) return;
  useReport.setState({ isRevealing: true });
  try {
    const evaluation = await call('evaluation.reveal', { session_id: sessionId });
    sessionEvent({ type: 'evaluationChanged', id: sessionId, evaluation });
  } catch (error) {
    tellFailure(error);
  } finally {
    useReport.setState({ isRevealing: false });
  }
}

import { create } from 'zustand';
import { AppFailure } from '../../core/contract/failure';
import type { PushPayload } from '../../core/contract/pushes';
import type { Report, ReportFilter } from '../../core/report/report';
import { call, failureText } from './backend';
import { tellFailure } from './notices';
import { sessionEvent } from './session';

/** Why there is no report, or no newer one: the code of the failure, and its sentence. */
export interface ReportFailure {
  code: string;
  text: string;
}

/** The ways in which a metric can be shown. */
export type ReportView = 'weights' | 'prompts' | 'stars' | 'time';

interface ReportStore {
  sessionId: string | null;
  report: Report | null;
  /** What the votes are to be narrowed to; the report at hand may still be that of before. Null for all of them. */
  filter: ReportFilter | null;
  /** A report is on its way. */
  isBusy: boolean;
  /** How far its making is, where that takes long enough to tell. */
  progress: { done: number; total: number } | null;
  failure: ReportFailure | null;
  isRevealing: boolean;
  /** The metric whose figures are shown, none for all of them together; null until one is chosen. */
  shown: { metric: string | null } | null;
  /** How a metric is shown. */
  view: ReportView;
}

const NOTHING = {
  report: null,
  filter: null,
  isBusy: false,
  progress: null,
  failure: null,
  shown: null,
  view: 'weights',
} as const;

/** The report of the open session, once it may be seen, and what of it is shown. */
export const useReport = create<ReportStore>()(() => ({ sessionId: null, isRevealing: false, ...NOTHING }));

/** Whether a report of this session is at hand, be it that of before. */
export function hasReport(id: string): boolean {
  const { sessionId, report } = useReport.getState();
  return sessionId === id && report !== null;
}

/** Tells the asking that counts from those that another one came after. */
let latest = 0;

/**
 * Fetches a session's report, narrowed as it was. While it is on its way an earlier report of the same session stays; of
 * several askings the last one counts. Out: whether it came; why not is shown with the report.
 */
export async function fetchReport(sessionId: string): Promise<boolean> {
  if (useReport.getState().sessionId !== sessionId) useReport.setState({ sessionId, ...NOTHING });
  const asking = ++latest;
  const { filter } = useReport.getState();
  useReport.setState({ failure: null, isBusy: true, progress: null });
  const isCurrent = () => asking === latest && useReport.getState().sessionId === sessionId;
  try {
    const report = await call('report.get', {
      session_id: sessionId,
      ...(filter === null ? {} : { filter }),
    });
    if (!isCurrent()) return false;
    useReport.setState({ report });
    return true;
  } catch (error) {
    if (isCurrent()) useReport.setState((state) => failed(state, error));
    return false;
  } finally {
    if (isCurrent()) useReport.setState({ isBusy: false, progress: null });
  }
}

/** What a failed asking leaves: where a report is shown already, a stopped one is no more than that. */
function failed({ report, filter }: ReportStore, error: unknown): Partial<ReportStore> {
  const code = error instanceof AppFailure ? error.code : 'internal';
  if (code === 'cancelled' && report !== null) return { filter: report.filter };
  return { failure: { code, text: failureText(error) }, filter };
}

/** Narrows the report to some of the votes; null for all of them. One on its way for something else is stopped first. */
export async function narrowReport(sessionId: string, filter: ReportFilter | null): Promise<void> {
  const { isBusy } = useReport.getState();
  useReport.setState({ filter });
  // Whatever comes of the earlier asking, it counts no more.
  latest++;
  if (isBusy) await stop(sessionId);
  if (useReport.getState().sessionId === sessionId) await fetchReport(sessionId);
}

/** Stops the making of the report; what is shown stays. */
export function cancelReport(sessionId: string): Promise<void> {
  return stop(sessionId);
}

async function stop(sessionId: string): Promise<void> {
  try {
    await call('report.cancel', { session_id: sessionId });
  } catch (error) {
    tellFailure(error);
  }
}

/** Takes in how far the making of a report is. */
export function reportProgressed({ session_id, done, total }: PushPayload<'report.progressed'>): void {
  const { sessionId, isBusy } = useReport.getState();
  if (sessionId === session_id && isBusy) useReport.setState({ progress: { done, total } });
}

/** Shows another metric, or with null all of them together. */
export function showMetric(metric: string | null): void {
  useReport.setState({ shown: { metric } });
}

/** Shows the metrics in another way. */
export function showView(view: ReportView): void {
  useReport.setState({ view });
}

/** Forgets the report: its labels are hidden again. */
export function dropReport(): void {
  latest++;
  useReport.setState({ sessionId: null, ...NOTHING });
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

import type { CommandAnswer } from '../../core/contract/commands';
import type { ExportFormat, ExportWish } from '../../core/contract/reportCommands';
import type { SessionDetail } from '../../core/contract/sessionView';
import { reportFileName } from '../../core/report/fileNames';
import type { Report } from '../../core/report/report';
import { modelOfReport } from '../../core/report/written/modelSection';
import { isDesktop } from '../backend/connect';
import { fetchFile, reportAddress, saveFile, saveText } from '../backend/httpFiles';
import { call, failureText } from './backend';
import { tell, tellFailure } from './notices';
import { fetchReport, useReport } from './report';
import { readOnlyReason } from './sessionWords';
import { awaitTask } from './tasks';
import { tellWritten } from './writtenFile';

/** A chart of a report, for one as a picture. */
export type OneChart = Pick<ExportWish, 'chart' | 'metric'>;

/** Writes a report as a file, narrowed as it is: at a place of choice on the desktop, as a download in a browser. */
export async function exportReport(report: Report, format: ExportFormat, one: OneChart = {}): Promise<void> {
  const { session_id } = report;
  const wish: ExportWish = { ...one, ...(report.filter === null ? {} : { filter: report.filter }) };
  const metrics = report.metrics.map(({ metric }) => metric);
  const name = reportFileName(session_id, format, metrics, wish);
  if (!isDesktop()) {
    const file = await awaitTask('export', () => fetchFile(reportAddress(session_id, format, wish)), name);
    if (file !== null) saveFile(file, name);
    return;
  }
  try {
    const { path } = await call('desktop.choosePath', { to: `save_${format}`, name });
    if (path === null) return;
    const made = await awaitTask('export', () =>
      call('report.export', { session_id, format, path, ...wish }),
    );
    if (made !== null) tellWritten(`${made.path} is written.`, made.path);
  } catch (error) {
    tellFailure(error);
  }
}

/** The written report, as it is shown. */
export interface WrittenReport {
  text: string;
  /** Where it lies; null where it is only shown. */
  path: string | null;
  /** When it was written; null for the one that is only shown. */
  at: string | null;
  /** Why it does not lie in the session's folder; null when it does. */
  unwritten: string | null;
  /** The model in whose words it is; null for the template's. */
  model: string | null;
  /** Numbers of the model that are not among the figures; of a report that is read from disk they are not known by name. */
  flags: CommandAnswer<'report.write'>['flags'];
  remarks: readonly string[];
}

/** The written report that lies in the session's folder; written now where there is none. Throws a sentence. */
export async function openWritten(sessionId: string): Promise<WrittenReport> {
  try {
    const { text, path, at } = await call('report.written', { session_id: sessionId });
    if (text === null) return await written(sessionId);
    return { text, path, at, unwritten: null, model: modelOfReport(text), flags: [], remarks: [] };
  } catch (error) {
    throw new Error(failureText(error), { cause: error });
  }
}

/** Writes the written report anew. Null when that failed, which is told. */
export async function writeAgain(sessionId: string): Promise<WrittenReport | null> {
  try {
    return await written(sessionId);
  } catch (error) {
    tellFailure(error);
    return null;
  }
}

async function written(session_id: string): Promise<WrittenReport> {
  return writtenOf(await call('report.write', { session_id }));
}

/** A report that was written this moment. */
export function writtenOf({
  text,
  path,
  unwritten,
  model,
  flags,
  remarks,
}: CommandAnswer<'report.write'>): WrittenReport {
  const at = path === null ? null : new Date().toISOString();
  return { text, path, unwritten, at, model, flags, remarks };
}

/** Lets the person save the written report somewhere else, too. */
export function saveWritten(sessionId: string, text: string): void {
  saveText(text, `blindfold-${sessionId}-lora_report.md`, 'text/markdown');
}

/** Makes the report again from the votes: what is shown, `scores.csv`, and `lora_report.md` where there is one. */
export async function makeReportAgain(detail: SessionDetail): Promise<void> {
  const { session_id } = detail;
  const isMade = await fetchReport(session_id);
  if (!isMade) return;
  if (readOnlyReason(detail) !== null) {
    tell('The report is made again. No file was written: this session can only be read here.', 'done');
    return;
  }
  try {
    // A narrowed report leaves the file of all votes as it is.
    if (useReport.getState().filter !== null) await call('report.get', { session_id });
    const { text } = await call('report.written', { session_id });
    const model = text === null ? null : modelOfReport(text);
    const again = text === null || model !== null ? null : await written(session_id);
    if (model !== null)
      tell(
        `The report is made again, and scores.csv with it. lora_report.md stays as it is, in the words of ${model}.`,
        'done',
      );
    else if (again !== null && again.unwritten !== null)
      tell(`The report is made again. ${again.unwritten}`, 'fault');
    else
      tell(
        again === null
          ? 'The report is made again, and scores.csv with it.'
          : 'The report is made again, and scores.csv and lora_report.md with it.',
        'done',
      );
  } catch (error) {
    tellFailure(error);
  }
}

/** A LoRA at a weight. */
export interface Candidate {
  lora_filename: string;
  weight: number;
}

/** The workflow with a LoRA at its weight, as the name of a file and its text. Null when there is none, which is told. */
export async function workflowOf(
  session_id: string,
  { lora_filename, weight }: Candidate,
): Promise<{ name: string; text: string } | null> {
  try {
    return await call('report.workflow', { session_id, lora_filename, weight });
  } catch (error) {
    tellFailure(error);
    return null;
  }
}

/** Lets the person save the workflow with a LoRA at its weight. */
export async function saveWorkflow(sessionId: string, candidate: Candidate): Promise<void> {
  const workflow = await workflowOf(sessionId, candidate);
  if (workflow === null) return;
  saveText(workflow.text, workflow.name);
  tell(`${workflow.name} is saved. Drop it onto ComfyUI to open it.`, 'done');
}

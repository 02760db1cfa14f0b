import type { CommandHandlers } from '../../core/contract/commands';
import { loraReport } from '../../core/report/written/loraReport';
import { writePieces } from '../sessions/archive/exportSessions';
import type { OpenSession } from '../sessions/openSession';
import { onDisk } from '../sessions/storageFailure';
import { readWrittenReport, WRITTEN_REPORT, writeWrittenReport } from '../sessions/writtenReport';
import { refuseTarget } from './pathRules';
import { contextOf, reportFile } from './reportFile';
import { isWritable, lookAtReport, lookAtVotes } from './reportLook';
import type { Services } from './services';

/** The report as files: written into the session's folder, and exported to a place of choice. */
export function reportExportHandlers(
  services: Services,
): Pick<CommandHandlers, 'report.write' | 'report.written' | 'report.export'> {
  const { archive, fs, tasks } = services;
  return {
    async 'report.write'({ session_id }) {
      const { session, report, state } = await lookAtReport(services, session_id, { keep: true });
      const text = loraReport(await report, contextOf(services, state));
      const written = { name: WRITTEN_REPORT, text, flags: [], model: null, remarks: [] };
      if (!isWritable(session)) return { ...written, path: null, unwritten: unwrittenWords(session) };
      await writeWrittenReport(session.folder, text, services.randomHex(6), fs);
      return { ...written, path: session.folder.report, unwritten: null };
    },

    async 'report.written'({ session_id }) {
      const { folder } = await lookAtVotes(
        services,
        session_id,
        () => undefined,
        (session) => session,
      );
      const found = await readWrittenReport(folder, fs);
      return { text: found?.text ?? null, path: folder.report, at: found?.at.toISOString() ?? null };
    },

    async 'report.export'({ session_id, format, path, ...wish }) {
      refuseTarget(services, path);
      const file = await reportFile(services, session_id, format, wish);
      const bytes = await tasks.run({ kind: 'export', title: file.title, said: file.said }, (control) =>
        onDisk(
          'write this file',
          path,
          () =>
            writePieces(archive.fs, path, file.pieces(control), archive.randomHex(8), async () =>
              control.commit(),
            ),
          true,
        ),
      );
      return { path, bytes };
    },
  };
}

function unwrittenWords({ state }: OpenSession): string {
  return state.sample
    ? 'This is the sample that comes with Blindfold: its folder stays as it is, so the report is shown here only.'
    : 'This session is open in another copy of Blindfold, so the report is shown here only. Close it there to write it.';
}

import type { CommandHandlers } from '../../core/contract/commands';
import { AppFailure } from '../../core/contract/failure';
import { loraReport } from '../../core/report/written/loraReport';
import type { SessionId } from '../../core/session/identity';
import { writePieces } from '../sessions/archive/exportSessions';
import type { OpenSession } from '../sessions/openSession';
import { onDisk } from '../sessions/storageFailure';
import { readWrittenReport, WRITTEN_REPORT, writeWrittenReport } from '../sessions/writtenReport';
import { changedRemarks, writeByModel } from './modelWriting';
import { refuseTarget } from './pathRules';
import { contextOf, reportFile } from './reportFile';
import { isWritable, lookAtReport, lookAtVotes, stillOpen } from './reportLook';
import type { Services } from './services';

/** The report as files: written into the session's folder, and exported to a place of choice. */
export function reportExportHandlers(
  services: Services,
): Pick<CommandHandlers, 'report.write' | 'report.written' | 'report.export'> {
  const { archive, fs, tasks } = services;
  return {
    async 'report.write'({ session_id, by, request_id }) {
      let looking: ReturnType<typeof lookOnce> | undefined;
      const look = () => {
        looking ??= lookOnce(services, session_id);
        return looking;
      };
      if (by === 'template') {
        const { session, report, context } = await look();
        const text = loraReport(report, context);
        return { ...BY_TEMPLATE, text, ...(await putShown(services, session, text)) };
      }
      const { text, ...words } = await writeByModel(services, request_id ?? services.randomHex(16), look);
      const { session, state } = await look();
      const remarks = [...words.remarks, ...changedRemarks(state, session.state)];
      const written = { name: WRITTEN_REPORT, text, ...words, remarks };
      try {
        return { ...written, ...(await putShown(services, session, text)) };
      } catch (error) {
        if (!(error instanceof AppFailure) || error.code === 'evaluation_open') throw error;
        // Words that took a minute, and perhaps money, are not lost with the file.
        return { ...written, path: null, unwritten: error.message };
      }
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
      services.givenPaths.wrote(path);
      return { path, bytes };
    },
  };
}

async function lookOnce(services: Services, session_id: SessionId) {
  const { session, report, state } = await lookAtReport(services, session_id, { keep: true });
  return {
    session,
    state,
    report: await report,
    context: contextOf(services, state),
    isShown: () => session.state.revealed !== null,
  };
}

const BY_TEMPLATE = { name: WRITTEN_REPORT, flags: [], model: null, remarks: [] };

/**
 * As `put`, in the session's turn. Throws `evaluation_open` where the evaluation began anew while the report was written: what was
 * shown then is hidden now.
 */
function putShown(
  services: Pick<Services, 'turns' | 'fs' | 'randomHex'>,
  session: OpenSession,
  text: string,
): ReturnType<typeof put> {
  return services.turns.take(session.state.session_id, async () => {
    if (session.state.revealed === null) throw stillOpen(session.state);
    return put(services, session, text);
  });
}

/** Puts the text into the session's folder where that may be. Out: where it lies, or why not. Throws AppFailure when the disk refuses. */
async function put(
  { fs, randomHex }: Pick<Services, 'fs' | 'randomHex'>,
  session: OpenSession,
  text: string,
): Promise<{ path: string | null; unwritten: string | null }> {
  if (!isWritable(session)) return { path: null, unwritten: unwrittenWords(session) };
  await writeWrittenReport(session.folder, text, randomHex(6), fs);
  return { path: session.folder.report, unwritten: null };
}

function unwrittenWords({ state }: OpenSession): string {
  return state.sample
    ? 'This is the sample that comes with Blindfold: its folder stays as it is, so the report is shown here only.'
    : 'This session is open in another copy of Blindfold, so the report is shown here only. Close it there to write it.';
}

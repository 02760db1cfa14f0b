import { effectiveSetup } from '../../core/session/state';
import { diagnosticsText } from '../log/diagnostics';
import { systemFacts } from '../log/systemFacts';
import { errorCode } from '../sessions/fileSystem';
import type { Services } from './services';

/** Log lines in the diagnostics, and how far back they are looked for. */
const LINES = 100;
const LOOK_BACK = 10_000;

/** Gathers what helps to find a fault. Out: the text; see `diagnosticsText` for what does not stand in it. */
export async function writeDiagnostics(services: Services): Promise<string> {
  const { app, appLog, catalog, settings } = services;
  const entries = await appLog.read({ limit: LOOK_BACK });
  const rows = await rowsOf(services);
  const open = services.store.opened().flatMap(({ state, damaged }) => (damaged === null ? [state] : []));
  const setups = open.map((state) => effectiveSetup(state));
  const texts = [
    ...open.map(({ notes }) => notes),
    ...setups.flatMap(({ prompt_pairs }) =>
      prompt_pairs.flatMap(({ positive, negative }) => [positive, negative]),
    ),
    ...rows.list.flatMap(({ summary }) => [summary.notes, summary.first_prompt ?? '']),
  ];
  const loras = [
    ...setups.flatMap((setup) => setup.loras),
    ...rows.list.flatMap(({ summary }) => summary.lora_filename ?? []),
  ];
  return diagnosticsText({
    at: services.now().toISOString(),
    version: app.version,
    host: app.host,
    system: systemFacts(),
    settings: settings.view(),
    trouble: await app.trouble(),
    logFile: appLog.file,
    catalog: { kind: catalog.kind, file: catalog.file },
    counts: rows.fault ?? countsOf(services, rows.list),
    entries: entries.filter(({ level }) => level !== 'info').slice(-LINES),
    texts,
    loras,
  });
}

type Rows = Awaited<ReturnType<Services['catalog']['rows']>>;

/** Diagnostics are wanted most when something is broken, so a catalog that fails is told and stops nothing. */
async function rowsOf({ catalog, log }: Services): Promise<{ list: Rows; fault: string | null }> {
  try {
    await catalog.refresh();
    return { list: await catalog.rows(), fault: null };
  } catch (error) {
    log('warning', 'The sessions could not be counted for the diagnostics.', error);
    return { list: [], fault: `The sessions could not be counted (${errorCode(error) || 'see the log'}).` };
  }
}

function countsOf({ store }: Services, rows: Rows): Record<string, number> {
  const by = (fits: (row: Rows[number]) => boolean) => rows.filter(fits).length;
  const sum = (count: (row: Rows[number]) => number) => rows.reduce((total, row) => total + count(row), 0);
  return {
    sessions: rows.length,
    ...Object.fromEntries(
      (['pending', 'running', 'paused', 'completed', 'failed'] as const).map((status) => [
        status,
        by(({ summary }) => summary.status === status),
      ]),
    ),
    damaged: by(({ summary }) => summary.state === 'damaged'),
    archived: by(({ summary }) => summary.state === 'archived'),
    'recovered from disk': by(({ summary }) => summary.recovered_from_disk),
    'with unsaved changes': by(({ summary }) => summary.unsaved_changes > 0),
    'open in memory': store.opened().length,
    images: sum(({ summary }) => summary.images_done),
    'images planned': sum(({ summary }) => summary.images_total),
    votes: sum(({ summary }) => summary.votes_done),
  };
}

import type { CommandAnswer } from '../../core/contract/commands';
import type { SessionSummary } from '../../core/contract/sessionView';
import { isDesktop } from '../backend/connect';
import { download, sendZip, zipAddress } from '../backend/httpFiles';
import { call } from './backend';
import { isZipType } from './droppedKinds';
import { nameInLine, nameList } from './fileNames';
import { endNotices, tell, tellDone, tellFailure } from './notices';
import { endSelection } from './selection';
import { loadSession } from './sessionActions';
import { refreshSessions } from './sessions';
import { countOf, tellingName } from './sessionWords';
import { awaitTask, showOutcome } from './tasks';
import { tellWritten } from './writtenFile';

/** So many ids fit into one address of the browser host. */
const MOST_IN_ADDRESS = 500;

/** Whether somebody still judges without knowing which picture is which. */
export function holdsHiddenLabels({
  step,
  images_done,
}: Pick<SessionSummary, 'step' | 'images_done'>): boolean {
  return step < 4 && images_done > 0;
}

/** Writes sessions into one zip: at a place of choice on the desktop, as a download in a browser. */
export async function exportSessions(summaries: readonly SessionSummary[]): Promise<void> {
  const ids = summaries.map(({ session_id }) => session_id);
  const [only] = summaries;
  if (only === undefined) return;
  const name = ids.length === 1 ? `${only.session_id}.zip` : `blindfold-${ids.length}-sessions.zip`;
  let path: string | null = null;
  if (isDesktop()) {
    path = await exportToPath(ids, name);
    if (path === null) return;
  } else if (!exportByDownload(ids, name)) return;
  endSelection();
  const what = ids.length === 1 ? tellingName(only) : countOf(ids.length, 'session');
  const goes = isDesktop() ? `${what} exported` : `${what}: the download begins`;
  tellWritten(
    summaries.some(holdsHiddenLabels)
      ? `${goes}. The zip holds the labels, too: whoever still judges does not look into it.`
      : `${goes}.`,
    path,
  );
}

/** Out: where the zip lies; null when it was not written, which is told. */
async function exportToPath(ids: string[], name: string): Promise<string | null> {
  try {
    const { path } = await call('desktop.choosePath', { to: 'save_zip', name });
    if (path === null) return null;
    const made = await awaitTask('export', () => call('session.export', { session_ids: ids, path }));
    return made?.path ?? null;
  } catch (error) {
    tellFailure(error);
    return null;
  }
}

function exportByDownload(ids: readonly string[], name: string): boolean {
  if (ids.length > MOST_IN_ADDRESS) {
    tell(`A browser loads at most ${MOST_IN_ADDRESS} sessions in one zip. Choose fewer at once.`, 'fault');
    return false;
  }
  download(zipAddress(ids), name);
  return true;
}

/** Asks for a zip in a window of the system and takes its sessions in (desktop). */
export async function importChosenZip(): Promise<void> {
  try {
    const { path } = await call('desktop.choosePath', { to: 'open_zip' });
    if (path !== null) await importPaths([{ name: path.split(/[\\/]/).at(-1) ?? path, path }]);
  } catch (error) {
    tellFailure(error);
  }
}

/** Takes in the sessions of zips that lie at these paths, one after the other (desktop). */
export function importPaths(zips: readonly { name: string; path: string }[]): Promise<void> {
  return takeAllIn(
    zips.map(({ name, path }) => ({ name: nameInLine(name), work: () => call('session.import', { path }) })),
  );
}

/** Asks for zips in the way of the host and takes their sessions in; a browser asks only upon a press of the person. */
export function importAfterAsking(): void {
  if (isDesktop()) {
    void importChosenZip();
    return;
  }
  const field = document.createElement('input');
  field.type = 'file';
  field.accept = '.zip,application/zip';
  field.multiple = true;
  field.onchange = () => void importFiles([...(field.files ?? [])]);
  field.click();
}

/** Takes in the sessions of zips that were chosen or dropped, one after the other; what is no zip by its name is told. */
export async function importFiles(files: readonly File[]): Promise<void> {
  const zips = files.filter(({ name, type }) => isZipType(type) || /\.zip$/i.test(name));
  const others = files.filter((file) => !zips.includes(file));
  if (others.length > 0)
    tell(`${nameList(others.map(({ name }) => name))}: only zips can be taken in here.`, 'fault');
  const bridge = window.blindfold;
  await takeAllIn(
    zips.map((file) => ({
      name: nameInLine(file.name),
      work: () =>
        bridge === undefined
          ? sendZip(file)
          : call('session.import', { path: bridge.pathOfDroppedFile(file) }),
    })),
  );
}

type Import = CommandAnswer<'session.import'>;

interface Zip {
  readonly name: string;
  work(): Promise<Import>;
}

/** One zip is told of as it is; of several it is said at the end what became of them all. */
async function takeAllIn(zips: readonly Zip[]): Promise<void> {
  const [only, ...more] = zips;
  if (only === undefined) return;
  endNotices(IMPORT);
  if (more.length === 0) {
    const answer = await awaitTask('import', only.work, `${only.name} was not taken in`);
    if (answer !== null) await tellTaken(answer);
    return;
  }
  const sessions: Import['sessions'] = [];
  const remarks: string[] = [];
  const faults: string[] = [];
  for (const { name, work } of zips) {
    const answer = await awaitTask('import', work, name, (sentence) => faults.push(`${name}: ${sentence}`));
    if (answer === null) continue;
    sessions.push(...answer.sessions);
    remarks.push(...answer.remarks.map((remark) => `${name}: ${remark}`));
  }
  if (faults.length > 0) {
    const title = `${faults.length} of ${zips.length} zips were not taken in`;
    showOutcome({ title, lines: faults, isFault: true });
  }
  if (sessions.length > 0) await tellTaken({ sessions, remarks });
}

/** What notices of an import are about: the next one lets them go. */
const IMPORT = 'import';

async function tellTaken({ sessions, remarks }: Import): Promise<void> {
  await refreshSessions();
  const [first] = sessions;
  const isPack = sessions.length === 1 && first?.is_pack === true;
  const title =
    first === undefined
      ? 'No session was taken in'
      : isPack
        ? 'The rating pack is taken in'
        : `${countOf(sessions.length, 'session')} taken in`;
  const act =
    first === undefined
      ? undefined
      : {
          label: isPack ? 'Judge it' : sessions.length === 1 ? 'Open' : 'Open the first',
          run: () => void loadSession(first.session_id),
        };
  // What is said of a rating pack is no remark to be read at leisure, but what to do with it.
  if (isPack && act !== undefined) tellDone(remarks.length > 0 ? remarks.join(' ') : title, act, IMPORT);
  else if (remarks.length > 0) showOutcome({ title, lines: remarks, ...(act === undefined ? {} : { act }) });
  else if (act === undefined) tell(`${title}.`);
  else tellDone(title, act, IMPORT);
}

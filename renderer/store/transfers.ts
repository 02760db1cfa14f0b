import type { CommandAnswer } from '../../core/contract/commands';
import type { SessionSummary } from '../../core/contract/sessionView';
import { isDesktop } from '../backend/connect';
import { download, sendZip, zipAddress } from '../backend/httpFiles';
import { call } from './backend';
import { endNotices, tell, tellDone, tellFailure } from './notices';
import { endSelection } from './selection';
import { loadSession } from './sessionActions';
import { refreshSessions } from './sessions';
import { countOf, tellingName } from './sessionWords';
import { awaitTask, showOutcome } from './tasks';

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
  const isDone = isDesktop() ? await exportToPath(ids, name) : exportByDownload(ids, name);
  if (!isDone) return;
  endSelection();
  const what = ids.length === 1 ? tellingName(only) : countOf(ids.length, 'session');
  const goes = isDesktop() ? `${what} exported` : `${what}: the download begins`;
  tell(
    summaries.some(holdsHiddenLabels)
      ? `${goes}. The zip holds the labels, too: whoever still judges does not look into it.`
      : `${goes}.`,
    'done',
  );
}

async function exportToPath(ids: string[], name: string): Promise<boolean> {
  try {
    const { path } = await call('desktop.choosePath', { to: 'save_zip', name });
    if (path === null) return false;
    return (await awaitTask('export', () => call('session.export', { session_ids: ids, path }))) !== null;
  } catch (error) {
    tellFailure(error);
    return false;
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
    if (path !== null) await takeIn(fileName(path), () => call('session.import', { path }));
  } catch (error) {
    tellFailure(error);
  }
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
  const zips = files.filter(({ name, type }) => type.includes('zip') || /\.zip$/i.test(name));
  const others = files.filter((file) => !zips.includes(file));
  if (others.length > 0)
    tell(`${others.map(({ name }) => name).join(', ')}: only zips can be taken in here.`, 'fault');
  for (const file of zips) {
    const bridge = window.blindfold;
    await takeIn(file.name, () =>
      bridge === undefined ? sendZip(file) : call('session.import', { path: bridge.pathOfDroppedFile(file) }),
    );
  }
}

function fileName(path: string): string {
  return path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
}

/** What notices of an import are about: the next one lets them go. */
const IMPORT = 'import';

async function takeIn(name: string, work: () => Promise<CommandAnswer<'session.import'>>): Promise<void> {
  endNotices(IMPORT);
  const answer = await awaitTask('import', work, `${name} was not taken in`);
  if (answer === null) return;
  await refreshSessions();
  const { sessions, remarks } = answer;
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

import { type ActionId, actionOf } from '../../core/contract/actions';
import { isDesktop } from '../backend/connect';
import { actionOff, actionOffs, followActions } from './actionOffs';
import { fetchDiagnostics } from './appLog';
import { call } from './backend';
import { copyText } from './copyText';
import { findSession } from './findSession';
import { askRun } from './generation';
import { showLayer } from './layer';
import { tell, tellFailure } from './notices';
import { openDetail } from './session';
import { discardAfterAsking, loadSession, newSession, saveAndStart, saveSession } from './sessionActions';
import { copySession, showFolder } from './sessionWork';
import { exportSessions, importAfterAsking } from './transfers';
import { showUpdates } from './updates';
import { NARROW_PX, openHelp, openSettings, showTab, toggleSidebar } from './view';

/** Does an action, whoever asked for it. What cannot be done now is told with its reason. */
export function runAction(id: ActionId): void {
  const off = actionOff(id);
  if (off !== undefined) {
    // Who saves what is saved already is right to be calm about it.
    if (id !== 'save' || openDetail() === null) tell(`${actionOf(id).label.replace(/\.+$/, '')}: ${off}.`);
    return;
  }
  ACTS[id]();
}

/** Does something with the open session, which is there where the action is not off. */
function withOpen(act: (detail: NonNullable<ReturnType<typeof openDetail>>) => void): () => void {
  return () => {
    const detail = openDetail();
    if (detail !== null) act(detail);
  };
}

const ACTS: Readonly<Record<ActionId, () => void>> = {
  new: () => void newSession(),
  import: importAfterAsking,
  export: withOpen((detail) => void exportSessions([detail])),
  save: () => void saveSession(),
  save_copy: withOpen((detail) => void copySession(detail)),
  discard: discardAfterAsking,
  extend: () => showTab('setup'),
  show_folder: withOpen(({ session_id }) => void showFolder(session_id)),
  start: startRun,
  pause: withOpen(({ session_id }) => void askRun(session_id, 'pause')),
  stop: withOpen(({ session_id }) => void askRun(session_id, 'stop')),
  setup: () => showTab('setup'),
  generate: () => showTab('generate'),
  evaluate: () => showTab('evaluate'),
  report: () => showTab('report'),
  next_to_vote: () => void openNextToVote(),
  find: findSession,
  settings: () => openSettings(),
  log: () => openSettings('log'),
  palette: () => showLayer('palette'),
  toggle_sidebar: () => toggleSidebar(window.innerWidth <= NARROW_PX),
  guide: () => openHelp('guide'),
  troubleshooting: () => openHelp('troubleshooting'),
  keys: () => showLayer('keys'),
  copy_diagnostics: () => void copyDiagnostics(),
  updates: () => void showUpdates(),
  about: () => showLayer('about'),
};

/** Starts the run of what is set up, or resumes one that stands still; its screen shows how that goes. */
function startRun(): void {
  const detail = openDetail();
  const status = detail?.generation.status;
  if (detail !== null && (status === 'paused' || status === 'failed')) {
    showTab('generate');
    void askRun(detail.session_id, 'resume');
    return;
  }
  // What keeps it from starting stands beside its field there.
  showTab('setup');
  void saveAndStart();
}

/** Opens the newest session that waits for votes, of others than the open one. */
async function openNextToVote(): Promise<void> {
  try {
    const { sessions } = await call('session.list', { filter: 'to_vote', limit: 2 });
    const open = openDetail()?.session_id;
    const next = sessions.find(({ session_id }) => session_id !== open);
    if (next === undefined) tell('No other session waits for votes.');
    else await loadSession(next.session_id, 'evaluate');
  } catch (error) {
    tellFailure(error);
  }
}

/** Puts what helps to find a fault on the clipboard. */
export async function copyDiagnostics(): Promise<void> {
  const text = await fetchDiagnostics();
  if (text === null) return;
  if (await copyText(text)) tell('Copied. It holds no key and no prompt.', 'done');
  else tell('The system does not let the page copy.', 'fault');
}

/** Keeps the menu bar in line with what can be done (desktop); the answer ends it. */
export function followMenu(): () => void {
  if (!isDesktop()) return () => undefined;
  let told = '';
  const tellMenu = () => {
    const off = Object.keys(actionOffs()) as ActionId[];
    const text = off.join(' ');
    if (text === told) return;
    told = text;
    // The menu bar is drawn anew with the next change; the action itself says why it cannot be done.
    call('desktop.greyOut', { off }).catch(() => {
      told = '';
    });
  };
  tellMenu();
  return followActions(tellMenu);
}

import type { Client } from '../backend/client';
import { isDesktop } from '../backend/connect';
import { chooseFromMenu } from './actionKeys';
import { followMenu } from './actions';
import { askProgressed, forgetAsked } from './assistantAsk';
import { onPush, setClient } from './backend';
import { lookAgain, lookAtServer, lookAtServerSoon, serverChanged, useComfy } from './comfy';
import { askAboutApp, pollWhileLost, useConnection } from './connection';
import { takeOpened } from './droppedFiles';
import { dropNextAhead } from './nextAhead';
import { tell, tellWithWayOn } from './notices';
import { lookForOldSession } from './oldSession';
import { followOthers, lookAgainAtOthers } from './otherServers';
import { behindPaint } from './paint';
import { placeText, readPlace } from './place';
import { askForProposal, dropProposed, followProposed } from './proposal';
import { reportProgressed } from './report';
import { dropRuns, refreshRuns } from './runs';
import { dropChosen } from './selection';
import {
  needsRefresh,
  type OpenSession,
  openDetail,
  refreshSession,
  refreshSessionSoon,
  sessionEvent,
  summaryChanged,
  useSession,
} from './session';
import { loadSession, openSession, serverAddress } from './sessionActions';
import { lookAtFolders, refreshSessions } from './sessions';
import { useWork } from './sessionWork';
import { fetchSettings, lookAtSettingsAgain, settingsChanged, useSettings } from './settings';
import { adoptServerSetup, beginBlankDraft, flushDraft, useDraft } from './setupDraft';
import { furtherServers } from './setupServers';
import { followShown, tellShown } from './shownSession';
import { adoptTask, refreshTasks } from './tasks';
import { applyTheme } from './theme';
import { fetchUpdates, followUpdates, updatesChanged } from './updates';
import { openComparison, openHelp, openSettings, useView } from './view';

/** Joins the stores to the backend: first a snapshot of how things stand, then the pushes. The answer takes it apart. */
export function startStores(client: Client): () => void {
  setClient(client);
  const stops = [
    client.onState((link) => {
      useConnection.setState({ link });
      dropNextAhead();
      if (!isDesktop()) pollWhileLost(link);
      if (link === 'open') void takeSnapshot();
    }),
    onPush('session.changed', ({ summary }) => dropNextAhead(summary.session_id)),
    onPush('evaluation.changed', ({ session_id }) => dropNextAhead(session_id)),
    onPush('generation.progressed', ({ session_id }) => dropNextAhead(session_id)),
    onPush(
      'session.changed',
      behindPaint(({ summary }) => {
        const before = openDetail();
        summaryChanged(summary);
        followProposed(summary);
        if (before?.session_id === summary.session_id && needsRefresh(before, summary)) refreshSessionSoon();
      }),
    ),
    onPush('sessions.changed', ({ removed }) => sessionsCameOrWent(removed)),
    onPush('task.changed', ({ task }) => adoptTask(task)),
    onPush('generation.progressed', ({ session_id, generation }) =>
      sessionEvent({ type: 'generationChanged', id: session_id, generation }),
    ),
    onPush(
      'evaluation.changed',
      behindPaint(({ session_id, evaluation }) =>
        sessionEvent({ type: 'evaluationChanged', id: session_id, evaluation }),
      ),
    ),
    onPush('report.progressed', reportProgressed),
    onPush('assistant.progressed', askProgressed),
    onPush('comfy.changed', ({ server }) => serverChanged(server)),
    onPush('notice.raised', ({ session_id, message, tone }) => {
      // The open session's own page shows what went well.
      if (tone === 'neutral' && session_id !== null && session_id === openDetail()?.session_id) return;
      const look = tone === 'fault' ? 'fault' : 'plain';
      if (session_id === null || session_id === openDetail()?.session_id) tell(message, look);
      else tellWithWayOn(message, { label: 'Open', run: () => void loadSession(session_id) }, look);
    }),
    onPush('settings.changed', settingsChanged),
    useSettings.subscribe(({ view }) => {
      if (view !== null) applyTheme(view.settings.theme);
    }),
    onPush('updates.changed', updatesChanged),
    followUpdates(),
    onPush('files.opened', ({ paths }) => void takeOpened(paths)),
    onPush('session.wanted', ({ session_id }) => void loadSession(session_id)),
    onPush('menu.chosen', chooseFromMenu),
    useSession.subscribe(({ session }, before) => {
      const detail = session.phase === 'open' ? session.detail : null;
      const old = before.session.phase === 'open' ? before.session.detail : null;
      if (detail !== null && detail.setup !== old?.setup && detail.session_id === old?.session_id)
        adoptServerSetup(detail.setup);
      keepPlace();
    }),
    // The server's queue and memory are news when the run begins or ends; whether it answers, when a run says something of it.
    useSession.subscribe(({ session }, before) => {
      if (runOf(session) === runOf(before.session)) return;
      lookAgain();
      lookAgainAtOthers();
    }),
    followShown(),
    followMenu(),
    useView.subscribe(keepPlace),
    useDraft.subscribe(followServer),
    useDraft.subscribe(({ number }, before) => {
      if (number !== before.number) forgetAsked();
    }),
    useConnection.subscribe(followServer),
    listen(window, 'focus', lookAround),
    listen(window, 'pagehide', () => void flushDraft()),
    listen(window, 'beforeunload', warnBeforeUnload),
  ];
  return () => {
    for (const stop of stops) stop();
    setClient(null);
  };
}

/** What a run of the open session says of its servers. */
function runOf(session: OpenSession): string {
  if (session.phase !== 'open') return '';
  const { status, reason, servers } = session.detail.generation;
  const out = servers.filter(({ state }) => state === 'out').map(({ name }) => name);
  return [session.id, status, reason, ...out].join(' ');
}

function listen(target: Window, type: string, listener: (event: Event) => void): () => void {
  target.addEventListener(type, listener);
  return () => target.removeEventListener(type, listener);
}

/** What may have changed while the person was elsewhere: the server, folders moved by hand, a session held by another copy. */
function lookAround(): void {
  if (useConnection.getState().link !== 'open') return;
  lookAgain();
  lookAgainAtOthers();
  void lookAtFolders(false);
  if (useConnection.getState().info?.trouble != null) void askAboutApp();
  if (useConnection.getState().info?.settings_trouble != null) void lookAtSettingsAgain();
  if (openDetail()?.state === 'read_only') void refreshSession();
}

/** Sessions came or went by other hands: another window, a clean-up, or folders that were moved. */
function sessionsCameOrWent(removed: readonly string[]): void {
  dropChosen(removed);
  dropRuns(removed);
  dropProposed(removed);
  void refreshSessions();
  void refreshRuns();
  const { session } = useSession.getState();
  if (session.phase !== 'open' || !removed.includes(session.id)) return;
  // What this window deletes itself, it leaves by itself.
  if (!useWork.getState().busy.has(session.id)) void openSession(session.id, useView.getState().tab);
}

let isFirst = true;

/** Asks how everything stands: at the start, and each time the link comes back. */
async function takeSnapshot(): Promise<void> {
  void fetchSettings();
  await askAboutApp();
  const place = isFirst ? readPlace(window.location.hash) : null;
  if (place?.id === null) void askForProposal();
  await refreshSessions();
  void refreshRuns();
  void refreshTasks();
  if (isDesktop()) void fetchUpdates();
  if (place !== null) {
    isFirst = false;
    void lookForOldSession();
    if (place.id === null) {
      beginBlankDraft([]);
      // A window that was reloaded may have shown one before.
      tellShown();
    } else await openSession(place.id, place.tab);
    if (place.comparison !== undefined) openComparison(place.comparison);
    if (place.settings !== undefined) openSettings(place.settings);
    if (place.help !== undefined) openHelp(place.help);
  } else {
    await flushDraft();
    const { session } = useSession.getState();
    if (session.phase === 'failed') await openSession(session.id, useView.getState().tab);
    else await refreshSession();
    lookAgain();
    lookAgainAtOthers();
  }
}

/** The open session and tab stand in the address, so that a reload finds them again. */
function keepPlace(): void {
  const { session } = useSession.getState();
  // Until the place was read once, a push of a running session must not wipe it out.
  if (isFirst || session.phase === 'loading') return;
  const hash = placeText({
    ...useView.getState(),
    id: session.phase === 'open' ? session.id : null,
  });
  if (window.location.hash === hash) return;
  const { pathname, search } = window.location;
  window.history.replaceState(null, '', `${pathname}${search}${hash}`);
}

/** Asks about the servers that the set-up names, whenever those are others; after a pause while one is being typed. */
function followServer(): void {
  const { info } = useConnection.getState();
  const { setup, dirty } = useDraft.getState().draft;
  followOthers(furtherServers(setup.servers), dirty.has('servers'));
  const address = serverAddress(setup, info?.default_server);
  if (address === '' || address === useComfy.getState().address) return;
  if (dirty.has('servers')) lookAtServerSoon(address);
  else void lookAtServer(address);
}

/** A browser tab can only give its own warning; nothing is lost there either. */
function warnBeforeUnload(event: Event): void {
  const detail = openDetail();
  if (!isDesktop() && detail !== null && detail.unsaved_changes > 0 && detail.state === 'ok')
    event.preventDefault();
}

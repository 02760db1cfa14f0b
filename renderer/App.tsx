import { CSPProvider } from '@base-ui/react/csp-provider';
import { Tooltip } from '@base-ui/react/tooltip';
import { useEffect, useRef } from 'react';
import { CannotOpen } from './CannotOpen';
import { ErrorBoundary } from './ErrorBoundary';
import { EvaluateScreen } from './evaluate/EvaluateScreen';
import { FileDrop } from './FileDrop';
import { GuardDialog } from './GuardDialog';
import { HeaderTabs } from './HeaderTabs';
import { HeldElsewhere } from './HeldElsewhere';
import { Layers } from './Layers';
import { Mended } from './Mended';
import { MissingImages } from './MissingImages';
import { Proposal } from './Proposal';
import { PackTab } from './packs/PackTab';
import { RedoDialog } from './RedoDialog';
import { loadReport, reportPage } from './reportParts';
import { SetupScreen } from './setup/SetupScreen';
import { TestPair } from './setup/TestPair';
import { OldOffer } from './sidebar/OldOffer';
import { Recovery } from './sidebar/Recovery';
import { Sidebar } from './sidebar/Sidebar';
import { followActionKeys } from './store/actionKeys';
import { useConnection } from './store/connection';
import { dropNotice, onNoticesEnded, useNotices } from './store/notices';
import { useDetail, useSession } from './store/session';
import { pageTitle } from './store/sessionWords';
import {
  closeComparison,
  closeHelp,
  closeOverlay,
  closeSettings,
  showTab,
  sidebarOf,
  useView,
  type View,
} from './store/view';
import { Troubles } from './Troubles';
import { UpdateQuestion } from './UpdateQuestion';
import { useFocusHome } from './ui/focusHome';
import { rememberFocus } from './ui/focusReturn';
import { isApple } from './ui/Kbd';
import { laterPart } from './ui/laterPart';
import { isPopupOpen } from './ui/openPopup';
import { TabPanel, Tabs } from './ui/Tabs';
import { showToast, ToastProvider } from './ui/Toasts';

const comparison = laterPart(() => import('./comparison/ComparisonScreen'), {
  waiting: <Busy />,
  isPage: true,
});

/** A run is looked at once it was begun, so this comes after the first screen. */
const generatePage = laterPart(() => import('./generate/GenerateScreen'), {
  waiting: <Busy />,
  isPage: true,
});

/** Nobody begins in the settings. */
const settingsPage = laterPart(() => import('./settings/SettingsScreen'), {
  waiting: <Busy />,
  isPage: true,
});

const helpPage = laterPart(() => import('./help/HelpScreen'), {
  waiting: <Busy />,
  isPage: true,
});

/** The whole window. */
export function App() {
  useAppKeys();
  useFocusHome();
  useFocusKept();
  useNoticeToasts();
  usePageTitle();
  const detail = useDetail();
  const sidebar = useView((view) => sidebarOf(view, detail));
  return (
    <CSPProvider disableStyleElements>
      <Tooltip.Provider delay={500}>
        <ToastProvider>
          <div className="app" data-sidebar={sidebar}>
            <a className="skip" href="#page">
              Skip the sidebar
            </a>
            <ErrorBoundary place="sidebar">
              <Sidebar />
            </ErrorBoundary>
            {/* The way out of a sidebar over the page for a mouse; the keyboard has Escape and the sidebar's own button. */}
            {sidebar === 'over' ? <div className="app__away" onPointerDown={closeOverlay} /> : null}
            <Main />
          </div>
          <GuardDialog />
          <RedoDialog />
          <TestPair />
          <FileDrop />
          <Layers />
        </ToastProvider>
      </Tooltip.Provider>
    </CSPProvider>
  );
}

const SCREENS = [
  { tab: 'setup', place: 'Setup tab', Screen: SetupScreen },
  { tab: 'generate', place: 'Generate tab', Screen: generatePage.Part },
  { tab: 'evaluate', place: 'Evaluate tab', Screen: EvaluateScreen },
  { tab: 'report', place: 'Report tab', Screen: reportPage.Part },
] as const;

function Main() {
  const tab = useView((view) => view.tab);
  const settings = useView((view) => view.settings);
  const compared = useView((view) => view.comparison);
  const help = useView((view) => view.help);
  const detail = useDetail();
  useReportAhead(detail?.evaluation.complete ?? false);
  useOthersAhead();
  if (help !== null) {
    return (
      <main className="main" id="page" tabIndex={-1}>
        <ErrorBoundary place="help">
          <helpPage.Part place={help} notes={<Troubles />} />
        </ErrorBoundary>
      </main>
    );
  }
  if (settings !== null) {
    return (
      <main className="main" id="page" tabIndex={-1}>
        <ErrorBoundary place="settings">
          <settingsPage.Part page={settings} notes={<Troubles />} />
        </ErrorBoundary>
      </main>
    );
  }
  if (compared !== null) {
    return (
      <main className="main" id="page" tabIndex={-1}>
        <ErrorBoundary place="comparison">
          <comparison.Part ids={compared} notes={<Troubles />} />
        </ErrorBoundary>
      </main>
    );
  }
  return (
    <main className="main" id="page" tabIndex={-1}>
      <Tabs value={tab} onChange={showTab} className="main__tabs">
        <HeaderTabs />
        <Troubles />
        <HeldElsewhere />
        <Recovery place="page" />
        <OldOffer place="page" />
        <Proposal />
        <Mended />
        {tab === 'evaluate' ? null : <MissingImages />}
        {tab === 'evaluate' ? null : <UpdateQuestion />}
        {SCREENS.map(({ tab: value, place, Screen }) => (
          <TabPanel key={value} value={value} className="page">
            {/* A panel stays on the page for a moment after its tab was left: it does not draw a whole screen for that. */}
            {value === tab ? (
              <ErrorBoundary place={place}>
                <Opened>
                  {detail?.pack != null && value !== 'evaluate' ? (
                    <PackTab tab={value} detail={detail} />
                  ) : (
                    <Screen />
                  )}
                </Opened>
              </ErrorBoundary>
            ) : null}
          </TabPanel>
        ))}
      </Tabs>
    </main>
  );
}

/** A tab's content once it is known what is open; before that, or when that failed, what is so. */
function Opened({ children }: { children: React.ReactNode }) {
  const session = useSession((state) => state.session);
  const info = useConnection((connection) => connection.info);
  if (session.phase === 'loading' || info === null) return <Busy />;
  if (session.phase === 'failed') return <CannotOpen session={session} />;
  return children;
}

/** Fetches the report's parts once there is one to look at and this page has nothing else to do. */
function useReportAhead(isComplete: boolean): void {
  useEffect(() => {
    if (!isComplete) return;
    const idle = requestIdleCallback(() => void loadReport());
    return () => cancelIdleCallback(idle);
  }, [isComplete]);
}

/** So many milliseconds belong to the first click: whoever comes to a page may open a session at once. */
const FIRST_CLICK_MS = 2_000;

/** Fetches the other screens once the first one stands, so that they are there when they are asked for, the help also when nobody answers. */
function useOthersAhead(): void {
  useEffect(() => {
    const timer = setTimeout(
      () => void generatePage.load().then(settingsPage.load).then(helpPage.load),
      FIRST_CLICK_MS,
    );
    return () => clearTimeout(timer);
  }, []);
}

function Busy() {
  return <div className="page" aria-busy="true" />;
}

/** The keys that do something from anywhere: those of the actions, and Escape. */
function useAppKeys(): void {
  useEffect(() => {
    const stop = followActionKeys(isApple);
    const onKey = (event: KeyboardEvent) => {
      if (event.key === 'Escape') leaveByEscape(event);
    };
    window.addEventListener('keydown', onKey);
    return () => {
      stop();
      window.removeEventListener('keydown', onKey);
    };
  }, []);
}

/** Escape closes what lies on top: a sidebar over the page, else the help, the settings, a comparison, unless something in or over them takes it. */
function leaveByEscape(event: KeyboardEvent): void {
  const { sidebar, help, settings, comparison } = useView.getState();
  if (sidebar === 'over') closeOverlay();
  else if (event.defaultPrevented || isPopupOpen()) return;
  else if (help !== null) closeHelp();
  else if (settings !== null) closeSettings();
  else if (comparison !== null) closeComparison();
}

/** Remembers where the focus is before a page comes to lie over the tabs. */
function useFocusKept(): void {
  useEffect(() => {
    const isOver = ({ help, settings, comparison }: View) =>
      help !== null || settings !== null || comparison !== null;
    return useView.subscribe((now, before) => {
      if (isOver(now) && !isOver(before)) rememberFocus();
    });
  }, []);
}

function useNoticeToasts(): void {
  const notices = useNotices((state) => state.notices);
  const closesWithTab = useRef<(() => void)[]>([]);
  const closesOf = useRef(new Map<string, () => void>());
  useEffect(() => {
    for (const { id, text, tone, undo, act, about, isOfTab } of notices) {
      const close = showToast({
        text,
        tone,
        ...(undo === undefined ? {} : { undo }),
        ...(act === undefined ? {} : { act }),
      });
      if (about !== undefined) {
        closesOf.current.get(about)?.();
        closesOf.current.set(about, close);
      }
      if (isOfTab === true) closesWithTab.current.push(close);
      dropNotice(id);
    }
  }, [notices]);
  useEffect(
    () =>
      onNoticesEnded((about) => {
        closesOf.current.get(about)?.();
        closesOf.current.delete(about);
      }),
    [],
  );
  useEffect(
    () =>
      useView.subscribe((now, before) => {
        if (now.tab === before.tab) return;
        for (const close of closesWithTab.current.splice(0)) close();
      }),
    [],
  );
}

function usePageTitle(): void {
  const title = pageTitle(useDetail());
  useEffect(() => {
    document.title = title;
  }, [title]);
}

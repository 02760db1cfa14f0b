import { useEffect, useRef } from 'react';
import { useConnection } from '../store/connection';
import { fetchSettings, useSettings } from '../store/settings';
import { closeSettings, openSettings, type SettingsPage, useView } from '../store/view';
import { Banner } from '../ui/Banner';
import { Button } from '../ui/Button';
import { useFocusReturn } from '../ui/focusReturn';
import { Icon, type IconName } from '../ui/Icon';
import { Kbd } from '../ui/Kbd';
import { laterPart } from '../ui/laterPart';
import { AppearancePage } from './AppearancePage';
import { EvaluationPage } from './EvaluationPage';
import { LogPage } from './LogPage';
import { SavingPage } from './SavingPage';
import { ServersPage } from './ServersPage';
import './settings.css';
import { StoragePage } from './StoragePage';
import { UpdatesPage } from './UpdatesPage';

/** Few sessions need it, and it brings the wording of the requests along. */
const assistant = laterPart(() => import('./AssistantPage'));

const PAGES: Record<SettingsPage, { name: string; icon: IconName; Page: () => React.ReactNode }> = {
  servers: { name: 'Servers', icon: 'server', Page: ServersPage },
  evaluation: { name: 'Evaluation', icon: 'eye', Page: EvaluationPage },
  saving: { name: 'Saving', icon: 'save', Page: SavingPage },
  storage: { name: 'Storage', icon: 'data', Page: StoragePage },
  assistant: { name: 'Assistant', icon: 'edit', Page: () => <assistant.Part /> },
  appearance: { name: 'Appearance', icon: 'half', Page: AppearancePage },
  updates: { name: 'Updates', icon: 'refresh', Page: UpdatesPage },
  log: { name: 'Log', icon: 'list', Page: LogPage },
};

/** The settings, over the tabs: pages on the left, what can be set on the right. `notes` stand above them. */
export default function SettingsScreen({ page, notes }: { page: SettingsPage; notes?: React.ReactNode }) {
  const body = useRef<HTMLElement>(null);
  const current = useRef<HTMLButtonElement>(null);
  useFocusReturn(current, 'settings', () => useView.getState().settings !== null);
  useEffect(() => void fetchSettings(), []);
  // biome-ignore lint/correctness/useExhaustiveDependencies: each page begins at its top
  useEffect(() => {
    // Newer browsers answer a promise, which must not be taken for a way to clean up.
    body.current?.scrollTo?.(0, 0);
  }, [page]);
  const { name, Page } = PAGES[page];
  return (
    <>
      <header className="header">
        <h1 className="settings__title">Settings</h1>
        <span className="grow" />
        <Button look="quiet" small aria-keyshortcuts="Escape" onClick={closeSettings}>
          Close <Kbd keys="Esc" />
        </Button>
      </header>
      {notes}
      <div className="settings">
        <div className="settings__side">
          <nav className="settings__nav" aria-label="Settings">
            {Object.entries(PAGES).map(([id, one]) => (
              <button
                key={id}
                type="button"
                ref={id === page ? current : undefined}
                aria-current={id === page ? 'page' : undefined}
                onClick={() => openSettings(id as SettingsPage)}
              >
                <Icon name={one.icon} />
                {one.name}
              </button>
            ))}
          </nav>
          <About />
        </div>
        <section
          className={page === 'log' ? 'settings__body settings__body--whole' : 'settings__body'}
          aria-label={name}
          ref={body}
        >
          <SettingsTrouble />
          <Page />
        </section>
      </div>
      <KeptAloud />
    </>
  );
}

/** Without an answer no setting can be shown. */
function SettingsTrouble() {
  const failure = useSettings((state) => state.failure);
  if (failure === null) return null;
  return (
    <div className="settings__note">
      <Banner
        tone="fault"
        title="The settings cannot be read."
        actions={
          <Button small icon="refresh" onClick={() => void fetchSettings()}>
            Try again
          </Button>
        }
      >
        {failure}
      </Banner>
    </div>
  );
}

/** Says to those who do not see the mark that a setting was kept. */
function KeptAloud() {
  const isKept = useSettings(({ kept }) => kept !== null);
  return (
    <span className="sr" role="status">
      {isKept ? 'Kept' : ''}
    </span>
  );
}

/** Version, host, and where the settings lie. */
function About() {
  const info = useConnection((connection) => connection.info);
  const view = useSettings((state) => state.view);
  if (info === null) return null;
  return (
    <div className="settings__about xs faint">
      <div>Blindfold {info.version}</div>
      <div>{info.host === 'desktop' ? 'Desktop app' : 'In the browser'}</div>
      {view === null ? null : (
        <div title={view.file ?? undefined}>
          {view.file === null ? (
            'Settings are not kept'
          ) : (
            <span className="settings__file">
              <bdi>{view.file}</bdi>
            </span>
          )}
        </div>
      )}
    </div>
  );
}

import { useEffect } from 'react';
import type { Updates } from '../../core/contract/updatesView';
import { useRuns } from '../store/runs';
import { changeSetting, useSettings } from '../store/settings';
import { downloadUpdate, fetchUpdates, installUpdate, lookForUpdates, useUpdates } from '../store/updates';
import { Button } from '../ui/Button';
import { Progress } from '../ui/Figure';
import { Switch } from '../ui/Switch';
import { LoadFailure } from './LoadFailure';
import { SettingRow } from './SettingRow';
import { stateWords } from './updateWords';

/** Newer versions: whether they are looked for, and what was found. */
export function UpdatesPage() {
  const { view, failure } = useUpdates();
  useEffect(() => void fetchUpdates(), []);
  return (
    <section className="section" aria-labelledby="settings-updates">
      <div className="section__head">
        <h2 id="settings-updates">Updates</h2>
      </div>
      {failure === null ? null : (
        <LoadFailure
          what="How things stand with newer versions cannot be read."
          message={failure}
          onAgain={() => void fetchUpdates()}
        />
      )}
      {view === null ? null : view.state === 'none' ? (
        <SettingRow title={`Blindfold ${view.current}`} help={view.reason}>
          {() => null}
        </SettingRow>
      ) : (
        <>
          <LookRow />
          <VersionRow view={view} />
          <p className="setting__foot xs faint">
            GitHub is asked, and learns the address of this computer as with every page that is opened there.
            Nothing about you or your work is sent. Nothing is downloaded before you press Download.
          </p>
        </>
      )}
    </section>
  );
}

const LOOK = 'Look for newer versions';

function LookRow() {
  const answer = useSettings(({ view }) => view?.settings.look_for_updates);
  const change = (on: boolean) => void changeSetting('look_for_updates', on);
  return (
    <SettingRow name="look_for_updates" title={LOOK} help="Once a day, and never while a run is at work.">
      {({ off }) =>
        answer === null ? (
          <>
            <Button onClick={() => change(true)}>Look once a day</Button>
            <Button look="quiet" onClick={() => change(false)}>
              No
            </Button>
          </>
        ) : (
          <Switch label={LOOK} checked={answer ?? false} disabled={off} onChange={change} />
        )
      }
    </SettingRow>
  );
}

function VersionRow({ view }: { view: Updates }) {
  const fault = view.state === 'failed' ? view.reason : null;
  return (
    <SettingRow
      title={`Blindfold ${view.current}`}
      help={<span role="status">{stateWords(view)}</span>}
      more={
        view.state === 'downloading' ? (
          <div className="line updates__progress">
            <Progress className="grow" label={`Download of version ${view.next}`} done={view.share} />
            <span className="xs num" aria-hidden="true">
              {Math.floor((view.share ?? 0) * 100)} %
            </span>
          </div>
        ) : null
      }
      {...(fault === null ? {} : { fault })}
    >
      {() => <WayOn view={view} />}
    </SettingRow>
  );
}

/** What can be done next, if anything. */
function WayOn({ view }: { view: Updates }) {
  const isWaiting = useUpdates((state) => state.isWaiting);
  const answer = useSettings((state) => state.view?.settings.look_for_updates ?? null);
  const isRunning = useRuns(({ running }) => running.length > 0);
  const { state, next } = view;
  switch (state) {
    case 'downloading':
      return null;
    case 'available':
      return (
        <Button look="primary" busy={isWaiting} onClick={() => void downloadUpdate()}>
          Download
        </Button>
      );
    case 'ready':
      return (
        <Button
          look="primary"
          busy={isWaiting}
          off={isRunning ? 'A run is at work. Pause it or let it end first' : undefined}
          onClick={() => void installUpdate()}
        >
          Restart now
        </Button>
      );
    case 'failed':
      return (
        <Button
          icon="refresh"
          busy={isWaiting}
          onClick={() => void (next === null ? lookForUpdates() : downloadUpdate())}
        >
          Try again
        </Button>
      );
    default:
      return (
        <Button
          icon="refresh"
          busy={isWaiting || state === 'checking'}
          off={answer === null ? 'Answer first whether newer versions may be looked for' : undefined}
          onClick={() => void lookForUpdates()}
        >
          Look now
        </Button>
      );
  }
}

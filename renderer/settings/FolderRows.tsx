import { useRef, useState } from 'react';
import { useConnection } from '../store/connection';
import { changeSetting, dropFault, useSettings } from '../store/settings';
import { chooseFolder, showSessionsFolder } from '../store/storage';
import { Button } from '../ui/Button';
import { FaultLine, Help, Input } from '../ui/Field';
import { Icon } from '../ui/Icon';
import { SOURCE_WORDS } from './sourceWords';

/** Where the sessions lie. */
export function FolderRow() {
  const view = useSettings((state) => state.view);
  const isDesktop = useConnection(({ info }) => info?.host === 'desktop');
  return (
    <FolderSetting name="sessions_root" label="Folder" shown={view?.sessions_root ?? ''}>
      {isDesktop ? <Button onClick={() => void showSessionsFolder()}>Show</Button> : null}
    </FolderSetting>
  );
}

/** Where Archive puts its zips. */
export function ArchiveRow() {
  const folder = useSettings(({ view }) => view?.settings.archive_folder ?? null);
  return (
    <FolderSetting name="archive_folder" label="Archive" shown={folder ?? 'A folder beside the sessions'} />
  );
}

interface FolderSettingProps {
  name: 'sessions_root' | 'archive_folder';
  label: string;
  /** The folder in use. */
  shown: string;
  children?: React.ReactNode;
}

/** A folder that is shown until Change is pressed: then chosen in a window of the system, or typed in the browser. */
function FolderSetting({ name, label, shown, children }: FolderSettingProps) {
  const { view, faults, kept } = useSettings();
  const isDesktop = useConnection(({ info }) => info?.host === 'desktop');
  const [typed, setTyped] = useState<string | null>(null);
  const change = useRef<HTMLButtonElement>(null);
  const source = view?.fixed[name];
  const fault = faults[name];
  const own = view?.settings[name] ?? null;
  const textId = `folder-${name}`;
  const close = () => {
    dropFault(name);
    setTyped(null);
    // The field goes; its button comes back and takes the focus.
    requestAnimationFrame(() => change.current?.focus());
  };
  const begin = async () => {
    if (!isDesktop) {
      setTyped(own ?? (name === 'sessions_root' ? shown : ''));
      return;
    }
    const path = await chooseFolder();
    if (path !== null) await changeSetting(name, path);
  };
  const commit = async () => {
    if (typed !== null && (await changeSetting(name, typed.trim() === '' ? null : typed.trim()))) close();
  };
  return (
    <div className="row settings__folder" data-field={`settings.${name}`}>
      <span className="label">{label}</span>
      <div>
        {typed === null ? (
          <div className="group">
            <div className="settings__path" title={shown}>
              <Icon name="folder" />
              <span className="cut">{shown}</span>
            </div>
            {kept === name ? (
              <span className="setting__kept xs better" aria-hidden="true">
                <Icon name="check" />
                Kept
              </span>
            ) : null}
            <Button
              ref={change}
              aria-label={`Change ${label.toLowerCase()}`}
              off={view === null ? 'Not known yet' : source === undefined ? undefined : SOURCE_WORDS[source]}
              onClick={() => void begin()}
            >
              Change
            </Button>
            {children}
          </div>
        ) : (
          <div className="group">
            <Input
              autoFocus
              icon="folder"
              aria-label={label}
              invalid={fault !== undefined}
              describedBy={textId}
              placeholder="The usual folder"
              value={typed}
              onChange={(text) => {
                dropFault(name);
                setTyped(text);
              }}
              onKeyDown={(event) => {
                if (event.key === 'Enter') void commit();
                if (event.key !== 'Escape') return;
                event.preventDefault();
                close();
              }}
            />
            <Button onClick={() => void commit()}>Keep</Button>
            <Button look="quiet" onClick={close}>
              Cancel
            </Button>
          </div>
        )}
        {fault !== undefined ? (
          <FaultLine id={textId}>{fault}</FaultLine>
        ) : source !== undefined ? (
          <Help id={textId}>{SOURCE_WORDS[source]}</Help>
        ) : typed !== null ? (
          <Help id={textId}>
            {name === 'sessions_root'
              ? 'Counts from the next start on; sessions are not moved. Left empty, it is the usual folder.'
              : 'Left empty, it is a folder beside the sessions.'}
          </Help>
        ) : name === 'sessions_root' && own !== null && own !== shown ? (
          <Help>From the next start on: {own}</Help>
        ) : null}
      </div>
    </div>
  );
}

import { useState } from 'react';
import { changeSetting, dropFault, settingFault, showFault, useSettings } from '../store/settings';
import { readNumber } from '../ui/NumberField';
import { Switch } from '../ui/Switch';
import { CommitField } from './CommitField';
import { SettingRow } from './SettingRow';

/** Minutes between autosaves when they are switched on. */
const USUAL_MINUTES = 10;

/** When sessions are saved by themselves, and whether a run goes on by itself. */
export function SavingPage() {
  return (
    <section className="section" aria-labelledby="settings-saving">
      <div className="section__head">
        <h2 id="settings-saving">Saving</h2>
      </div>
      <Autosave />
      <SwitchRow
        name="save_at_milestones"
        title="Save at milestones"
        help="When all images are made, and when all votes are in."
      />
      <SwitchRow
        name="resume_after_restart"
        title="Go on by itself after a restart"
        help="A run that was cut off makes what is missing as soon as Blindfold is started again."
      />
      <p className="setting__foot xs faint">
        Saved or not, every image, vote and edit is on disk the moment it happens. Saving decides what Discard
        goes back to.
      </p>
    </section>
  );
}

function Autosave() {
  const minutes = useSettings(({ view }) => view?.settings.autosave_minutes ?? null);
  const [last, setLast] = useState(USUAL_MINUTES);
  const shown = minutes ?? last;
  const commit = async (text: string) => {
    const value = readNumber(text);
    if (value === null) {
      showFault('autosave_minutes', settingFault('autosave_minutes', text) ?? 'A number of minutes.');
      return false;
    }
    const isKept = await changeSetting('autosave_minutes', value);
    if (isKept) setLast(value);
    return isKept;
  };
  return (
    <SettingRow
      name="autosave_minutes"
      title="Autosave"
      help="Saves the changes of every session that has some, while Blindfold runs."
    >
      {({ describedBy, invalid, off }) => (
        <>
          <span className="faint">every</span>
          <CommitField
            label="Minutes between autosaves"
            number
            value={String(shown)}
            disabled={off || minutes === null}
            invalid={invalid}
            describedBy={describedBy}
            onEdit={() => dropFault('autosave_minutes')}
            onCommit={commit}
          />
          <span className="faint">minutes</span>
          <Switch
            label="Autosave"
            checked={minutes !== null}
            disabled={off}
            onChange={(on) => void changeSetting('autosave_minutes', on ? shown : null)}
          />
        </>
      )}
    </SettingRow>
  );
}

interface SwitchRowProps {
  name: 'save_at_milestones' | 'resume_after_restart';
  title: string;
  help: string;
}

function SwitchRow({ name, title, help }: SwitchRowProps) {
  const isOn = useSettings(({ view }) => view?.settings[name] ?? false);
  return (
    <SettingRow name={name} title={title} help={help}>
      {({ off }) => (
        <Switch label={title} checked={isOn} disabled={off} onChange={(on) => void changeSetting(name, on)} />
      )}
    </SettingRow>
  );
}

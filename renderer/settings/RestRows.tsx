import { useState } from 'react';
import { changeSetting, dropFault, settingFault, showFault, useSettings } from '../store/settings';
import { readNumber } from '../ui/NumberField';
import { Switch } from '../ui/Switch';
import { CommitField } from './CommitField';
import { SettingRow } from './SettingRow';

/** When a rest is proposed while judging: after so many minutes, and after so many trials. */
export function RestRows() {
  return (
    <>
      <RestRow
        name="rest_minutes"
        title="Propose a rest by time"
        help="Minutes of judging without a break. Tired eyes drift."
        unit="minutes"
        usual={25}
      />
      <RestRow
        name="rest_trials"
        title="Propose a rest by trials"
        help="Trials judged without a break, however long they took."
        unit="trials"
        usual={100}
      />
    </>
  );
}

interface RestRowProps {
  name: 'rest_minutes' | 'rest_trials';
  title: string;
  help: string;
  unit: string;
  /** What it is when it is switched on for the first time. */
  usual: number;
}

function RestRow({ name, title, help, unit, usual }: RestRowProps) {
  const inForce = useSettings(({ view }) => view?.settings[name] ?? null);
  const [last, setLast] = useState(usual);
  const shown = inForce ?? last;
  const commit = async (text: string) => {
    const value = readNumber(text);
    if (value === null) {
      showFault(name, settingFault(name, text) ?? `A number of ${unit}.`);
      return false;
    }
    const isKept = await changeSetting(name, value);
    if (isKept) setLast(value);
    return isKept;
  };
  return (
    <SettingRow name={name} title={title} help={help}>
      {({ describedBy, invalid, off }) => (
        <>
          <span className="faint">after</span>
          <CommitField
            label={`Judging until a rest, in ${unit}`}
            number
            value={String(shown)}
            disabled={off || inForce === null}
            invalid={invalid}
            describedBy={describedBy}
            onEdit={() => dropFault(name)}
            onCommit={commit}
          />
          <span className="faint setting__unit">{unit}</span>
          <Switch
            label={title}
            checked={inForce !== null}
            disabled={off}
            onChange={(on) => {
              setLast(shown);
              void changeSetting(name, on ? shown : null);
            }}
          />
        </>
      )}
    </SettingRow>
  );
}

import { type ReactNode, useId } from 'react';
import { type SettingName, useSettings } from '../store/settings';
import { FaultLine } from '../ui/Field';
import { Icon } from '../ui/Icon';
import { SOURCE_WORDS } from './sourceWords';

/** What a control needs to belong to its row. */
export interface SettingLinks {
  describedBy: string;
  invalid: boolean;
  /** It can be looked at only: given from outside, or not known yet. */
  off: boolean;
}

interface SettingRowProps {
  /** The setting that stands here; none for a row that only does something. */
  name?: SettingName;
  title: string;
  help?: ReactNode;
  /** What is wrong, where it is not a setting's fault. */
  fault?: string | null;
  /** Under both columns: what a change would do. */
  more?: ReactNode;
  children: (links: SettingLinks) => ReactNode;
}

/** One setting: what it is, one line about it, its control; a fault takes the place of the line. */
export function SettingRow({ name, title, help, fault: ownFault, more, children }: SettingRowProps) {
  const id = useId();
  const { view, faults, kept } = useSettings();
  const fault = ownFault ?? (name === undefined ? undefined : faults[name]);
  const source = name === undefined ? undefined : view?.fixed[name];
  const describedBy = `${id}-text`;
  const off = name !== undefined && (view === null || source !== undefined);
  return (
    <div className="setting" data-field={name === undefined ? undefined : `settings.${name}`}>
      <div className="setting__words">
        <div className="line">
          <span>{title}</span>
          {name !== undefined && kept === name ? (
            <span className="setting__kept xs better" aria-hidden="true">
              <Icon name="check" />
              Kept
            </span>
          ) : null}
        </div>
        <div id={describedBy}>
          {source === undefined ? null : <p className="setting__fixed">{SOURCE_WORDS[source]}</p>}
          {fault === undefined ? wrapped(help) : <FaultLine>{fault}</FaultLine>}
        </div>
      </div>
      <div className="setting__control">{children({ describedBy, invalid: fault !== undefined, off })}</div>
      {more === undefined || more === null ? null : <div className="setting__more">{more}</div>}
    </div>
  );
}

function wrapped(help: ReactNode): ReactNode {
  return help === undefined || help === null ? null : <p>{help}</p>;
}

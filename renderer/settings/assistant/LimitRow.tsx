import { changeSetting, dropFault, settingFault, showFault, useSettings } from '../../store/settings';
import { readNumber } from '../../ui/NumberField';
import { CommitField } from '../CommitField';
import { SettingRow } from '../SettingRow';

const NAME = 'assistant_limit_seconds';

/** How long an answer may take. */
export function LimitRow() {
  const seconds = useSettings(({ view }) => view?.settings[NAME] ?? null);
  const commit = async (text: string) => {
    const value = readNumber(text);
    if (value !== null) return changeSetting(NAME, value);
    showFault(NAME, settingFault(NAME, text) ?? 'A number of seconds.');
    return false;
  };
  return (
    <SettingRow
      name={NAME}
      title="Time limit"
      help="For a whole answer. What had come by then stays, and can be used. A large model without a graphics card takes minutes."
    >
      {({ describedBy, invalid, off }) => (
        <>
          <CommitField
            label="Time limit of an answer, in seconds"
            number
            value={seconds === null ? '' : String(seconds)}
            disabled={off}
            invalid={invalid}
            describedBy={describedBy}
            onEdit={() => dropFault(NAME)}
            onCommit={commit}
          />
          <span className="faint">seconds</span>
        </>
      )}
    </SettingRow>
  );
}

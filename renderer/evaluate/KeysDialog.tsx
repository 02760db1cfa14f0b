import { memo, type RefObject } from 'react';
import { setJudgeSettings, useJudgeSettings } from '../store/judgeSettings';
import { InfoDialog } from '../ui/InfoDialog';
import { Kbd, spokenKeys } from '../ui/Kbd';
import { Switch } from '../ui/Switch';
import { KEY_GROUPS } from './keyMap';
import './keys.css';

/** All keys of the Evaluate tab, and whether a choice is a vote at once. */
export const KeysDialog = memo(function KeysDialog({
  open,
  onClose,
  focusAfter,
}: {
  open: boolean;
  onClose: () => void;
  focusAfter: RefObject<HTMLElement | null>;
}) {
  const submitAtOnce = useJudgeSettings((settings) => settings.submitAtOnce);
  return (
    <InfoDialog open={open} title="Keys" size="wide" onClose={onClose} focusAfter={focusAfter}>
      <div className="keys">
        {KEY_GROUPS.map(({ title, lines }) => (
          <section key={title} aria-label={title}>
            <h3>{title}</h3>
            <dl>
              {lines.map(({ keys, does }) => (
                <div key={does}>
                  <dt>{does}</dt>
                  <dd>
                    <span className="sr">{keys.map(spokenKeys).join(' or ')}</span>
                    {keys.map((key) => (
                      <Kbd key={key} keys={key} />
                    ))}
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
      <div className="keys__setting">
        <label htmlFor="submit-at-once">
          A choice is a vote at once
          <span className="help">
            Off: choose, set stars, then Enter. Stars set before a choice count either way.
          </span>
        </label>
        <Switch
          id="submit-at-once"
          checked={submitAtOnce}
          onChange={(next) => setJudgeSettings({ submitAtOnce: next })}
        />
      </div>
    </InfoDialog>
  );
});

import { memo, type RefObject } from 'react';
import { KeyList } from '../stage/KeyList';
import { setJudgeSettings, useJudgeSettings } from '../store/judgeSettings';
import { InfoDialog } from '../ui/InfoDialog';
import { Switch } from '../ui/Switch';
import { KEY_GROUPS } from './keyMap';
import './keysDialog.css';

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
      <KeyList groups={KEY_GROUPS} />
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

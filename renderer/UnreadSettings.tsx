import { useState } from 'react';
import { HelpLink } from './help/HelpLink';
import { useConnection } from './store/connection';
import { lookAtSettingsAgain } from './store/settings';
import { Banner } from './ui/Banner';
import { Button } from './ui/Button';

/** The file of the settings could not be read since the start, so that the defaults stand in for it. */
export function UnreadSettings() {
  const trouble = useConnection(({ info }) => info?.settings_trouble ?? null);
  const [isBusy, setBusy] = useState(false);
  if (trouble === null) return null;
  const lookAgain = () => {
    setBusy(true);
    void lookAtSettingsAgain().finally(() => setBusy(false));
  };
  return (
    <div className="main__banner">
      <Banner
        tone="caution"
        icon="warn"
        title="The settings have their defaults for now."
        actions={
          <Button small icon="refresh" busy={isBusy} onClick={lookAgain}>
            Look again
          </Button>
        }
      >
        {trouble} A sessions folder that was chosen on the settings page is not in use either. Make the file
        readable, then look again; the folder counts from the next start on.{' '}
        <HelpLink topic="settingsFile" about="The settings have their defaults for now." />
      </Banner>
    </div>
  );
}

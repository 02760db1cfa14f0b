import { closeSettings, openSettings, useView } from '../store/view';
import { IconButton } from '../ui/Button';

/** Opens the settings, and closes them again. */
export function SettingsButton() {
  const isOpen = useView(({ settings }) => settings !== null);
  return (
    <IconButton
      icon="settings"
      label="Settings"
      keys="mod+,"
      pressed={isOpen}
      data-opens="settings"
      onClick={() => (isOpen ? closeSettings() : openSettings())}
    />
  );
}

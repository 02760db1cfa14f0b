import { changeSetting, useSettings } from '../store/settings';
import { Segments } from '../ui/Segments';
import { SettingRow } from './SettingRow';

/** Light or dark. */
export function AppearancePage() {
  const theme = useSettings(({ view }) => view?.settings.theme ?? 'system');
  return (
    <section className="section" aria-labelledby="settings-appearance">
      <div className="section__head">
        <h2 id="settings-appearance">Appearance</h2>
      </div>
      <SettingRow
        name="theme"
        title="Theme"
        help="The greys round the pictures have no hue in either, so that colours are seen as they are."
      >
        {({ off }) => (
          <Segments
            label="Theme"
            value={theme}
            disabled={off}
            options={[
              { value: 'system', label: 'As the system' },
              { value: 'light', label: 'Light' },
              { value: 'dark', label: 'Dark' },
            ]}
            onChange={(next) => void changeSetting('theme', next)}
          />
        )}
      </SettingRow>
    </section>
  );
}

import { changeSetting, useSettings } from './store/settings';
import { useUpdates } from './store/updates';
import { Banner } from './ui/Banner';
import { Button } from './ui/Button';

/** Asks once whether newer versions may be looked for. Until it is answered nothing goes out. */
export function UpdateQuestion() {
  const isOpen = useUpdates(({ view }) => view?.state === 'unasked' && view.may_ask);
  const isSaving = useSettings(({ saving }) => saving.has('look_for_updates'));
  const canKeep = useSettings(({ view }) => view !== null && view.fixed['look_for_updates'] === undefined);
  if (!isOpen || !canKeep) return null;
  return (
    <div className="main__banner">
      <Banner
        title="Look for newer versions?"
        actions={
          <>
            <Button small busy={isSaving} onClick={() => void changeSetting('look_for_updates', true)}>
              Look once a day
            </Button>
            <Button
              small
              look="quiet"
              busy={isSaving}
              onClick={() => void changeSetting('look_for_updates', false)}
            >
              No
            </Button>
          </>
        }
      >
        GitHub would be asked for the newest version’s number. Nothing about you or your work is sent.
      </Banner>
    </div>
  );
}

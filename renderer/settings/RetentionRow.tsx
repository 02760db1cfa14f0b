import { useEffect, useId, useRef, useState } from 'react';
import type { Cleanup } from '../../core/contract/storageView';
import { changeSetting, dropFault, settingFault, showFault, useSettings } from '../store/settings';
import { lookAtPreview, preview, useStorage } from '../store/storage';
import { Button } from '../ui/Button';
import { readNumber } from '../ui/NumberField';
import { Switch } from '../ui/Switch';
import { CommitField } from './CommitField';
import { LoadFailure } from './LoadFailure';
import { SettingRow } from './SettingRow';
import { hoursWords, wouldGoWords } from './storageWords';
import { ListToggle, WouldGo } from './WouldGo';

/** Hours of retention when it is switched on: a week. */
const USUAL_HOURS = 168;
const SPARED = 'Never the open one, a running one, a pinned one, or one with unsaved work.';

/**
 * Retention: its hours, its switch, and beforehand which sessions it would take. What would take some at once is asked about
 * with the list of them.
 */
export function RetentionRow() {
  const inForce = useSettings(({ view }) => view?.settings.retention_hours ?? null);
  const [draft, setDraft] = useState(USUAL_HOURS);
  // What was asked for and waits for an answer, in hours.
  const [asking, setAsking] = useState<number | null>(null);
  const [isOpen, setOpen] = useState(false);
  const listId = useId();
  const control = useRef<HTMLDivElement>(null);
  const shown = inForce ?? draft;
  const hours = asking ?? shown;
  const answer = useStorage(({ previews }) => previews[hours]);
  useEffect(() => preview(hours), [hours]);

  /** Switches on, or sets other hours: at once when that takes nothing, else after a look at what goes. */
  const begin = async (next: number): Promise<boolean> => {
    await lookAtPreview(next);
    const seen = useStorage.getState().previews[next];
    if (seen?.phase === 'ready' && seen.value.sessions.length === 0)
      return changeSetting('retention_hours', next);
    setAsking(next);
    return true;
  };
  const end = () => {
    setAsking(null);
    control.current?.querySelector<HTMLElement>('[role=switch]')?.focus();
  };
  const commit = async (text: string) => {
    const value = readNumber(text);
    const fault = settingFault('retention_hours', value ?? text);
    if (value === null || fault !== null) {
      showFault('retention_hours', fault ?? 'A number of hours.');
      return false;
    }
    if (inForce !== null) return begin(value);
    setDraft(value);
    return true;
  };

  const known = answer?.phase === 'ready' ? answer.value : null;
  return (
    <SettingRow
      name="retention_hours"
      title="Move old sessions to the trash by themselves"
      help={SPARED}
      more={
        asking !== null && known !== null ? (
          <Ask
            hours={asking}
            isChange={inForce !== null}
            cleanup={known}
            onYes={async () => {
              if (await changeSetting('retention_hours', asking)) setDraft(asking);
              end();
            }}
            onNo={end}
          />
        ) : answer?.phase === 'failed' ? (
          <LoadFailure
            what="It is not known which sessions would go."
            message={answer.message}
            onAgain={() => void lookAtPreview(hours)}
          />
        ) : known === null ? null : (
          <>
            <p>
              {known.sessions.length === 0
                ? `No session that can go is older than ${hoursWords(hours)} now.`
                : `Older than ${hoursWords(hours)} now: ${wouldGoWords(known)}.`}{' '}
              {known.sessions.length + known.kept.length === 0 ? null : (
                <ListToggle
                  listId={listId}
                  isOpen={isOpen}
                  onChange={setOpen}
                  hasSome={known.sessions.length > 0}
                />
              )}
            </p>
            {isOpen ? <WouldGo id={listId} cleanup={known} /> : null}
          </>
        )
      }
    >
      {({ describedBy, invalid, off }) => (
        <div className="line" ref={control}>
          <span className="faint">older than</span>
          <CommitField
            label="Hours without an event"
            number
            value={String(asking ?? shown)}
            disabled={off}
            invalid={invalid}
            describedBy={describedBy}
            onEdit={() => {
              dropFault('retention_hours');
              setAsking(null);
            }}
            onCommit={commit}
          />
          <span className="faint">hours</span>
          <Switch
            label="Move old sessions to the trash by themselves"
            checked={inForce !== null}
            disabled={off || known === null}
            onChange={(on) => {
              if (on) void begin(shown);
              else {
                setDraft(shown);
                setAsking(null);
                void changeSetting('retention_hours', null);
              }
            }}
          />
        </div>
      )}
    </SettingRow>
  );
}

interface AskProps {
  hours: number;
  /** Retention is on already, with other hours. */
  isChange: boolean;
  cleanup: Cleanup;
  onYes: () => Promise<void>;
  onNo: () => void;
}

/** What goes at once when this is switched on, before it is. */
function Ask({ hours, isChange, cleanup, onYes, onNo }: AskProps) {
  const place = useRef<HTMLFieldSetElement>(null);
  const titleId = useId();
  const [isBusy, setBusy] = useState(false);
  useEffect(() => place.current?.focus({ preventScroll: false }), []);
  return (
    <fieldset
      className="setting__ask"
      aria-labelledby={titleId}
      tabIndex={-1}
      ref={place}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.preventDefault();
        onNo();
      }}
    >
      <p id={titleId} className="setting__asks">
        {wouldGoWords(cleanup)}, {cleanup.sessions.length === 1 ? 'is' : 'are'} older than {hoursWords(hours)}
        . {cleanup.sessions.length === 1 ? 'It goes' : 'They go'} to the trash at the next look, within the
        hour.
      </p>
      <WouldGo cleanup={cleanup} />
      <div className="line">
        <Button
          small
          busy={isBusy}
          onClick={async () => {
            setBusy(true);
            await onYes();
          }}
        >
          {isChange ? `Change to ${hoursWords(hours)}` : 'Switch on'}
        </Button>
        <Button small look="quiet" onClick={onNo}>
          {isChange ? 'Leave it as it is' : 'Leave it off'}
        </Button>
      </div>
    </fieldset>
  );
}

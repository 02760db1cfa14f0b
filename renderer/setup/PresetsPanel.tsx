import { type FormEvent, useEffect, useState } from 'react';
import { MAX_PRESET_NAME, type PresetEntry } from '../../core/contract/presetView';
import {
  applyPreset,
  deletePreset,
  fetchPresets,
  findPreset,
  savePreset,
  usePresets,
} from '../store/presets';
import { useDetail } from '../store/session';
import { isSetupFixed } from '../store/setupDraft';
import { Button, IconButton } from '../ui/Button';
import { matchesSearch } from '../ui/Combobox';
import { FaultLine, Help, Input } from '../ui/Field';
import { Tooltip } from '../ui/Tooltip';
import './presets.css';

/** From so many on they can be searched. */
const MANY = 9;

/** The presets: each can be taken or deleted, and the set-up as it stands kept as another one. */
export default function PresetsPanel({ onClose }: { onClose: () => void }) {
  const { presets, failure } = usePresets();
  const [search, setSearch] = useState('');
  useEffect(() => void fetchPresets(), []);
  const shown = presets?.filter(({ name }) => matchesSearch(name, search)) ?? [];
  return (
    <div className="presets">
      {failure === null ? null : <FaultLine>{failure}</FaultLine>}
      {presets?.length === 0 ? (
        <p className="faint presets__none">
          There are none yet. A preset keeps the whole set-up, workflow and prompts included, for sessions to
          come; the server stays as it is.
        </p>
      ) : null}
      {presets !== null && presets.length >= MANY ? (
        <Input
          small
          icon="search"
          aria-label="Search the presets"
          placeholder={`Search ${presets.length} presets`}
          value={search}
          onChange={setSearch}
        />
      ) : null}
      {shown.length === 0 ? null : (
        <ul className="presets__list" aria-label="Presets">
          {shown.map((preset) => (
            <Row key={preset.name} preset={preset} onTaken={onClose} />
          ))}
        </ul>
      )}
      {presets !== null && presets.length > 0 && shown.length === 0 ? (
        <p className="faint presets__none">No preset of that name.</p>
      ) : null}
      <KeepAs />
    </div>
  );
}

function Row({ preset: { name, saved_at }, onTaken }: { preset: PresetEntry; onTaken: () => void }) {
  const detail = useDetail();
  // A preset would change what images are already made of.
  const isFixed = isSetupFixed(detail) || detail?.begun_setup != null;
  const off = isFixed ? 'This set-up is fixed. Begin a new session to use a preset.' : undefined;
  return (
    <li className="presets__row">
      <Tooltip text={off} isOff={!isFixed}>
        <button
          type="button"
          className="presets__take"
          {...(isFixed ? { 'aria-disabled': true } : {})}
          onClick={() => {
            if (!isFixed) void applyPreset(name).then((isDone) => (isDone ? onTaken() : undefined));
          }}
        >
          <span className="sr">Use</span>{' '}
          <span className="cut grow" dir="auto" title={name}>
            {name}
          </span>{' '}
          <span className="xs faint">{new Date(saved_at).toLocaleDateString()}</span>
          {off === undefined ? null : <span className="sr">. {off}</span>}
        </button>
      </Tooltip>
      <IconButton icon="trash" label={`Delete ${name}`} onClick={() => void deletePreset(name)} />
    </li>
  );
}

/** Asks for a name and keeps the set-up under it; one that is there already is replaced only when that is said. */
function KeepAs() {
  const [name, setName] = useState('');
  const [fault, setFault] = useState<string | null>(null);
  const [isAsking, setAsking] = useState(false);
  const trimmed = name.trim();
  const change = (next: string) => {
    setName(next);
    setFault(null);
    setAsking(false);
  };
  async function save(replace: boolean): Promise<void> {
    const why = await savePreset(trimmed, replace);
    setAsking(false);
    setFault(why);
    if (why === null) setName('');
  }
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (trimmed === '') return;
    if (findPreset(trimmed) === undefined) void save(false);
    else setAsking(true);
  };
  return (
    <form className="presets__keep" onSubmit={submit}>
      <div className="group">
        <Input
          small
          aria-label="Name of a new preset"
          placeholder="Keep this set-up as"
          dir="auto"
          maxLength={MAX_PRESET_NAME}
          invalid={fault !== null}
          value={name}
          onChange={change}
        />
        <Button small type="submit" off={trimmed === '' ? 'Give it a name first' : undefined}>
          Save
        </Button>
      </div>
      {fault === null ? null : (
        <div role="alert">
          <FaultLine>{fault}</FaultLine>
        </div>
      )}
      {isAsking ? (
        <div className="presets__ask" role="alert">
          <Help>There is a preset of that name. Shall this set-up take its place?</Help>
          <span className="line">
            <Button small onClick={() => void save(true)}>
              Replace
            </Button>
            <Button small look="quiet" onClick={() => setAsking(false)}>
              Keep it
            </Button>
          </span>
        </div>
      ) : null}
    </form>
  );
}

import { useState } from 'react';
import { type ModelsHeard, useAssistant } from '../../store/assistant';
import { changeSetting, dropFault } from '../../store/settings';
import { Combobox } from '../../ui/Combobox';
import { SettingRow } from '../SettingRow';

/** Which model of the server is asked: one of its list, or one that is typed, since some servers list none. */
export function ModelRow({ model }: { model: string | null }) {
  const models = useAssistant((state) => state.models);
  const [typed, setTyped] = useState<string | null>(null);
  const options = models.phase === 'heard' ? models.models : [];
  const commit = async (text: string) => {
    const next = text.trim();
    if (next === (model ?? '') || (await changeSetting('assistant_model', next === '' ? null : next)))
      setTyped((now) => (now === text ? null : now));
  };
  return (
    <SettingRow
      name="assistant_model"
      title="Model"
      help="One of the server’s list, or a name that is typed. A larger one follows the wording better."
    >
      {({ describedBy, invalid, off }) => (
        <div className="assistant__model">
          <Combobox
            label="Model"
            value={typed ?? model ?? ''}
            options={options}
            placeholder={placeholderOf(models)}
            none={noneOf(models)}
            disabled={off}
            invalid={invalid}
            describedBy={describedBy}
            onChange={(next) => {
              dropFault('assistant_model');
              setTyped(next);
              if (options.includes(next)) void commit(next);
            }}
            onCommit={() => {
              if (typed !== null) void commit(typed);
            }}
          />
        </div>
      )}
    </SettingRow>
  );
}

function placeholderOf(models: ModelsHeard): string {
  switch (models.phase) {
    case 'asking':
      return 'Asking for its models';
    case 'heard':
      return models.models.length === 0 ? 'Type a name' : 'Choose a model';
    default:
      return 'Name of a model';
  }
}

function noneOf(models: ModelsHeard): string {
  switch (models.phase) {
    case 'asking':
      return 'The server is asked for its models.';
    case 'heard':
      return models.models.length === 0
        ? 'The server lists no model.'
        : 'The server lists no model of that name.';
    default:
      return 'What the server offers is not known.';
  }
}
